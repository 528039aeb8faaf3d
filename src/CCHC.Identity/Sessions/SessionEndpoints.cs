using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.Sessions;

public static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/identity/me/sessions").Requires(Permissions.KeepOwnAccount).WithTags("Sessions");
        own.MapGet("/", ListSessions.Handle).WithName(nameof(ListSessions));
        own.MapDelete("/", RevokeSessions.Others).WithName("RevokeOtherSessions");
        own.MapDelete("/{id:guid}", RevokeSessions.One).WithName("RevokeSession");

        var anybodys = app.MapGroup("/api/identity/accounts/{id:guid}/sessions").WithTags("Sessions").Requires(Permissions.KeepAccounts);
        anybodys.MapGet("/", ListSessions.HandleFor).WithName("ListSessionsOfAccount");
        anybodys.MapDelete("/", RevokeSessions.OfAccount).WithName("RevokeSessionsOfAccount");

        app.MapGet("/internal/ended-sessions", ListEndedSessions.Handle).AllowAnonymous().ExcludeFromDescription().DisableHttpMetrics();
    }
}
