using CCHC.Demo.Gateway;
using CCHC.Demo.Province;
using CCHC.Demo.Year;

// province: units and accounts of the demo province, at the first start.
// year:     one whole year of that province, driven as its users would.
var options = args.Skip(1).Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0].TrimStart('-'), pair => pair[1], StringComparer.Ordinal);
string Option(string name, string variable) => options.GetValueOrDefault(name)
    ?? Environment.GetEnvironmentVariable(variable)
    ?? throw new IOException($"Thiếu --{name} (hoặc biến môi trường {variable}).");

try
{
    using var gateway = new GatewayClient(new Uri(Option("url", "services__gateway__http__0")));
    var accountsFile = Option("accounts", "CCHC_ACCOUNTS_FILE");
    switch (args.FirstOrDefault())
    {
        case "province":
            return await CreateProvince.RunAsync(gateway, Option("admin-password", "CCHC_ADMIN_PASSWORD"), accountsFile);
        case "year":
            return await DemoYear.RunAsync(gateway, AccountsFile.Read(accountsFile));
        default:
            await Console.Error.WriteLineAsync("Cách dùng: CCHC.Demo province|year --url URL --accounts FILE");
            return 2;
    }
}
catch (Exception exception) when (exception is GatewayException or HttpRequestException or IOException or TimeoutException)
{
    await Console.Error.WriteLineAsync($"Chưa chạy xong: {exception.Message}");
    return 1;
}
