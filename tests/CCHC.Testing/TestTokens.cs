using System.Security.Claims;
using System.Security.Cryptography;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Testing;

/// <summary>A role, held for a unit, which then is a government of its own, or for the whole system.</summary>
public sealed record Grant(string Role, Guid? UnitId = null);

/// <summary>Stands in for Identity: issues access tokens of the same form, signed with a key of this process.</summary>
public static class TestTokens
{
    private const string Issuer = "http://identity.test";

    private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };

    public static string Issue(Guid userId, params IReadOnlyList<Grant> grants)
    {
        var claims = new ClaimsIdentity();
        claims.AddClaim(new Claim(TokenClaims.Subject, userId.ToString()));
        claims.AddClaim(new Claim(TokenClaims.UserName, $"user-{userId}"));
        claims.AddClaim(new Claim(TokenClaims.DisplayName, "Người dùng thử"));
        claims.AddClaims(grants.Select(grant => grant.Role).Distinct(StringComparer.Ordinal).Select(role => new Claim(TokenClaims.Role, role)));
        claims.AddClaims(grants.Where(grant => grant.UnitId is not null).Select(grant => new Claim(TokenClaims.Grant, $"{grant.Role}@{grant.UnitId}")));
        claims.AddClaims(grants.Select(grant => new Claim(TokenClaims.Area, $"{grant.Role}@{grant.UnitId?.ToString() ?? "*"}")));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenClaims.AccessTokenType,
            Issuer = Issuer,
            Audience = TokenClaims.Audience,
            Subject = claims,
            NotBefore = DateTime.UtcNow.AddMinutes(-1),
            Expires = DateTime.UtcNow.AddHours(1),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>Makes a service trust these tokens in place of Identity's.</summary>
    internal static void Trust(IServiceCollection services) =>
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            var configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
            configuration.SigningKeys.Add(Key);
            options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
        });
}
