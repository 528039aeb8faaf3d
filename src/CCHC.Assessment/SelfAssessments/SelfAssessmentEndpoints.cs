using CCHC.Assessment.Findings;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment.SelfAssessments;

public static class SelfAssessmentEndpoints
{
    public static void MapSelfAssessments(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/assessment/self-assessments")
            .Requires(Permissions.ReadSheets).WithTags("Phiếu tự đánh giá");
        readers.MapGet("", ListSelfAssessments.Handle).Requires(Permissions.ListSheets);
        readers.MapGet("{id:guid}", GetSelfAssessment.Handle)
            .RecordsReading<GetSelfAssessment.Response>("self_assessments", "id", sheet => sheet.Status != SelfAssessmentStatus.Submitted, Roles.UnitOfficer, Roles.UnitHead);
        readers.MapGet("{id:guid}/findings", ListFindings.Handle);

        var unit = app.MapGroup("/api/assessment/self-assessments").Requires(Permissions.FillSheets).WithTags("Phiếu tự đánh giá");
        unit.MapPut("{id:guid}/entries/{leafCode}", EnterData.Handle);
        unit.MapPost("{id:guid}/hand-over", HandOver.Handle);
        unit.MapPost("{id:guid}/return", ReturnToOfficers.Handle).Requires(Permissions.ShareWork);
        unit.MapPut("{id:guid}/assignments", AssignLeaves.Handle).Requires(Permissions.ShareWork);
        unit.MapPut("{id:guid}/situation", DescribeSituation.Handle);
        unit.MapPost("{id:guid}/contributions", DeliverContribution.Handle);
        unit.MapPost("{id:guid}/contributions/{unitId:guid}/return", ReturnContribution.Handle);

        app.MapPost("/api/assessment/self-assessments/{id:guid}/reset", ResetSelfAssessment.Handle)
            .Requires(Permissions.ResetPractice).WithTags("Phiếu tự đánh giá");

        app.MapGet("/api/assessment/campaigns/{campaignId:guid}/progress", GetProgress.Handle)
            .Requires(Permissions.FollowProgress).WithTags("Tiến độ");
    }
}
