using CCHC.Contracts.Identity;
using CCHC.Testing.Installations;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Fuzzing;

/// <summary>
/// An account for each role, and nobody. Their tokens are the genuine ones of the start, signed again with the installation's own key before they expire: a
/// generated request may lock the account, end its sessions or change its password, and the next request is to have its role all the same.
/// </summary>
public sealed class People
{
    public const string Nobody = "nobody";
    public const string Password = "mat-khau-rat-dai-2025";

    private const string Other = "khac";

    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(5);
    private static readonly string[] Copied = ["sub", "preferred_username", "name", "role", "grant", "area", "sid"];
    private static readonly HashSet<string> Lists = new(["role", "grant", "area"], StringComparer.Ordinal);

    private readonly Installation _installation;
    private readonly Dictionary<string, string> _genuine = new(StringComparer.Ordinal);
    private Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private DateTime _signedAt;

    private People(Installation installation) => _installation = installation;

    public static IReadOnlyList<string> All { get; } = [Nobody, .. Roles.All];

    /// <summary>Registers the accounts, in two units of their own, and signs them in.</summary>
    public static async Task<People> RegisterAsync(Installation installation)
    {
        var (people, admin) = (new People(installation), await installation.SignInAsync("admin"));
        await admin.PostCsvAsync(
            "/api/identity/units/import",
            "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\nFZ1,Xã Thử Một,Xã,fz,Khối thử,UBNDT,,,\nFZ2,Xã Thử Hai,Xã,fz,Khối thử,UBNDT,,,\n");
        var accounts = Roles.All.Except([Roles.ApiClient]).Select(role => $"fz.{role},Người thử {role},{role},{(role is Roles.UnitHead or Roles.UnitOfficer ? "FZ1" : "")},{Password}")
            .Append($"fz.khac,Thủ trưởng khác,{Roles.UnitHead},FZ2,{Password}");
        await admin.PostCsvAsync("/api/identity/accounts/import", "username,display_name,role,unit_code,password\n" + string.Join('\n', accounts) + "\n");
        foreach (var role in Roles.All.Except([Roles.ApiClient]))
        {
            people._genuine[role] = await installation.Anonymous().SignInAsync($"fz.{role}", Password);
        }

        people._genuine[Other] = await installation.Anonymous().SignInAsync("fz.khac", Password);
        var client = await admin.PostAsync("/api/identity/clients", new { name = "fz.client", roles = new[] { Roles.ApiClient } });
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client.GetProperty("clientId").ToString()), new("client_secret", client.GetProperty("clientSecret").GetString())]);
        var granted = await installation.Anonymous().SendAsync(HttpMethod.Post, "/connect/token", form);
        people._genuine[Roles.ApiClient] = granted.Json().GetProperty("access_token").GetString()!;
        await people.RenewAsync();
        return people;
    }

    public Caller Caller(string role) => _installation.WithToken(_tokens[role]);

    /// <summary>By a token as the others: what is sent may have locked its account by then.</summary>
    public Caller OtherHead() => Caller(Other);

    /// <summary>Null for nobody.</summary>
    public string? Token(string role) => role == Nobody ? null : _tokens[role];

    /// <summary>Signs all tokens again when the last time is some minutes ago.</summary>
    public async Task RenewAsync()
    {
        if (DateTime.UtcNow - _signedAt < Renewal)
        {
            return;
        }

        var credentials = await _installation.SigningCredentialsAsync();
        _tokens = _genuine.ToDictionary(token => token.Key, token => Sign(new JsonWebToken(token.Value), credentials), StringComparer.Ordinal);
        _signedAt = DateTime.UtcNow;
    }

    private static string Sign(JsonWebToken genuine, SigningCredentials credentials)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = genuine.Typ,
            Issuer = genuine.Issuer,
            Audience = genuine.Audiences.Single(),
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(15),
            SigningCredentials = credentials,
            Claims = genuine.Claims.Where(claim => Copied.Contains(claim.Type, StringComparer.Ordinal)).GroupBy(claim => claim.Type, StringComparer.Ordinal)
                .ToDictionary(claims => claims.Key, claims => Lists.Contains(claims.Key) ? (object)claims.Select(claim => claim.Value).ToArray() : claims.First().Value, StringComparer.Ordinal),
        });
    }
}
