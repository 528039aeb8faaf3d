using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Meetings;

public static class MeetingEndpoints
{
    public static void MapMeetings(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/appraisal").WithTags("Họp hội đồng")
            .Requires(Permissions.ReadCases);
        readers.MapGet("campaigns/{campaignId:guid}/meetings", ListMeetings.Handle).WithName(nameof(ListMeetings));
        readers.MapGet("meetings/{id:guid}", GetMeeting.Handle).WithName(nameof(GetMeeting));

        var members = app.MapGroup("/api/appraisal").WithTags("Họp hội đồng").Requires(Permissions.Meet);
        members.MapGet("council-duties", ListCouncilDuties.Handle).WithName(nameof(ListCouncilDuties));
        members.MapPut("cases/{id:guid}/leaves/{leafCode}/meeting-request", AskForMeeting.Handle).WithName(nameof(AskForMeeting));
        members.MapPut("meetings/{id:guid}/items/{itemId:guid}/vote", DecideItem.Vote).WithName("CastVote").ProducesProblem(StatusCodes.Status409Conflict);

        // Whose office it is in this council, each use case asks.
        members.MapPost("campaigns/{campaignId:guid}/meetings", CallMeeting.Handle).WithName(nameof(CallMeeting)).ProducesProblem(StatusCodes.Status409Conflict);
        var meeting = members.MapGroup("meetings/{id:guid}");
        meeting.MapPut("", CallMeeting.Move).WithName("MoveMeeting").ProducesProblem(StatusCodes.Status409Conflict);
        meeting.MapPost("agenda", DrawAgenda.Handle).WithName(nameof(DrawAgenda)).ProducesProblem(StatusCodes.Status409Conflict);
        meeting.MapPost("items", DrawAgenda.Add).WithName("AddAgendaItem").ProducesProblem(StatusCodes.Status409Conflict);
        meeting.MapDelete("items/{itemId:guid}", DrawAgenda.Remove).WithName("RemoveAgendaItem").ProducesProblem(StatusCodes.Status409Conflict);
        meeting.MapPost("opening", RunMeeting.Open).WithName("OpenMeeting").ProducesProblem(StatusCodes.Status409Conflict);
        meeting.MapPost("closing", RunMeeting.Close).WithName("CloseMeeting").ProducesProblem(StatusCodes.Status409Conflict);
        meeting.MapPut("items/{itemId:guid}/proposal", DecideItem.Propose).WithName("ProposeDecision").ProducesProblem(StatusCodes.Status409Conflict);
        meeting.MapPost("items/{itemId:guid}/settlement", DecideItem.Settle).WithName("SettleItem").ProducesProblem(StatusCodes.Status409Conflict);
    }
}
