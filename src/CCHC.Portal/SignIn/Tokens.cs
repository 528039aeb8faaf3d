using System.Globalization;
using System.Security.Claims;
using CCHC.Portal.Gateway;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CCHC.Portal.SignIn;

/// <summary>From a token answer to what a session holds.</summary>
internal static class Tokens
{
    private static readonly string[] ClaimTypes =
        [TokenClaims.Subject, TokenClaims.UserName, TokenClaims.DisplayName, TokenClaims.Role, TokenClaims.Grant, TokenClaims.Area];

    /// <summary>The token came straight from the issuer, so its claims are read without checking the signature; every service checks it.</summary>
    public static ClaimsPrincipal Principal(TokenAnswer answer)
    {
        var claims = new JsonWebToken(answer.AccessToken).Claims.Where(claim => ClaimTypes.Contains(claim.Type, StringComparer.Ordinal));
        return new ClaimsPrincipal(new ClaimsIdentity(
            claims, CookieAuthenticationDefaults.AuthenticationScheme, TokenClaims.UserName, TokenClaims.Role));
    }

    public static void Store(AuthenticationProperties properties, TokenAnswer answer, DateTimeOffset now)
    {
        var expires = now.AddSeconds(answer.ExpiresIn).ToString("O", CultureInfo.InvariantCulture);
        properties.StoreTokens(
        [
            new AuthenticationToken { Name = "access_token", Value = answer.AccessToken },
            new AuthenticationToken { Name = "refresh_token", Value = answer.RefreshToken ?? "" },
            new AuthenticationToken { Name = "expires_at", Value = expires },
        ]);
    }

    public static DateTimeOffset ExpiresAt(AuthenticationProperties properties) =>
        DateTimeOffset.TryParse(properties.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, out var expires) ? expires : DateTimeOffset.MinValue;
}
