using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CCHC.Demo.Gateway;

namespace CCHC.Demo.Province;

/// <summary>Creates units and accounts of the demo province once; later starts find the accounts file and leave everything as it is.</summary>
public static class CreateProvince
{
    private const string PasswordAlphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static async Task<int> RunAsync(GatewayClient gateway, string adminPassword, string accountsFile)
    {
        if (File.Exists(accountsFile))
        {
            return 0;
        }

        // Written before the accounts exist: should the import be cut off, the next start repeats it with the same passwords.
        var pending = accountsFile + ".pending";
        var accounts = File.Exists(pending) ? AccountsFile.Read(pending) : [.. Accounts()];
        AccountsFile.Write(pending, accounts);

        var admin = await gateway.SignInAsync("admin", adminPassword);
        await admin.PostCsvAsync<JsonElement>("/api/identity/units/import", DemoData.Units);
        await admin.PostCsvAsync<JsonElement>("/api/identity/accounts/import", ToImport(accounts));

        AccountsFile.Write(pending, [new("admin", adminPassword, "system-admin", ""), new("admin", adminPassword, "home-affairs", ""), .. accounts]);
        File.Move(pending, accountsFile);
        Console.WriteLine($"Tỉnh mẫu: {DemoData.UnitRows().Count} đơn vị, {accounts.Select(account => account.UserName).Distinct().Count()} tài khoản; mật khẩu ở {accountsFile}");
        return 0;
    }

    private static IEnumerable<DemoAccount> Accounts()
    {
        yield return new("sonoivu", Password(), "home-affairs", "SNV");
        yield return new("lanhdao", Password(), "leader", "UBNDT");
        yield return new("kiemtoan", Password(), "auditor", "");

        // Four members share the fields of each set; none of them serves in a unit that is appraised.
        for (var member = 1; member <= 4; member++)
        {
            yield return new($"thamdinh{member}", Password(), "appraiser", "");
        }

        foreach (var unit in DemoData.UnitRows().Where(unit => unit.GroupCode is "so" or "xa"))
        {
            var name = unit.Code.ToLowerInvariant();
            yield return new($"canbo.{name}", Password(), "unit-officer", unit.Code);
            yield return new($"thutruong.{name}", Password(), "unit-head", unit.Code);
        }
    }

    private static string ToImport(IEnumerable<DemoAccount> accounts)
    {
        var names = DemoData.UnitRows().ToDictionary(unit => unit.Code, unit => unit.Name, StringComparer.Ordinal);
        var csv = new StringBuilder("username,display_name,role,unit_code,password\n");
        foreach (var account in accounts)
        {
            var title = account.Role switch
            {
                "unit-officer" => $"Cán bộ {names[account.UnitCode]}",
                "unit-head" => $"Thủ trưởng {names[account.UnitCode]}",
                "appraiser" => $"Thành viên hội đồng {account.UserName[^1]}",
                "home-affairs" => "Chuyên viên Sở Nội vụ",
                "leader" => "Lãnh đạo Ủy ban nhân dân tỉnh",
                _ => "Kiểm tra, giám sát",
            };
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{account.UserName},\"{title}\",{account.Role},{account.UnitCode},{account.Password}\n");
        }

        return csv.ToString();
    }

    private static string Password() => RandomNumberGenerator.GetString(PasswordAlphabet, 16);
}
