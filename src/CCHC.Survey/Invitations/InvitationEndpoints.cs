using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Survey.Invitations;

public static class InvitationEndpoints
{
    public static void AddInvitations(this IServiceCollection services)
    {
        services.AddSingleton<SurveyKey>();
        services.AddHostedService<TransactionMixing>();
    }

    public static void MapInvitations(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/survey/surveys/{id:guid}").Requires(Permissions.ReadSamples).WithTags("Mã trả lời");
        readers.MapGet("invitations", ListInvitations.Handle);
        readers.MapGet("reminders", RemindOpen.List);

        var homeAffairs = app.MapGroup("/api/survey/surveys/{id:guid}").Requires(Permissions.RunSurveys).WithTags("Mã trả lời");
        homeAffairs.MapPost("invitations", IssueInvitations.Handle);
        homeAffairs.MapGet("invitations/labels", PrintLabels.Handle).RecordsReading("survey", "id");
        homeAffairs.MapPost("invitations/{serial:int}/replacement", ReplacePerson.Handle);
        homeAffairs.MapPost("reminders", RemindOpen.Handle);
    }
}
