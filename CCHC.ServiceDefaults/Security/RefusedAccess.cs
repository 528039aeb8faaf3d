using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.ServiceDefaults.Security;

/// <summary>Logs whom this process does not let in: who has not the role, and who shows a token that is none. Whoever shows none is only asked to sign in.</summary>
internal sealed class RefusedAccess(SecurityEvents events) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden)
        {
            events.Tell(LogLevel.Warning, SecurityEvents.NotLetIn, $"{SecurityEvents.RouteOf(context)}, the role is missing");
        }

        return _usual.HandleAsync(next, context, policy, authorizeResult);
    }

    /// <summary>One that has run out is everyday. The text of the failure would quote the token.</summary>
    public static void TellOfToken(HttpContext context, Exception failure) => context.RequestServices.GetRequiredService<SecurityEvents>().Tell(
        failure is SecurityTokenExpiredException ? LogLevel.Information : LogLevel.Warning, SecurityEvents.NotLetIn,
        $"{SecurityEvents.RouteOf(context)}, the token is refused, {failure.GetType().Name}");
}
