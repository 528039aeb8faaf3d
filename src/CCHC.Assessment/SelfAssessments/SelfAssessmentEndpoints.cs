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
            .RequireAuthorization().WithTags("Phiếu tự đánh giá"); // whoever has no part in a sheet finds nothing
        readers.MapGet("", ListSelfAssessments.Handle);
        readers.MapGet("{id:guid}", GetSelfAssessment.Handle).HiddenFromPublic()
            .RecordsReading<GetSelfAssessment.Response>("self_assessments", "id", sheet => sheet.Status != SelfAssessmentStatus.Submitted, Roles.UnitOfficer, Roles.UnitHead);
        readers.MapGet("{id:guid}/findings", ListFindings.Handle).HiddenFromPublic();

        var unit = app.MapGroup("/api/assessment/self-assessments").RequireRole(Roles.UnitOfficer, Roles.UnitHead).WithTags("Phiếu tự đánh giá");
        unit.MapPut("{id:guid}/entries/{leafCode}", EnterData.Handle);
        unit.MapPost("{id:guid}/hand-over", HandOver.Handle);
        unit.MapPost("{id:guid}/return", ReturnToOfficers.Handle);
        unit.MapPut("{id:guid}/assignments", AssignLeaves.Handle);
        unit.MapPut("{id:guid}/situation", DescribeSituation.Handle);
        unit.MapPost("{id:guid}/contributions", DeliverContribution.Handle);
        unit.MapPost("{id:guid}/contributions/{unitId:guid}/return", ReturnContribution.Handle);

        app.MapPost("/api/assessment/self-assessments/{id:guid}/reset", ResetSelfAssessment.Handle)
            .RequireRole(Roles.UnitOfficer, Roles.UnitHead, Roles.HomeAffairs).WithTags("Phiếu tự đánh giá");

        app.MapGet("/api/assessment/campaigns/{campaignId:guid}/progress", GetProgress.Handle)
            .RequireRole(Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary).WithTags("Tiến độ");
    }
}
