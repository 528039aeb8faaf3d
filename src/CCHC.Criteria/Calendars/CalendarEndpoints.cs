using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Criteria.Calendars;

public static class CalendarEndpoints
{
    public static void MapCalendars(this IEndpointRouteBuilder app)
    {
        var campaign = app.MapGroup("/api/criteria/campaigns/{id:guid}").WithTags("Lịch");
        campaign.MapGet("journal", GetJournal.Handle).RequireRole(Roles.HomeAffairs, Roles.Leader, Roles.Auditor);

        var homeAffairs = campaign.MapGroup("").RequireRole(Roles.HomeAffairs);
        homeAffairs.MapPut("calendar", SetCalendar.Handle);
        homeAffairs.MapPost("phases", OpenPhase.Handle);
        homeAffairs.MapDelete("phases/current", ClosePhase.Handle);
        homeAffairs.MapPost("extensions", ExtendPhase.Handle);

        app.MapGet("/api/criteria/notices", GetNotices.Handle).RequireAuthorization().WithTags("Nhắc việc");
    }
}
