using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.OpenData;

namespace CCHC.Portal.Results;

/// <summary>Published results, for everyone; every page works without a script.</summary>
public static class ResultPages
{
    private const string Api = "/api/public/v1/campaigns";

    /// <summary>Where the list of corrigenda stands on the page of a ranking.</summary>
    internal const string CorrigendaAnchor = "corrigenda-title";

    public static void MapResults(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AllowAnonymous();
        pages.MapGet("/", (string? khoi, GatewayClient gateway, HttpContext context) => ShowAsync(ky: null, khoi, ban: null, gateway, context));
        pages.MapGet("/ket-qua/{ky}", (string ky, string? khoi, int? ban, GatewayClient gateway, HttpContext context) => ShowAsync(ky, khoi, ban, gateway, context));
        pages.MapGet("/ket-qua/{ky}/bang.csv", DownloadAsync);
        pages.MapGet("/ket-qua/{ky}/{unitCode}", ShowUnitAsync);
        app.MapOpenData();
    }

    /// <param name="version">0 as first published, else the number of the corrigendum; null for the one that holds.</param>
    internal static string Address(PublicCampaign campaign, string? group = null, int? version = null)
    {
        var query = QueryString.Empty;
        query = group is null ? query : query.Add("khoi", group);
        query = version is { } number ? query.Add("ban", number.ToString(CultureInfo.InvariantCulture)) : query;
        return $"/ket-qua/{Uri.EscapeDataString(campaign.Code)}{query.ToUriComponent()}";
    }

    /// <summary>The table of a group.</summary>
    internal static string CsvAddress(PublicCampaign campaign, string group, int? version) => Address(campaign, group, version).Replace("?", "/bang.csv?", StringComparison.Ordinal);

    /// <summary>A unit's report card, of an older version as above.</summary>
    internal static string UnitAddress(string campaign, string unitCode, int? version = null) =>
        $"/ket-qua/{Uri.EscapeDataString(campaign)}/{Uri.EscapeDataString(unitCode)}" + (version is { } number ? string.Create(CultureInfo.InvariantCulture, $"?ban={number}") : "");

    /// <summary>What was published of a unit in all years; nothing while the ranking is away.</summary>
    internal static async Task<UnitHistory?> HistoryAsync(GatewayClient gateway, string unitCode) =>
        (await gateway.TryFindAsync<UnitHistory>($"/api/public/v1/units/{Uri.EscapeDataString(unitCode)}/history")).Value;

    private static async Task<IResult> ShowAsync(string? ky, string? khoi, int? ban, GatewayClient gateway, HttpContext context)
    {
        var published = await PublishedAsync(gateway);
        AllowCaching(context);
        if (published.Count == 0 && ky is null)
        {
            return Pages.Show<NothingPublishedPage>(new { });
        }

        var campaign = ky is null ? published[0] : published.FirstOrDefault(x => x.Code == ky);
        if (campaign?.Group(khoi) is not { } group)
        {
            return TypedResults.NotFound();
        }

        var lastYear = LastYearAsync(gateway, published, campaign, group);
        var ranking = await gateway.GetAsync<Ranking>(RankingPath(campaign.Code, group.Code, ban));
        var corrigenda = await CorrigendaAsync(gateway, campaign.Code, ranking.Version, ban);
        return Pages.Show<RankingPage>(new { Campaign = campaign, Group = group, Ranking = ranking, Corrigenda = corrigenda, Others = published, Slope = Beside(await lastYear, ranking, campaign.Year) });
    }

    /// <summary>The same group the year before; null where it is not published, or by several campaigns.</summary>
    private static async Task<Ranking?> LastYearAsync(GatewayClient gateway, IReadOnlyList<PublicCampaign> published, PublicCampaign campaign, PublicGroup group) =>
        published.Where(other => other.Year == campaign.Year - 1 && other.Groups.Any(known => known.Code == group.Code)).ToList() is [var before]
            ? (await gateway.TryFindAsync<Ranking>(RankingPath(before.Code, group.Code))).Value
            : null;

    private static Slope? Beside(Ranking? lastYear, Ranking ranking, int year)
    {
        if (lastYear is null)
        {
            return null;
        }

        var then = lastYear.Ranked.ToDictionary(unit => unit.UnitCode, unit => new SlopePlace(unit.UnitName, unit.Rank, unit.Index!.Value), StringComparer.Ordinal);
        var slope = new Slope(year, [.. ranking.Items.Select(unit => new SlopeRow(
            unit.UnitName, unit.Rank, ranking.IsShared(unit), unit.Index, then.TryGetValue(unit.UnitCode, out var place) ? [place] : []))]);
        return slope.Now.Count > 1 ? slope : null;
    }

    /// <summary>None are asked for where the result that holds is the first.</summary>
    private static async Task<IReadOnlyList<Corrigendum>> CorrigendaAsync(GatewayClient gateway, string campaign, int version, int? asked) => version > 0 || asked is not null
        ? (await gateway.TryFindAsync<CorrigendumList>($"{Api}/{Uri.EscapeDataString(campaign)}/corrigenda")).Value?.Corrigenda ?? []
        : [];

    private static async Task<IResult> ShowUnitAsync(string ky, string unitCode, int? ban, GatewayClient gateway, HttpContext context)
    {
        var published = await PublishedAsync(gateway);
        if (published.FirstOrDefault(x => x.Code == ky) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        var version = ban is { } number ? string.Create(CultureInfo.InvariantCulture, $"?version={number}") : "";
        var history = HistoryAsync(gateway, unitCode);
        var unit = await gateway.GetAsync<UnitResult>($"{Api}/{Uri.EscapeDataString(ky)}/units/{Uri.EscapeDataString(unitCode)}{version}");
        AllowCaching(context);
        return Pages.Show<UnitPage>(new { Campaign = campaign, Unit = unit, Corrigenda = await CorrigendaAsync(gateway, ky, unit.Version, ban), History = await history });
    }

    private static async Task<IResult> DownloadAsync(string ky, string? khoi, int? ban, GatewayClient gateway, HttpContext context)
    {
        var response = await gateway.DownloadAsync(RankingPath(ky, khoi, ban), "text/csv");
        context.Response.RegisterForDispose(response);
        return TypedResults.Stream(await response.Content.ReadAsStreamAsync(context.RequestAborted), "text/csv; charset=utf-8", $"{ky}-{khoi}.csv");
    }

    internal static string RankingPath(string campaign, string? group, int? version = null)
    {
        var query = group is null ? QueryString.Empty : QueryString.Create("group", group);
        query = version is { } number ? query.Add("version", number.ToString(CultureInfo.InvariantCulture)) : query;
        return $"{Api}/{Uri.EscapeDataString(campaign)}/rankings{query.ToUriComponent()}";
    }

    internal static async Task<IReadOnlyList<PublicCampaign>> PublishedAsync(GatewayClient gateway) =>
        [.. (await gateway.GetAsync<IReadOnlyList<PublicCampaign>>(Api)).Where(campaign => campaign.IsPublished).OrderByDescending(campaign => campaign.Year)];

    // For signed-in people the page differs by its header.
    internal static void AllowCaching(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true)
        {
            context.Response.Headers.CacheControl = "public, max-age=30";
            context.Response.Headers.Vary = "Cookie, Accept-Encoding";
        }
    }
}
