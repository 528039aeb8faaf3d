using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Questionnaires;

/// <summary>One survey: what it is, its next step, its links, and what is told of it.</summary>
internal static class SurveyPages
{
    public static void Map(RouteGroupBuilder survey)
    {
        survey.MapGet("", (Guid campaign, Guid id, int? bo, GatewayClient gateway) => ShowAsync(gateway, campaign, id, dropped: bo));
        survey.MapPost("mo", (Guid campaign, Guid id, IFormCollection form, GatewayClient gateway) => StepAsync(gateway, campaign, id, HttpMethod.Post, "/opening"));
        survey.MapPost("ket-thuc", (Guid campaign, Guid id, IFormCollection form, GatewayClient gateway) => StepAsync(gateway, campaign, id, HttpMethod.Post, "/closing"));
        survey.MapPost("xoa", (Guid campaign, Guid id, IFormCollection form, GatewayClient gateway) => StepAsync(gateway, campaign, id, HttpMethod.Delete, ""));
        survey.MapGet("{deed:regex(^(mo|ket-thuc|xoa)$)}", (Guid campaign, Guid id) => TypedResults.LocalRedirect(SurveyHomePages.SurveyAddress(campaign, id))); // a refused form, reloaded
        survey.MapGet("phieu-hoi.json", (Guid id, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{SurveyHomePages.Api}/surveys/{id}/questionnaire.json"));
        survey.MapGet("sua", EditAsync);
        survey.MapPost("sua", ChangeAsync);
    }

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid campaign, Guid id, Problem? problem = null, int? dropped = null)
    {
        var (view, names) = (SurveyView.GetAsync(gateway, campaign, id), GroupNames.GetAsync(gateway, campaign));
        await Task.WhenAll(view, names);
        return Pages.Show<SurveyPage>(new { View = await view, Names = await names, Problem = problem, Dropped = dropped }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> StepAsync(GatewayClient gateway, Guid campaign, Guid id, HttpMethod method, string step)
    {
        var outcome = await gateway.SendAsync<Done>(method, $"{SurveyHomePages.Api}/surveys/{id}{step}");
        return outcome.Problem is { } problem ? await ShowAsync(gateway, campaign, id, problem)
            : TypedResults.LocalRedirect(method == HttpMethod.Delete ? SurveyHomePages.Address(campaign) : SurveyHomePages.SurveyAddress(campaign, id));
    }

    private static async Task<IResult> EditAsync(Guid campaign, Guid id, GatewayClient gateway)
    {
        var view = await SurveyView.GetAsync(gateway, campaign, id);
        return view.MayEdit ? await ShowFormAsync(gateway, view, SurveyDraft.Of(view.Survey), view.Survey.Version) : TypedResults.LocalRedirect(view.Address);
    }

    private static async Task<IResult> ChangeAsync(Guid campaign, Guid id, IFormCollection form, GatewayClient gateway)
    {
        var view = await SurveyView.GetAsync(gateway, campaign, id);
        var version = long.TryParse(form["version"], CultureInfo.InvariantCulture, out var read) ? read : throw new BadHttpRequestException(LayoutTexts.BadRequestText);
        var draft = SurveyDraft.From(form);
        if (draft.Arrange(form["viec"].ToString()) is { } arranged)
        {
            return await ShowFormAsync(gateway, view, arranged, version, focus: arranged.Groups.Count > draft.Groups.Count ? $"g{draft.Groups.Count}-code" : null);
        }

        var errors = draft.Check();
        if (errors.Count > 0)
        {
            return await ShowFormAsync(gateway, view, draft, version, errors);
        }

        // The questionnaire goes along as it is stored, so the version that was read has to be that one's.
        var outcome = version == view.Survey.Version
            ? await gateway.SendAsync<SurveyChanged>(HttpMethod.Put, $"{SurveyHomePages.Api}/surveys/{id}", draft.ToChange(version, view.Survey.Questionnaire))
            : new Outcome<SurveyChanged>(Value: null, new Problem { Status = StatusCodes.Status412PreconditionFailed });
        if (outcome.Problem is { IsStale: true })
        {
            var current = await SurveyView.GetAsync(gateway, campaign, id);
            return await ShowFormAsync(gateway, current, draft, current.Survey.Version, stale: true);
        }

        if (outcome.Problem is { } problem)
        {
            var (fields, elsewhere) = SurveyDraft.Place(problem);
            return await ShowFormAsync(gateway, view, draft, version, fields, elsewhere, problem);
        }

        return TypedResults.LocalRedirect(view.Address);
    }

    private static async Task<IResult> ShowFormAsync(
        GatewayClient gateway, SurveyView view, SurveyDraft draft, long version, IReadOnlyDictionary<string, string>? errors = null, IReadOnlyList<Link>? elsewhere = null, Problem? problem = null,
        bool stale = false, string? focus = null)
    {
        var leaves = await gateway.TryGetAsync<LeafChoices>($"{SurveyHomePages.Api}/campaigns/{view.Campaign.Id}/leaves");
        var status = stale ? StatusCodes.Status412PreconditionFailed : problem?.Status ?? (errors is { Count: > 0 } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
        return Pages.Show<EditSurveyPage>(
            new
            {
                View = view, Draft = draft, Version = version, Leaves = leaves.Value, Errors = errors ?? new Dictionary<string, string>(StringComparer.Ordinal), Elsewhere = elsewhere ?? [],
                Problem = problem, Stale = stale, Focus = focus,
            },
            status);
    }
}
