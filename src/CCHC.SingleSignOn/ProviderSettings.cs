using System.ComponentModel.DataAnnotations;

namespace CCHC.SingleSignOn;

/// <summary>An OpenID provider as the administrator describes it; a section of <c>Identity:SingleSignOn</c>.</summary>
public sealed class ProviderSettings
{
    /// <summary>On the button.</summary>
    [Required(ErrorMessage = "Thiếu Title: tên hiện trên nút đăng nhập.")]
    public string Title { get; set; } = "";

    /// <summary>
    /// The issuer, sign by sign as its metadata name it; they are at <c>/.well-known/openid-configuration</c> below it. HTTPS, but for an address of this machine.
    /// </summary>
    [Required(ErrorMessage = "Thiếu Authority: địa chỉ (issuer) của nhà cung cấp.")]
    public string Authority { get; set; } = "";

    [Required(ErrorMessage = "Thiếu ClientId.")]
    public string ClientId { get; set; } = "";

    /// <summary>None for a public client, which PKCE alone protects.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>A file that holds the secret, read at every sign-in, so that it can be changed without a restart.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>Asked for beside <c>openid</c>.</summary>
    public IList<string> Scopes { get; init; } = [];

    public string UserNameClaim { get; set; } = "preferred_username";

    public string DisplayNameClaim { get; set; } = "name";

    /// <summary>Holds the code of the person's unit, for the roles that are held for one.</summary>
    public string? UnitClaim { get; set; }

    /// <summary>Null: the provider says who somebody is, the administrator here what he or she may do.</summary>
    public string? RoleClaim { get; set; }

    /// <summary>From a value of <see cref="RoleClaim"/> to a role here. These roles are given and taken by the provider at every sign-in, all others by hand.</summary>
    public IDictionary<string, string> Roles { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Takes a person who comes for the first time for the account that has the same user name. Only for a provider at which nobody chooses this
    /// name; never done for administrators of the system.
    /// </summary>
    public bool LinkByUserName { get; set; }

    /// <summary>Values of <c>amr</c> (RFC 8176) that tell a second factor: whoever brings one is not asked for ours.</summary>
    public IList<string> SecondFactorMethods { get; init; } = ["mfa"];

    public string? Secret() => ClientSecretFile is { Length: > 0 } file ? File.ReadAllText(file).Trim() : ClientSecret;
}
