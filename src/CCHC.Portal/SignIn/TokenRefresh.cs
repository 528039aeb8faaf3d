using CCHC.Portal.Gateway;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;

namespace CCHC.Portal.SignIn;

/// <summary>Gets a new access token shortly before the old one ends; ends the session when the issuer no longer wants it.</summary>
public sealed class TokenRefresh(GatewayClient gateway, IMemoryCache cache, TimeProvider clock)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);
    private static readonly Lock Asking = new();

    public async Task RunAsync(CookieValidatePrincipalContext context)
    {
        var expiresAt = Tokens.ExpiresAt(context.Properties);
        if (expiresAt - clock.GetUtcNow() > Ahead)
        {
            return;
        }

        try
        {
            if (await AnswerAsync(context.Properties.GetTokenValue("refresh_token") ?? "") is not { } answer)
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync();
                return;
            }

            context.ReplacePrincipal(Tokens.Principal(answer));
            Tokens.Store(context.Properties, answer, clock.GetUtcNow());
            context.ShouldRenew = true;
        }
        catch (GatewayException) when (expiresAt > clock.GetUtcNow())
        {
            // The issuer is away for a moment; the old token still serves.
        }
    }

    /// <summary>A refresh token works once: requests of one session that arrive together share one answer.</summary>
    private async Task<TokenAnswer?> AnswerAsync(string refreshToken)
    {
        var key = $"refresh:{refreshToken}";
        Task<TokenAnswer?> asking;
        lock (Asking) // the cache alone may run two of these
        {
            asking = cache.GetOrCreate(key, entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(30);
                return gateway.GetTokenAsync(new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["grant_type"] = "refresh_token",
                    ["refresh_token"] = refreshToken,
                });
            })!;
        }

        try
        {
            return await asking;
        }
        catch (Exception)
        {
            cache.Remove(key);
            throw;
        }
    }
}
