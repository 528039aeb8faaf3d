using CCHC.ServiceDefaults.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Tokens;

/// <summary>Signs access tokens; short-lived, for the gateway alone learns that a session has ended.</summary>
public sealed class AccessTokens(SigningKeys keys, IConfiguration configuration, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>The address people reach the system by; without a slash at the end.</summary>
    public string Issuer { get; } = (configuration["Authentication:Issuer"] ?? "http://127.0.0.1:8080").TrimEnd('/');

    /// <param name="subject">The account or client.</param>
    /// <param name="userName">What the subject signs in with.</param>
    /// <param name="displayName">What people call the subject.</param>
    /// <param name="grants">Its roles; the unit is null for a role held for the whole system.</param>
    /// <param name="areas">How far each role reaches, see <see cref="TokenClaims.Area"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the keys.</param>
    /// <param name="quota">How often it may call, see <see cref="TokenClaims.Quota"/>.</param>
    /// <param name="sessionId">The sign-in it goes back to; null for clients.</param>
    public async Task<string> IssueAsync(
        Guid subject, string userName, string displayName, IReadOnlyCollection<(string Role, Guid? UnitId)> grants,
        IReadOnlyCollection<string> areas, CancellationToken cancellationToken, string? quota = null, Guid? sessionId = null)
    {
        var now = clock.GetUtcNow();
        var key = await keys.CurrentAsync(cancellationToken);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [TokenClaims.Subject] = subject.ToString(),
            [TokenClaims.UserName] = userName,
            [TokenClaims.DisplayName] = displayName,
            [TokenClaims.Role] = grants.Select(grant => grant.Role).Distinct(StringComparer.Ordinal).ToArray(),
            [TokenClaims.Grant] = grants.Where(grant => grant.UnitId is not null).Select(grant => $"{grant.Role}@{grant.UnitId}").ToArray(),
            [TokenClaims.Area] = areas,
            [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7().ToString("N"),
        };
        if (quota is not null)
        {
            claims[TokenClaims.Quota] = quota;
        }

        if (sessionId is { } session)
        {
            claims[TokenClaims.Session] = session.ToString();
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenClaims.AccessTokenType,
            Issuer = Issuer,
            Audience = TokenClaims.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            SigningCredentials = new SigningCredentials(key.SecurityKey, SecurityAlgorithms.EcdsaSha256),
            Claims = claims,
        });
    }
}
