using CCHC.Appraisal.IndependentScoring;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Cases;

public static class CaseEndpoints
{
    public static void MapCases(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/appraisal/cases").WithTags("Hồ sơ thẩm định")
            .Requires(Permissions.ReadCases);
        readers.MapGet("", ListCases.Handle).WithName(nameof(ListCases));
        readers.MapGet("{id:guid}", GetCase.Handle).WithName(nameof(GetCase));
        readers.MapGet("{id:guid}/leaves/{leafCode}/history", GetHistory.Handle).WithName(nameof(GetHistory));

        var appraisers = app.MapGroup("/api/appraisal/cases/{id:guid}").WithTags("Hồ sơ thẩm định").Requires(Permissions.Appraise);
        appraisers.MapPut("leaves/{leafCode}", AppraiseLeaf.Handle).WithName(nameof(AppraiseLeaf))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        appraisers.MapPost("completion", CompleteFields.Handle).WithName(nameof(CompleteFields)).ProducesProblem(StatusCodes.Status409Conflict);

        app.MapArbitration();
        app.MapGet("/api/appraisal/campaigns/{campaignId:guid}/progress", GetProgress.Handle).WithName(nameof(GetProgress)).WithTags("Hồ sơ thẩm định")
            .Requires(Permissions.FollowProgress);
    }
}
