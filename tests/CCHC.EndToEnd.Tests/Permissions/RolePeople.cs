using System.Globalization;
using System.Text;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests.Permissions;

/// <summary>For every role somebody whom a judged campaign concerns, and somebody whom it does not: of another unit, or of another government.</summary>
internal sealed class RolePeople
{
    private static readonly string[] Offices = ["home-affairs", "leader", "auditor", "appraiser", "council-chair", "council-secretary", "enumerator"];

    private readonly Dictionary<string, Caller> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Caller> _others = new(StringComparer.Ordinal);

    /// <summary>By role.</summary>
    public IReadOnlyDictionary<string, Caller> Own => _own;

    /// <summary>By role; roles of the whole system have nobody else.</summary>
    public IReadOnlyDictionary<string, Caller> Others => _others;

    public static async Task<RolePeople> OfAsync(JudgedCampaign judged, string name, Province province)
    {
        var (people, admin) = (new RolePeople(), await province.System.SignInAsync("admin"));
        await admin.PostCsvAsync(
            "/api/identity/units/import",
            $"code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n{name}H,Ủy ban nhân dân huyện {name},huyen,huyen,Khối huyện,UBNDT,,,\n");
        var accounts = new StringBuilder("username,display_name,role,unit_code,password\n");
        foreach (var office in Offices)
        {
            accounts.Append(CultureInfo.InvariantCulture, $"{name}.{office},Người của tỉnh,{office},,{JudgedCampaign.Password}\n{name}.{office}.h,Người của huyện,{office},{name}H,{JudgedCampaign.Password}\n");
        }

        accounts.Append(CultureInfo.InvariantCulture, $"{name}.quantri,Quản trị,system-admin,,{JudgedCampaign.Password}\n");
        accounts.Append(CultureInfo.InvariantCulture, $"{name}.cb1,Cán bộ xã 1,unit-officer,{judged.FirstUnit},{JudgedCampaign.Password}\n{name}.cb2,Cán bộ xã 2,unit-officer,{judged.SecondUnit},{JudgedCampaign.Password}\n");
        await admin.PostCsvAsync("/api/identity/accounts/import", accounts.ToString());
        foreach (var office in Offices)
        {
            people._own[office] = await judged.SignInAsync(office);
            people._others[office] = await judged.SignInAsync($"{office}.h");
        }

        (people._own["appraiser"], people._own["council-chair"]) = (await judged.SignInAsync("an"), await judged.SignInAsync("chutich"));
        (people._own["unit-head"], people._others["unit-head"]) = (await judged.SignInAsync("xa1"), await judged.SignInAsync("xa2"));
        (people._own["unit-officer"], people._others["unit-officer"]) = (await judged.SignInAsync("cb1"), await judged.SignInAsync("cb2"));
        people._own["system-admin"] = await judged.SignInAsync("quantri");
        people._own["api-client"] = await ClientAsync(admin, name, province);
        return people;
    }

    private static async Task<Caller> ClientAsync(Caller admin, string name, Province province)
    {
        var client = await admin.PostAsync("/api/identity/clients", new { name = $"Cổng {name}", roles = new[] { "api-client" } });
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client.GetProperty("clientId").GetString()!, ["client_secret"] = client.GetProperty("clientSecret").GetString()!,
        });
        var answer = await province.System.Anonymous().SendAsync(HttpMethod.Post, "/connect/token", form);
        Assert.True(answer.IsSuccess, $"{answer}");
        return province.System.WithToken(answer.Json().GetProperty("access_token").GetString()!);
    }
}
