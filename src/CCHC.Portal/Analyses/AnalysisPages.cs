using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Standings;

namespace CCHC.Portal.Analyses;

/// <summary>Standings that are asked questions: what hangs on which criterion, and what if a unit had other points. An address is the whole question, so it can be sent on.</summary>
public static class AnalysisPages
{
    private const string Typed = "d.";

    /// <param name="standings">Below <c>/xep-hang</c>.</param>
    public static void Map(RouteGroupBuilder standings)
    {
        standings.MapGet("{ky}/phan-tich", AnalyseAsync);
        standings.MapGet("{ky}/ban-do-diem", MapAsync);
        standings.MapGet("{ky}/so-voi-nam-truoc", CompareAsync);
        standings.MapGet("{ky}/do-chac-chan", SimulateAsync);
        standings.MapGet("{ky}/{unitCode}/gia-dinh", AskAsync);
    }

    internal static string Address(string campaign, string group, bool byLeaf = false) =>
        $"{StandingPages.Address(campaign)}/phan-tich?khoi={Uri.EscapeDataString(group)}{(byLeaf ? "&muc=tieu-chi" : "")}";

    internal static string MapAddress(string campaign, string group, bool byLeaf = false) =>
        $"{StandingPages.Address(campaign)}/ban-do-diem?khoi={Uri.EscapeDataString(group)}{(byLeaf ? "&muc=tieu-chi" : "")}";

    internal static string SlopeAddress(string campaign, string group) => $"{StandingPages.Address(campaign)}/so-voi-nam-truoc?khoi={Uri.EscapeDataString(group)}";

    internal static string CertaintyAddress(string campaign, string group) => $"{StandingPages.Address(campaign)}/do-chac-chan?khoi={Uri.EscapeDataString(group)}";

    /// <summary>With other points for some leaves, as the page itself writes them.</summary>
    internal static string WhatIfAddress(string campaign, string unitCode, IEnumerable<(string Code, decimal Points)> changes) =>
        $"{StandingPages.Address(campaign)}/{Uri.EscapeDataString(unitCode)}/gia-dinh" + QueryString.Create(changes.Select(change => KeyValuePair.Create(Typed + change.Code, (string?)Formats.Input(change.Points)))).ToUriComponent();

    internal static string FieldOf(string leafCode) => Typed + leafCode;

    private static string Api(string campaign) => $"/api/ranking/campaigns/{Uri.EscapeDataString(campaign)}";

    private static async Task<IResult> AnalyseAsync(string ky, string khoi, string? muc, GatewayClient gateway)
    {
        var byLeaf = muc == "tieu-chi";
        var analysis = await gateway.GetAsync<Analysis>($"{Api(ky)}/analysis{QueryString.Create("group", khoi).Add("by", byLeaf ? "leaf" : "field").ToUriComponent()}");
        return Pages.Show<AnalysisPage>(new { Analysis = analysis, ByLeaf = byLeaf });
    }

    private static async Task<IResult> MapAsync(string ky, string khoi, string? muc, GatewayClient gateway)
    {
        var byLeaf = muc == "tieu-chi";
        var shares = await gateway.GetAsync<Shares>($"{Api(ky)}/shares{QueryString.Create("group", khoi).Add("by", byLeaf ? "leaf" : "field").ToUriComponent()}");
        return Pages.Show<PointMapPage>(new { Shares = shares, ByLeaf = byLeaf });
    }

    private static async Task<IResult> CompareAsync(string ky, string khoi, GatewayClient gateway)
    {
        var group = QueryString.Create("group", khoi).ToUriComponent();
        var lastYear = gateway.GetAsync<GroupLastYear>($"{Api(ky)}/last-year{group}");
        var standings = await gateway.GetAsync<GroupStandings>($"{Api(ky)}/standings{group}");

        // Like the other analyses: the others' places would give the withheld unit away.
        return standings.Withheld.Count > 0 ? TypedResults.NotFound() : Pages.Show<SlopePage>(new { Standings = standings, Slope = (await lastYear).Beside(standings) });
    }

