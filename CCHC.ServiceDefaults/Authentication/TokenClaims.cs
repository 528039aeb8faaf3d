namespace CCHC.ServiceDefaults.Authentication;

/// <summary>Claim names of the access token.</summary>
public static class TokenClaims
{
    public const string Subject = "sub";
    public const string UserName = "preferred_username";
    public const string DisplayName = "name";

    /// <summary>One per distinct role.</summary>
    public const string Role = "role";

    /// <summary><c>role@unit-id</c>, one per role held for a unit.</summary>
    public const string Grant = "grant";

    /// <summary>
    /// Where a role reaches beyond one's own unit, one per role: <c>role@unit-id</c> for everything that this government owns, <c>role@*</c> for
    /// the whole system.
    /// </summary>
    public const string Area = "area";

    /// <summary><c>minute/day</c>: how often a client may call through the gateway, 0 for no limit; absent for people and for clients without a quota.</summary>
    public const string Quota = "quota";

    /// <summary>The sign-in that a person's token goes back to; absent for clients.</summary>
    public const string Session = "sid";

    /// <summary>The type in an access token's header (RFC 9068); whatever else the same keys may sign one day is no access token.</summary>
    public const string AccessTokenType = "at+jwt";

    /// <summary>The audience every access token is issued for.</summary>
    public const string Audience = "cchc";
}
