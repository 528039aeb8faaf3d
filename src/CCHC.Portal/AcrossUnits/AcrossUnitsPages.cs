using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;

namespace CCHC.Portal.AcrossUnits;

/// <summary>Appraisal by criterion across all units, because what is judged alike has to be seen side by side.</summary>
internal static class AcrossUnitsPages
{
    private const string Api = "/api/appraisal";

    public static void MapAcrossUnits(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/tham-dinh/theo-tieu-chi");
        pages.MapGet("", ListAsync);
        pages.MapPost("{campaign:guid}/{group}/thong-nhat", (Guid campaign, string group, IFormCollection form, GatewayClient gateway) => AcceptAsync(gateway, campaign, group, code: null));
        pages.MapPost("{campaign:guid}/hoan-tac/{acceptance:guid}", WithdrawAsync);
        pages.MapGet("{campaign:guid}/{**deed}", () => TypedResults.LocalRedirect("/tham-dinh/theo-tieu-chi")); // a form, reloaded
        var grid = pages.MapGroup("{campaign:guid}/{group}/{code}");
        grid.MapGet("", (Guid campaign, string group, string code, string? loc, string? xep, string? an, bool? gon, Guid? lan, GatewayClient gateway, LastYearReader lastYears) =>
            ShowAsync(gateway, lastYears, campaign, group, code, new GridView(loc, xep) { Hidden = Columns(an), Compact = gon == true }, acceptance: lan));
        grid.MapPost("thong-nhat", (Guid campaign, string group, string code, IFormCollection form, GatewayClient gateway) => AcceptAsync(gateway, campaign, group, code));
        grid.MapPost("{appraisalCase:guid}", DecideAsync);
        grid.MapGet("{appraisalCase:guid}", (Guid campaign, string group, string code) => TypedResults.LocalRedirect(Address(campaign, group, code))); // a refused form, reloaded
    }

    private static List<string> Columns(string? named) => [.. (named ?? "").Split(',').Intersect([GridView.Data, GridView.Proof, GridView.LastYear])];

    internal static string Address(Guid campaign, string group, string code) =>
        $"/tham-dinh/theo-tieu-chi/{campaign}/{Uri.EscapeDataString(group)}/{Uri.EscapeDataString(code)}";

    internal static string RowId(CriterionRow row) => $"hs-{row.CaseId:N}";

    private static async Task<IResult> ShowAsync(GatewayClient gateway, LastYearReader lastYears, Guid campaign, string group, string code, GridView view, Guid? decided = null, RowState? state = null, Guid? acceptance = null)
    {
        var (criterion, list) = (LoadAsync(gateway, lastYears, campaign, group, code), gateway.GetAsync<CriterionList>($"{Api}/criteria?campaignId={campaign}"));
        return Pages.Show<CriterionGridPage>(
            new { Criterion = await criterion, Criteria = (await list).Items.Where(item => item.GroupCode == group).ToList(), View = view, Decided = decided, State = state, Acceptance = await FindAsync(gateway, campaign, acceptance) },
            state?.Problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> ListAsync(string? tim, bool? conLai, Guid? ky, Guid? lan, GatewayClient gateway) => Pages.Show<CriterionListPage>(new
    {
        Criteria = await gateway.GetAsync<CriterionList>($"{Api}/criteria"), Search = tim, OnlyOpen = conLai == true,
        Campaign = ky, Acceptance = ky is { } campaign ? await FindAsync(gateway, campaign, lan) : null,
    });

    private static async Task<AcceptanceItem?> FindAsync(GatewayClient gateway, Guid campaign, Guid? acceptance) => acceptance is null
        ? null
        : (await gateway.GetAsync<AcceptanceList>($"{Api}/campaigns/{campaign}/acceptances")).Items.FirstOrDefault(item => item.Id == acceptance);

    /// <summary>Agrees to what nobody has decided, of one criterion or of all that is the member's; the page that follows offers to take it back.</summary>
    private static async Task<IResult> AcceptAsync(GatewayClient gateway, Guid campaign, string group, string? code)
    {
        var body = new { groupCode = group, leafCodes = code is null ? null : new[] { code } };
        var outcome = await gateway.SendAsync<Accepted>(HttpMethod.Post, $"{Api}/campaigns/{campaign}/acceptances", body);
        if (outcome.Problem is { } problem)
        {
            throw new GatewayException(problem);
        }

        var page = code is null ? $"/tham-dinh/theo-tieu-chi?ky={campaign}" : Address(campaign, group, code) + "?";
        return TypedResults.LocalRedirect(outcome.Value!.Id is { } id ? $"{page}{(code is null ? "&" : "")}lan={id}" : page.TrimEnd('?'));
    }

    private static async Task<IResult> WithdrawAsync(Guid campaign, Guid acceptance, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/campaigns/{campaign}/acceptances/{acceptance}/withdrawal");
        if (outcome.Problem is { } problem && problem.Code != "acceptance.withdrawn")
        {
            throw new GatewayException(problem);
        }

        var (group, code) = (form["group"].ToString(), form["code"].ToString());
        return TypedResults.LocalRedirect(code.Length > 0 ? $"{Address(campaign, group, code)}?lan={acceptance}" : $"/tham-dinh/theo-tieu-chi?ky={campaign}&lan={acceptance}");
    }

    private static async Task<Criterion> LoadAsync(GatewayClient gateway, LastYearReader lastYears, Guid campaign, string group, string code)
    {
        var criterion = await gateway.GetAsync<Criterion>($"{Api}/campaigns/{campaign}/groups/{Uri.EscapeDataString(group)}/criteria/{Uri.EscapeDataString(code)}");
        return criterion with { LastYear = await lastYears.ReadAsync(gateway, criterion) };
    }

    /// <summary>Agrees with the unit, or gives points with a reason; corrected data are entered in the case.</summary>
    private static async Task<IResult> DecideAsync(
        Guid campaign, string group, string code, Guid appraisalCase, IFormCollection form, GatewayClient gateway, LastYearReader lastYears, HttpContext context)
    {
        var (typed, reason) = (form["points"].ToString().Trim(), form["reason"].ToString().Trim());
        var problem = form["decision"] == "agree"
            ? await SendAsync(new { reason = (string?)null })
            : Formats.TryParse(typed, out var points)
                ? await SendAsync(new { points, reason })
                : new Problem { Status = StatusCodes.Status400BadRequest, Detail = LeafForm.NumberError(typed) };
        if (problem is { IsAway: true } && Pages.IsPartial(context))
        {
            throw new GatewayException(problem); // the form keeps what was typed and tries again
        }

        var state = new RowState(problem, typed, reason);
        if (!Pages.IsPartial(context))
        {
            return problem is null
                ? TypedResults.LocalRedirect($"{Address(campaign, group, code)}#hs-{appraisalCase:N}")
                : await ShowAsync(gateway, lastYears, campaign, group, code, new GridView(null, null), appraisalCase, state);
        }

        var criterion = await LoadAsync(gateway, lastYears, campaign, group, code);
        return criterion.Rows.FirstOrDefault(row => row.CaseId == appraisalCase) is { } row
            ? Pages.Show<GridRow>(new { Criterion = criterion, Row = row, State = problem is null ? null : state })
            : TypedResults.NotFound();

        async Task<Problem?> SendAsync(object body) =>
            (await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/cases/{appraisalCase}/leaves/{Uri.EscapeDataString(code)}", body)).Problem;
    }
}