    private static async Task<IResult> SimulateAsync(string ky, string khoi, HttpRequest request, GatewayClient gateway)
    {
        var form = CertaintyForm.Read(name => request.Query[name]);
        var certainty = await gateway.GetAsync<Certainty>($"{Api(ky)}/rank-intervals{QueryString.Create("group", khoi).Add("weights", Invariant(form.Weights)).Add("appraisers", Invariant(form.Appraisers)).ToUriComponent()}");
        return Pages.Show<CertaintyPage>(new { Certainty = certainty, Form = form }, form.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static string Invariant(decimal number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IResult> AskAsync(string ky, string unitCode, HttpRequest request, GatewayClient gateway)
    {
        var unit = await gateway.GetAsync<UnitStanding>($"{Api(ky)}/standings/{Uri.EscapeDataString(unitCode)}");
        var form = WhatIfForm.Read(unit, code => request.Query[Typed + code]);
        if (request.Query.ContainsKey("tinh") && form.Errors.Count == 0)
        {
            return TypedResults.LocalRedirect(WhatIfAddress(ky, unitCode, form.Changes)); // only what was changed, to be sent on
        }

        var lifts = gateway.GetAsync<UnitLifts>($"{Api(ky)}/standings/{Uri.EscapeDataString(unitCode)}/lifts");
        var answer = form.Errors.Count > 0 || form.Changes.Count == 0
            ? new Outcome<WhatIfAnswer>(Value: null, Problem: null)
            : await gateway.SendAsync<WhatIfAnswer>(HttpMethod.Post, $"{Api(ky)}/what-if", new
            {
                group = unit.Group, changes = form.Changes.Select(change => new { unitCode, leafCode = change.Code, points = change.Points }),
            });
        return Pages.Show<WhatIfPage>(
            new { Unit = unit, Form = form, Answer = answer.Value, answer.Problem, Lifts = await lifts }, form.Errors.Count > 0 ? StatusCodes.Status400BadRequest : answer.Problem?.Status ?? StatusCodes.Status200OK);
    }
}

/// <summary>Points typed for the leaves of a unit.</summary>
public sealed record WhatIfForm(IReadOnlyDictionary<string, string> Typed, IReadOnlyList<(string Code, decimal Points)> Changes, IReadOnlyDictionary<string, string> Errors)
{
    /// <param name="unit">Whose leaves.</param>
    /// <param name="typed">What stands in the field of a leaf; empty leaves the points as they are.</param>
    public static WhatIfForm Read(UnitStanding unit, Func<string, string?> typed)
    {
        var (texts, errors) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        var changes = new List<(string, decimal)>();
        foreach (var leaf in unit.Leaves.Where(leaf => leaf.Applicable))
        {
            var text = typed(leaf.Code)?.Trim() ?? "";
            if (text.Length == 0)
            {
                continue;
            }

            texts[leaf.Code] = text;
            if (!Formats.TryParse(text, out var points) || points < 0 || points > leaf.MaxPoints)
            {
                errors[leaf.Code] = Formats.Text(AnalysesTexts.PointsWrong, leaf.Code, Formats.Points(leaf.MaxPoints));
            }
            else if (points != leaf.Points)
            {
                changes.Add((leaf.Code, points));
            }
        }

        return new WhatIfForm(texts, changes, errors);
    }
}

/// <summary>What is supposed to be uncertain, in percent; a field that cannot be read keeps its usual value and is named.</summary>
public sealed record CertaintyForm(decimal Weights, decimal Appraisers, string TypedWeights, string TypedAppraisers, IReadOnlyDictionary<string, string> Errors)
{
    internal const string WeightsField = "trong-so", AppraisersField = "tham-dinh";

    public static CertaintyForm Read(Func<string, string?> query)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var (weights, typedWeights) = Number(WeightsField, usual: 10, most: 50);
        var (appraisers, typedAppraisers) = Number(AppraisersField, usual: 0, most: 25);
        return new CertaintyForm(weights, appraisers, typedWeights, typedAppraisers, errors);

        (decimal Value, string Typed) Number(string field, decimal usual, decimal most)
        {
            var text = query(field)?.Trim() ?? "";
            if (text.Length == 0)
            {
                return (usual, Formats.Input(usual));
            }

            if (Formats.TryParse(text, out var value) && value >= 0 && value <= most)
            {
                return (value, text);
            }

            errors[field] = Formats.Text(AnalysesTexts.ShareWrong, Formats.Number(most));
            return (usual, text);
        }
    }
}
