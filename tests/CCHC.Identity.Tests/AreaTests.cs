using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CCHC.Identity.Tests;

public sealed class AreaTests(IdentityHost identity) : IClassFixture<IdentityHost>, IAsyncLifetime
{
    // Before July 2025: province, district with an office of its own, commune below the district; a school below the commune.
    private const string Register =
        """
        code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes
        a-tinh,Ủy ban nhân dân tỉnh,tinh,a-tinh,Tỉnh,,,,
        a-so,Sở Nội vụ,so,a-so,Khối sở,a-tinh,,,
        a-huyen,Ủy ban nhân dân huyện Hà Trung,huyen,a-huyen,Khối huyện,a-tinh,,,
        a-phong,Phòng Nội vụ huyện Hà Trung,phong-huyen,a-phong,Khối phòng,a-huyen,,,
        a-xa,Xã Hà Bắc,xa,a-xa,Khối xã,a-huyen,,,
        a-truong,Trường Tiểu học Hà Bắc,su-nghiep,a-truong,Khối trường,a-xa,,,
        a-le,Cơ quan chưa xếp,khac,a-khac,Khối khác,,,,
        a-cu,Ủy ban nhân dân huyện Cũ,huyen,a-huyen,Khối huyện,a-tinh,,2020-12-31,
        """;

    public async ValueTask InitializeAsync()
    {
        using var imported = await identity.ImportAsync("units", Register);
        imported.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("a-so", null)]
    [InlineData("a-tinh", null)]
    [InlineData("a-le", null)]
    [InlineData("a-huyen", "a-huyen")]
    [InlineData("a-phong", "a-huyen")]
    [InlineData("a-xa", "a-xa")]
    [InlineData("a-truong", "a-xa")]
    public async Task A_role_reaches_what_the_nearest_government_owns_and_that_of_the_province_reaches_everything(string unit, string? government)
    {
        var expected = government is null ? "*" : (await identity.Read(db => db.Units.SingleAsync(x => x.Code == government))).Id.ToString();
        Assert.Equal([$"{Roles.HomeAffairs}@{expected}"], await AreasAsync(new { role = Roles.HomeAffairs, unitCode = unit }));
    }

    [Fact]
    public async Task Each_role_has_its_own_area_and_one_without_a_unit_reaches_everything()
    {
        var district = (await identity.Read(db => db.Units.SingleAsync(x => x.Code == "a-huyen"))).Id;
        Assert.Equal(
            [$"{Roles.Auditor}@*", $"{Roles.CouncilChair}@{district}"],
            await AreasAsync(new { role = Roles.CouncilChair, unitCode = "a-phong" }, new { role = Roles.CouncilChair, unitCode = "a-huyen" }, new { role = Roles.Auditor }));
    }

    [Theory]
    [InlineData("a-huyen")]
    [InlineData("a-xa")]
    [InlineData(null)]
    public async Task A_client_reaches_what_the_government_it_was_registered_for_owns_and_without_one_everything(string? unitCode)
    {
        var expected = unitCode is null ? "*" : (await identity.Read(db => db.Units.SingleAsync(x => x.Code == unitCode))).Id.ToString();
        using var admin = await identity.AdminAsync();
        var (created, client) = await RegisterAsync(admin, new { name = $"Một cửa {unitCode}", roles = new[] { Roles.Auditor, Roles.HomeAffairs }, unitCode, perDay = 1_000 });
        Assert.Equal(HttpStatusCode.Created, created);
        using var answer = await identity.AskForTokenAsync(
            ("grant_type", "client_credentials"), ("client_id", client.GetProperty("clientId").GetString()!), ("client_secret", client.GetProperty("clientSecret").GetString()!));
        var token = new JsonWebToken((await IdentityHost.JsonAsync(answer)).GetProperty("access_token").GetString());
        Assert.Equal([$"{Roles.Auditor}@{expected}", $"{Roles.HomeAffairs}@{expected}"], AreasOf(token));
        Assert.Equal(unitCode is null ? [] : [$"{Roles.Auditor}@{expected}", $"{Roles.HomeAffairs}@{expected}"], token.Claims.Where(claim => claim.Type == TokenClaims.Grant).Select(claim => claim.Value));
        Assert.Equal("0/1000", token.GetClaim(TokenClaims.Quota).Value);

        using var list = await admin.GetAsync(new Uri("/api/identity/clients", UriKind.Relative), TestContext.Current.CancellationToken);
        var item = (await IdentityHost.JsonAsync(list)).GetProperty("items").EnumerateArray().Single(known => known.GetProperty("clientId").GetString() == client.GetProperty("clientId").GetString());
        Assert.Equal(unitCode, item.GetProperty("unitCode").GetString());
    }

    [Theory]
    [InlineData("a-so", Roles.Auditor, "unitCode", "Sở Nội vụ không phải chính quyền cấp dưới tỉnh.")]
    [InlineData("a-phong", Roles.Auditor, "unitCode", "Phòng Nội vụ huyện Hà Trung không phải chính quyền cấp dưới tỉnh.")]
    [InlineData("a-tinh", Roles.Auditor, "unitCode", "bỏ trống nếu cần quyền toàn tỉnh")]
    [InlineData("a-cu", Roles.Auditor, "unitCode", "đã ngừng hoạt động từ sau ngày 31/12/2020")]
    [InlineData("a-khong-co", Roles.Auditor, "unitCode", "Không có đơn vị mang mã “a-khong-co”.")]
    [InlineData("a-huyen", Roles.SystemAdmin, "roles", "không giới hạn trong một địa bàn được")]
    public async Task A_client_is_not_registered_for_what_would_reach_further_than_it_says(string unitCode, string role, string field, string expected)
    {
        using var admin = await identity.AdminAsync();
        var (status, problem) = await RegisterAsync(admin, new { name = "Bị từ chối", roles = new[] { role }, unitCode });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
        Assert.False(await identity.Read(db => db.Clients.AnyAsync(client => client.Name == "Bị từ chối")));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> RegisterAsync(HttpClient admin, object request)
    {
        using var response = await admin.PostAsJsonAsync(new Uri("/api/identity/clients", UriKind.Relative), request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await IdentityHost.JsonAsync(response));
    }

    private static IEnumerable<string> AreasOf(JsonWebToken token) => token.Claims.Where(claim => claim.Type == TokenClaims.Area).Select(claim => claim.Value).Order(StringComparer.Ordinal);

    private async Task<IEnumerable<string>> AreasAsync(params object[] grants)
    {
        var account = await identity.CreateAccountAsync(grants);
        return AreasOf(new JsonWebToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken));
    }
}
