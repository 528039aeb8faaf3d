using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Criteria.Calendars;

public static class CalendarEndpoints
{
    public static void MapCalendars(this IEndpointRouteBuilder app)
    {
        var campaign = app.MapGroup("/api/criteria/campaigns/{id:guid}").WithTags("Lịch");
        campaign.MapGet("journal", GetJournal.Handle).Requires(Permissions.ReadJournal);

        var homeAffairs = campaign.MapGroup("").Requires(Permissions.RunCampaigns);
        homeAffairs.MapPut("calendar", SetCalendar.Handle);
        homeAffairs.MapPost("phases", OpenPhase.Handle);
        homeAffairs.MapDelete("phases/current", ClosePhase.Handle);
        homeAffairs.MapPost("extensions", ExtendPhase.Handle);

        app.MapGet("/api/criteria/notices", GetNotices.Handle).Requires(Permissions.ReadCampaigns).WithTags("Nhắc việc");
    }
}
