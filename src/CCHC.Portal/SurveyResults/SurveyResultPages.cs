using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.SurveyResults;

/// <summary>How the field work of a survey goes, which forms count, and what came out.</summary>
public static class SurveyResultPages
{
    /// <summary>In place of a unit's code: all units together.</summary>
    internal const string Everybody = "chung";

    public static void MapSurveyResults(this IEndpointRouteBuilder app)
    {
        var survey = app.MapGroup("/dieu-tra/{campaign:guid}/cuoc/{id:guid}");
        survey.MapGet("thuc-dia", BoardAsync);
        survey.MapGet("xem-xet", (Guid campaign, Guid id, string? dauHieu, string? ketLuan, int? trang, GatewayClient gateway) =>
            ShowReviewAsync(gateway, campaign, id, ReviewFilter.Of(dauHieu, ketLuan, trang)));
        survey.MapPost("xem-xet", ReviewAsync);

        var results = survey.MapGroup("ket-qua");
        results.MapGet("", ShowResultsAsync);
        foreach (var (name, file) in (ReadOnlySpan<(string, string)>)
            [("du-lieu.csv", "results.csv"), ("bang-ma.csv", "codebook.csv"), ("cau-tra-loi.csv", "answers.csv"), ("bao-cao.docx", "report.docx"), ("bao-cao.xlsx", "report.xlsx")])
        {
            results.MapGet(name, (Guid id, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{Api(id)}/{file}"));
        }
    }

    private static string Api(Guid id) => $"/api/survey/surveys/{id}";

    private static async Task<SurveyHead?> HeadAsync(GatewayClient gateway, Guid campaign, Guid id) =>
        await gateway.GetAsync<SurveyHead>(Api(id)) is var survey && survey.CampaignId == campaign ? survey : null;

    /// <summary>The whole page, or the board alone when the page looks for news.</summary>
    private static async Task<IResult> BoardAsync(Guid campaign, Guid id, GatewayClient gateway, HttpContext context)
    {
        var address = context.Request.Path.Value!;
        if (Pages.IsPartial(context))
        {
            return Pages.Show<BoardPart>(new { Board = await gateway.GetAsync<FieldBoard>($"{Api(id)}/board"), Address = address });
        }

        var (head, board) = (HeadAsync(gateway, campaign, id), gateway.TryGetAsync<FieldBoard>($"{Api(id)}/board"));
        return await head is { } survey
            ? Pages.Show<BoardPage>(new { Survey = survey, Board = await board })
            : TypedResults.NotFound();
    }

    private static async Task<IResult> ShowReviewAsync(GatewayClient gateway, Guid campaign, Guid id, ReviewFilter filter, RefusedReview? refused = null)
    {
        var (head, forms) = (HeadAsync(gateway, campaign, id), gateway.GetAsync<FlaggedForms>($"{Api(id)}/submissions{filter.ApiQuery}"));
        if (await head is not { } survey)
        {
            return TypedResults.NotFound();
        }

        // The last form of the last page may just have been decided on.
        var found = await forms;
        return filter.Page > filter.PageCount(found.Total)
            ? TypedResults.LocalRedirect(survey.ReviewAddress + (filter with { Page = filter.PageCount(found.Total) }).Query)
            : Pages.Show<ReviewPage>(new { Survey = survey, Forms = found, Filter = filter, Refused = refused }, refused?.Problem.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> ReviewAsync(Guid campaign, Guid id, string? dauHieu, string? ketLuan, int? trang, IFormCollection form, GatewayClient gateway)
    {
        var filter = ReviewFilter.Of(dauHieu, ketLuan, trang);
        var (ids, reason) = (form["form"].OfType<string>().ToList(), form["reason"].ToString().Trim());
        var valid = form["decision"] == "valid";
        var body = new { ids = ids.Where(text => Guid.TryParse(text, out _)), decision = valid ? FormState.Valid : FormState.Excluded, reason = valid || reason.Length == 0 ? null : reason };
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api(id)}/submissions/reviews", body);
        return outcome.Problem is { } problem
            ? await ShowReviewAsync(gateway, campaign, id, filter, new RefusedReview(problem, ids, reason))
            : TypedResults.LocalRedirect($"/dieu-tra/{campaign}/cuoc/{id}/xem-xet{filter.Query}");
    }

    private static async Task<IResult> ShowResultsAsync(Guid campaign, Guid id, string? donVi, GatewayClient gateway)
    {
        if (await HeadAsync(gateway, campaign, id) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        if (survey.Status != SurveyState.Closed)
        {
            return Pages.Show<NoResultsPage>(new { Survey = survey });
        }

        var (statistics, leaves) = (gateway.GetAsync<SurveyStatistics>($"{Api(id)}/statistics?summary=true"), gateway.TryGetAsync<LeafResults>($"{Api(id)}/results"));
        var all = await statistics;
        if (donVi is null)
        {
            return Pages.Show<ResultsPage>(new { Survey = survey, Results = all, Leaves = await leaves });
        }

        if (donVi == Everybody)
        {
            return Pages.Show<UnitResultsPage>(new { Survey = survey, All = all, Results = all, Unit = (Statistic?)null, Leaves = await leaves });
        }

        return all.UnitByCode(donVi) is { UnitId: { } unitId } unit
            ? Pages.Show<UnitResultsPage>(new { Survey = survey, All = all, Results = await gateway.GetAsync<SurveyStatistics>($"{Api(id)}/statistics?unitId={unitId}"), Unit = unit, Leaves = await leaves })
            : TypedResults.NotFound();
    }
}
