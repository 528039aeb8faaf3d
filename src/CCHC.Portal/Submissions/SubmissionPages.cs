using CCHC.Portal.Appraisals;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.SelfAssessments;

namespace CCHC.Portal.Submissions;

/// <summary>What is looked at before a sheet is submitted, and what was submitted.</summary>
internal static class SubmissionPages
{
    private const string Api = "/api/assessment/self-assessments";

    public static void MapSubmissions(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/phieu/{id:guid}");
        pages.MapGet("kiem-tra", (Guid id, GatewayClient gateway) => CheckAsync(gateway, id));
        pages.MapPost("gui", SubmitAsync);
        pages.MapGet("gui", (Guid id) => TypedResults.LocalRedirect(CheckAddress(id))); // a refused form, reloaded
        pages.MapGet("ban-gui", async (Guid id, GatewayClient gateway) => Pages.Show<SubmissionListPage>(new { Submissions = await ListAsync(gateway, id) }));
        pages.MapGet("ban-gui/so-sanh", CompareAsync);
        pages.MapGet("ban-gui/{number:int}", ShowAsync);
        pages.MapGet("ban-gui/{number:int}/da-ky", ShowSignedAsync);
        pages.MapGet("bao-cao.{format:regex(^(docx|xlsx)$)}", (Guid id, string format, HttpContext context, GatewayStream gateway) =>
            gateway.DownloadAsync(context, $"{Api}/{id}/report.{format}"));
        pages.MapGet("ban-gui/{number:int}/bao-cao.{format:regex(^(docx|xlsx)$)}", (Guid id, int number, string format, HttpContext context, GatewayStream gateway) =>
            gateway.DownloadAsync(context, $"{Api}/{id}/submissions/{number}/report.{format}"));
    }

    internal static string CheckAddress(Guid sheet) => $"/phieu/{sheet}/kiem-tra";

    internal static string Address(Guid sheet, int? number = null) => number is null ? $"/phieu/{sheet}/ban-gui" : $"/phieu/{sheet}/ban-gui/{number}";

    /// <summary>From the list of sheets down; the council, which cannot open the sheet, comes from its own list.</summary>
    internal static IReadOnlyList<Link> Crumbs(SubmissionList list, bool below = false)
    {
        List<Link> crumbs = list.SheetReadable
            ? [new("/phieu", SelfAssessmentsTexts.ListTitle), new(SheetPages.Address(list.SelfAssessmentId), Formats.Text(SelfAssessmentsTexts.SheetTitle, list.UnitName))]
            : [new("/tham-dinh", AppraisalsTexts.ListTitle)];
        return below ? [.. crumbs, new(Address(list.SelfAssessmentId), SubmissionsTexts.ListTitle)] : crumbs;
    }

    internal static string Place(SubmissionList list) => list.SheetReadable ? "/phieu" : "/tham-dinh";

    private static Task<SubmissionList> ListAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<SubmissionList>($"{Api}/{id}/submissions");

    private static async Task<IResult> CheckAsync(GatewayClient gateway, Guid id, Problem? problem = null, IReadOnlySet<string>? ticked = null)
    {
        var (sheet, findings) = (SheetPages.LoadAsync(gateway, id), gateway.GetAsync<SheetFindings>($"{Api}/{id}/findings"));
        return Pages.Show<FindingsPage>(
            new { Sheet = await sheet, Findings = await findings, Problem = problem, Ticked = ticked }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> SubmitAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var ticked = form["accept"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/submission", new { acceptedWarnings = ticked });
        return outcome.Problem is null ? TypedResults.LocalRedirect(SheetPages.Address(id)) : await CheckAsync(gateway, id, outcome.Problem, ticked);
    }

    private static async Task<IResult> ShowAsync(Guid id, int number, GatewayClient gateway)
    {
        var (submission, list) = (gateway.GetAsync<Submission>($"{Api}/{id}/submissions/{number}"), ListAsync(gateway, id));
        return Pages.Show<SubmissionPage>(new { Submission = await submission, Submissions = await list });
    }

    /// <summary>The signed report alone, after an upload has ended.</summary>
    private static async Task<IResult> ShowSignedAsync(Guid id, int number, GatewayClient gateway) =>
        (await ListAsync(gateway, id)).Items.FirstOrDefault(item => item.Number == number) is { } item
            ? Pages.Show<SignedReportPart>(new { SheetId = id, item.Report })
            : TypedResults.NotFound();

    private static async Task<IResult> CompareAsync(Guid id, int tu, int den, GatewayClient gateway)
    {
        var (earlier, later) = (Math.Min(tu, den), Math.Max(tu, den));
        var list = await ListAsync(gateway, id);
        return Pages.Show<SubmissionComparisonPage>(new
        {
            Submissions = list,
            Comparison = await gateway.GetAsync<SubmissionComparison>($"{Api}/{id}/submissions/{earlier}/comparison/{later}"),
        });
    }
}
