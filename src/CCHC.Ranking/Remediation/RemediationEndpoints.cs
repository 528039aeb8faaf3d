using CCHC.Ranking.Remediation.Documents;
using CCHC.Ranking.Remediation.Items;
using CCHC.Ranking.Standings;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Remediation;

public static class RemediationEndpoints
{
    public static void MapRemediation(this IEndpointRouteBuilder app)
    {
        const string Plans = "/api/ranking/remediation-plans", Tag = "Khắc phục";

        // Each use case asks which plans and items the person reaches.
        var everyone = app.MapGroup(Plans).Requires(Permissions.ReadPlanItems).WithTags(Tag);
        everyone.MapGet("{id:guid}/items", ListItems.OfPlan);
        everyone.MapGet("{id:guid}/items/{itemId:guid}", GetItem.Handle);
        everyone.MapGet("reminders", ListReminders.Handle);
        app.MapGet(Plans + "/for-unit/{unitCode}", ListForUnit.Handle).Requires(Permissions.ReadPlansOfUnit).WithTags(Tag);

        var readers = app.MapGroup(Plans).Requires(Permissions.ReadPlans).WithTags(Tag);
        readers.MapGet("", ListPlans.Handle);
        readers.MapGet("{id:guid}", GetPlan.Handle);
        readers.MapGet("{id:guid}/kept", ListKept.Handle);
        readers.MapGet("{id:guid}/board", GetBoard.Handle);
        readers.MapGet("{id:guid}/forecast", GetForecast.Handle);
        readers.MapGet("{id:guid}/document.{format:regex(^(docx|xlsx)$)}", DownloadPlan.Handle);

        var makers = app.MapGroup(Plans).Requires(Permissions.MakePlans).WithTags(Tag);
        makers.MapPost("", CreatePlan.Handle);
        makers.MapDelete("{id:guid}", DeletePlan.Handle);
        makers.MapPut("{id:guid}/items/{itemId:guid}", EditItems.One);
        makers.MapPost("{id:guid}/items/edits", EditItems.Many);
        makers.MapPost("{id:guid}/items/{itemId:guid}/confirmation", JudgeItem.Confirm);
        makers.MapPost("{id:guid}/items/{itemId:guid}/return", JudgeItem.Return);

        app.MapPost(Plans + "/{id:guid}/approval", ApprovePlan.Handle).Requires(Permissions.ApprovePlans).WithTags(Tag);

        var units = app.MapGroup(Plans).Requires(Permissions.CarryOutPlans).WithTags(Tag);
        units.MapGet("items", ListItems.Mine);
        units.MapPut("{id:guid}/items/{itemId:guid}/measure", ProposeMeasure.Handle);
        units.MapPost("{id:guid}/items/{itemId:guid}/reports", ReportProgress.Handle);
    }
}
