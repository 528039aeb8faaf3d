using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Identity.Data;
using CCHC.Identity.Tests;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace CCHC.Identity.Tests;

public sealed class MovableClock : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public void Advance(TimeSpan time) => _ahead += time;

    /// <summary>To the time that access tokens are checked by; ahead of it, those given out are not good yet, and whatever test comes next is refused.</summary>
    public void GoBack() => _ahead = default;
}

/// <summary>Identity with its own tokens, a clock that can be put forward and an administrator.</summary>
public class IdentityHost(TestServers servers) : ServiceHost<IdentityDbContext>(servers)
{
    public const string AdminPassword = "mật khẩu của quản trị";

    private string? _adminToken;

    public MovableClock Clock { get; } = new();

    protected override bool TrustTestTokens => false;

    /// <summary>Signed in as the account that the service created for itself.</summary>
    public async Task<HttpClient> AdminAsync() => ClientWithToken(_adminToken ??= (await SignInAsync("admin", AdminPassword)).AccessToken);

    public async Task<(string AccessToken, string RefreshToken)> SignInAsync(string userName, string password)
    {
        using var response = await AskForTokenAsync(("grant_type", "password"), ("username", userName), ("password", password));
        return await TokensAsync(response);
    }

    public static async Task<(string AccessToken, string RefreshToken)> TokensAsync(HttpResponseMessage response)
    {
        var answer = await JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        Assert.Equal("Bearer", answer.GetProperty("token_type").GetString());
        Assert.Equal(900, answer.GetProperty("expires_in").GetInt32());
        return (answer.GetProperty("access_token").GetString()!, answer.GetProperty("refresh_token").GetString()!);
    }

    public async Task<HttpResponseMessage> AskForTokenAsync(params (string Name, string Value)[] form)
    {
        using var client = Anonymous();
        using var content = new FormUrlEncodedContent(form.ToDictionary(field => field.Name, field => field.Value));
        return await client.PostAsync(new Uri("/connect/token", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    /// <summary>A new account with a name of its own.</summary>
    public async Task<(Guid Id, string UserName, string Password)> CreateAccountAsync(params object[] grants)
    {
        using var admin = await AdminAsync();
        using var response = await admin.PostAsJsonAsync(
            new Uri("/api/identity/accounts", UriKind.Relative),
            new { userName = $"u-{Guid.NewGuid():N}", displayName = "Nguyễn Văn Thử", grants },
            TestContext.Current.CancellationToken);
        var account = await JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, account.ToString());
        return (account.GetProperty("id").GetGuid(), account.GetProperty("userName").GetString()!, account.GetProperty("password").GetString()!);
    }

    public async Task<HttpResponseMessage> ImportAsync(string what, string csv)
    {
        using var admin = await AdminAsync();
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        return await admin.PostAsync(new Uri($"/api/identity/{what}/import", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    public static async Task<JsonElement> GetAsync(HttpClient client, string path) =>
        await client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    protected override void Configure(IWebHostBuilder builder)
    {
        builder.UseSetting("Bootstrap:AdminPassword", AdminPassword);
        builder.UseSetting("Authentication:Issuer", "http://cchc.test");
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}
