using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CCHC.ServiceDefaults.Security;

/// <summary>
/// Logs what a service turns away of those it let in: what lies beyond their reach, what it does not understand, what is against a rule. Most of it is
/// everyday; many lines of one subject are not. Of the public no address is kept, which would tell who answered a survey and when.
/// </summary>
internal sealed class RefusedRequests(RequestDelegate next, SecurityEvents events)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        var failure = context.Features.Get<IExceptionHandlerFeature>();
        var endpoint = failure?.Endpoint ?? context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<Permission>() is not { } permission)
        {
            return;
        }

        var isKnown = context.User.Identity?.IsAuthenticated == true;
        var (name, why) = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound when isKnown && permission.Reach != Reach.Anyone => (SecurityEvents.NotLetIn, "not there, or not within reach"),
            StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType => (SecurityEvents.NotUnderstood, "not understood"),
            StatusCodes.Status409Conflict => (SecurityEvents.AgainstARule, (failure?.Error as RuleViolationException)?.Code ?? "against a rule"),
            _ => (null, null),
        };
        if (name is not null)
        {
            var detail = $"{SecurityEvents.RouteOf(context, endpoint)}, {why}";
            if (isKnown)
            {
                events.Tell(LogLevel.Information, name, detail);
            }
            else
            {
                events.Tell(LogLevel.Information, name, detail, subject: null, address: null);
            }
        }
    }
}
