using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>Who changes something, from where and by what: the request or the message that the code at hand serves, else the service itself.</summary>
internal sealed class AuditOrigin(IHttpContextAccessor accessor)
{
    /// <summary>Setting that names the gateway, where it runs on another machine: the address it forwards is the caller's.</summary>
    public const string Proxies = "Audit:Proxies";

    private static readonly AsyncLocal<string?> Message = new();
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private sealed record Fields(Guid? Actor, string? Name, string? Address, string? Action, string? Trace);

    /// <summary>From here on, and in what is called, changes are those of a consumer that deals with a message.</summary>
    public static void Consuming(string consumer, Guid messageId) => Message.Value = $"{consumer} {messageId}";

    /// <summary>As the trigger reads it.</summary>
    public string Describe() => JsonSerializer.Serialize(Current(), Json);

    private Fields Current()
    {
        var trace = Activity.Current?.TraceId.ToString();
        if (Message.Value is { } message)
        {
            return new Fields(Actor: null, Name: null, Address: null, message, trace);
        }

        if (accessor.HttpContext is not { } http)
        {
            return new Fields(Actor: null, Name: null, Address: null, Activity.Current?.DisplayName, trace);
        }

        // Whoever does not sign in, such as a respondent of a survey, is not followed.
        var user = new CurrentUser(accessor);
        var signedIn = http.User.Identity?.IsAuthenticated == true;
        return new Fields(
            signedIn && Guid.TryParse(http.User.FindFirst(TokenClaims.Subject)?.Value, out var id) ? id : null,
            signedIn ? user.UserName : null,
            signedIn ? Address(http.Connection.RemoteIpAddress) : null,
            Action(http),
            trace);
    }

    /// <summary>The use case, which has a class of its own; else the route.</summary>
    private static string? Action(HttpContext http) => http.GetEndpoint() is not { } endpoint ? null
        : endpoint.Metadata.GetMetadata<MethodInfo>() is { Name: "Handle", DeclaringType: { } useCase } ? useCase.Name
        : endpoint is RouteEndpoint route ? $"{http.Request.Method} {route.RoutePattern.RawText}" : endpoint.DisplayName;

    private static string? Address(IPAddress? address) => address?.Plain().ToString();
}
