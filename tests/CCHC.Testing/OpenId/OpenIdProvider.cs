using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CCHC.Testing.Installations;

namespace CCHC.Testing.OpenId;

/// <summary>The certified provider <c>oidc-provider</c> of npm with people of its own: any password will do. It ends with this process.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientSecret = "bi mat: CCHC + 100%";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "OpenId");

    private readonly int _port = Installation.FreePort();
    private readonly string _people = Path.GetTempFileName();
    private Process? _process;

    public string Issuer => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    /// <summary>What Identity has to be told of it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Title"] = "Tài khoản công vụ của tỉnh",
        ["Authority"] = Issuer,
        ["ClientId"] = "cchc",
        ["ClientSecret"] = ClientSecret,
        ["Scopes:0"] = "profile",
        ["Scopes:1"] = "cchc",
        ["UnitClaim"] = "unit_code",
        ["RoleClaim"] = "groups",
        ["Roles:can-bo-cchc"] = "unit-officer",
        ["Roles:thanh-tra"] = "auditor",
    };

    /// <summary>Whoever signs in by this name from now on is described by these claims.</summary>
    public void Know(string login, object claims)
    {
        var people = new FileInfo(_people).Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(_people))!;
        people[login] = JsonSerializer.SerializeToElement(claims);
        File.WriteAllText(_people, JsonSerializer.Serialize(people));
    }

    public async Task StartAsync(Uri returnAddress)
    {
        await new NodePackages(Folder).EnsureAsync();
        _process = Process.Start(new ProcessStartInfo("node", ["provider.mjs", _port.ToString(CultureInfo.InvariantCulture), returnAddress.AbsoluteUri, _people])
        {
            WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                return;
            }
        }

        throw new InvalidOperationException("The OpenID provider did not start; see its errors above.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        File.Delete(_people);
    }
}
