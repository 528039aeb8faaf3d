using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Results;

namespace CCHC.Portal.OpenData;

/// <summary>Published results for other systems and other sites; every page works without a script.</summary>
internal static class OpenDataPages
{
    internal const string Place = "/du-lieu-mo", Api = "/api/public/v1";

    /// <summary>Any site may frame this page, which knows nobody and does nothing.</summary>
    private const string EmbedPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    public static void MapOpenData(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AllowAnonymous();
        pages.MapGet(Place, ShowAsync);
        pages.MapGet("/nhung/{ky}", EmbedAsync);
    }

    internal static string Embed(string campaign, string group, string? sort = null) =>
        $"/nhung/{Uri.EscapeDataString(campaign)}?khoi={Uri.EscapeDataString(group)}{(sort is null ? "" : $"&xep={sort}")}";

    internal static string Table(string path, string campaign, string group, string format) => path
        .Replace("{code}", Uri.EscapeDataString(campaign), StringComparison.Ordinal).Replace("{group}", Uri.EscapeDataString(group), StringComparison.Ordinal) + $"&format={format}";

    private static async Task<IResult> ShowAsync(GatewayClient gateway, HttpContext context)
    {
        var codebook = await gateway.AsNobody().GetAsync<Codebook>($"{Api}/codebook");
        var published = await ResultPages.PublishedAsync(gateway);
        ResultPages.AllowCaching(context);
        return Pages.Show<OpenDataPage>(new { Published = published, Codebook = codebook });
    }

    private static async Task<IResult> EmbedAsync(string ky, string? khoi, string? xep, GatewayClient gateway, HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = EmbedPolicy;
        var campaign = (await ResultPages.PublishedAsync(gateway.AsNobody())).FirstOrDefault(known => known.Code == ky);
        if (campaign is null || (khoi is null ? campaign.Group(code: null) : campaign.Groups.FirstOrDefault(known => known.Code == khoi)) is not { } group)
        {
            return Pages.Show<NothingToEmbedPage>(new { }, StatusCodes.Status404NotFound);
        }

        var ranking = await gateway.AsNobody().GetAsync<Ranking>(ResultPages.RankingPath(campaign.Code, group.Code));
        context.Response.Headers.CacheControl = "public, max-age=30";
        return Pages.Show<EmbedPage>(new { Campaign = campaign, Group = group, Ranking = ranking, Sort = xep });
    }
}

/// <summary>Tables that can be had, and what their columns mean.</summary>
public sealed record Codebook(IReadOnlyList<CodebookTable> Tables);

public sealed record CodebookTable(string Name, string Title, string Path, IReadOnlyList<CodebookColumn> Columns)
{
    public bool IsOfGroup => Path.Contains("{group}", StringComparison.Ordinal);
}

public sealed record CodebookColumn(string Name, string Type, string? Unit, string Meaning);
