using System.Globalization;
using System.Text.Json.Nodes;
using CCHC.OfficialDocuments;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Ranking.OpenData;

/// <summary>The catalogue of all open data by DCAT 3 as JSON-LD, with what DCAT-AP asks for, so that data portals can harvest it.</summary>
public static class GetCatalog
{
    private const string Api = "/api/public/v1", Publisher = "Ủy ban nhân dân tỉnh";
    private const string Authority = "http://publications.europa.eu/resource/authority/";

    public static async Task<PublicDocument<JsonObject>> Handle(
        RankingDbContext db, HttpRequest request, IConfiguration configuration, IOptions<Letterhead> letterhead, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var site = configuration["Authentication:Issuer"]?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        var license = configuration["OpenData:License"];
        var publications = await db.CurrentPublications(now).AsNoTracking().Include(publication => publication.Groups)
            .OrderByDescending(publication => publication.Year).ThenBy(publication => publication.CampaignCode).ToListAsync(cancellationToken);
        var issued = await db.Publications.Where(publication => publication.Version == 0 && publication.PublicFrom <= now)
            .ToDictionaryAsync(publication => publication.CampaignCode, publication => publication.PublicFrom, cancellationToken);
        var catalog = new JsonObject
        {
            ["@context"] = new JsonObject
            {
                ["dcat"] = "http://www.w3.org/ns/dcat#",
                ["dct"] = "http://purl.org/dc/terms/",
                ["foaf"] = "http://xmlns.com/foaf/0.1/",
                ["skos"] = "http://www.w3.org/2004/02/skos/core#",
                ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
            },
            ["@id"] = site + Api + "/catalog",
            ["@type"] = "dcat:Catalog",
            ["dct:title"] = Text("Dữ liệu mở về Chỉ số cải cách hành chính"),
            ["dct:description"] = Text("Kết quả đã công bố của các kỳ đánh giá, xếp hạng cải cách hành chính: thứ hạng, điểm theo lĩnh vực và tiêu chí, chỉ số hài lòng."),
            ["dct:publisher"] = Named(PublisherOf(site), "foaf:Agent", "foaf:name", letterhead.Value.KnownParentAgency ?? Publisher),
            ["dct:language"] = Vietnamese(),
            ["dcat:themeTaxonomy"] = Named(Authority + "data-theme", "skos:ConceptScheme", "dct:title", "Chủ đề dữ liệu"),
            ["foaf:homepage"] = Id(site + "/du-lieu-mo", "foaf:Document"),
            ["dcat:dataset"] = new JsonArray([.. publications.Select(publication => ToDataset(publication, issued.GetValueOrDefault(publication.CampaignCode, publication.PublicFrom), site, license))]),
        };
        if (publications.Count > 0)
        {
            catalog["dct:modified"] = Moment(publications.Max(publication => publication.PublicFrom));
        }

        return new PublicDocument<JsonObject>(catalog, contentType: "application/ld+json");
    }

    private static JsonObject ToDataset(Publication publication, DateTimeOffset issued, string site, string? license)
    {
        var campaign = $"{site}{Api}/campaigns/{Uri.EscapeDataString(publication.CampaignCode)}";
        var page = $"{site}/ket-qua/{Uri.EscapeDataString(publication.CampaignCode)}";
        return new JsonObject
        {
            ["@id"] = page + "#du-lieu", // the data, not the page about them
            ["@type"] = "dcat:Dataset",
            ["dct:identifier"] = publication.CampaignCode,
            ["dct:title"] = Text(publication.CampaignName),
            ["dct:description"] = Text($"Kết quả Chỉ số cải cách hành chính năm {publication.Year}: {string.Join(", ", publication.Groups.OrderBy(group => group.Position).Select(group => group.Name))}."),
            ["dct:publisher"] = Id(PublisherOf(site)),
            ["dct:issued"] = Moment(issued),
            ["dct:modified"] = Moment(publication.PublicFrom),
            ["dcat:version"] = publication.Version.ToString(CultureInfo.InvariantCulture),
            ["dct:temporal"] = new JsonObject
            {
                ["@type"] = "dct:PeriodOfTime",
                ["dcat:startDate"] = Typed($"{publication.Year:0000}-01-01", "date"),
                ["dcat:endDate"] = Typed($"{publication.Year:0000}-12-31", "date"),
            },
            ["dct:language"] = Vietnamese(),
            ["dct:accessRights"] = Id(Authority + "access-right/PUBLIC", "dct:RightsStatement"),
            ["dct:accrualPeriodicity"] = Id(Authority + "frequency/ANNUAL", "dct:Frequency"),
            ["dcat:theme"] = Named(Authority + "data-theme/GOVE", "skos:Concept", "skos:prefLabel", "Chính phủ và khu vực công"),
            ["dcat:keyword"] = new JsonArray(Text("cải cách hành chính"), Text("PAR INDEX"), Text("xếp hạng")),
            ["dcat:landingPage"] = Id(page, "foaf:Document"),
            ["foaf:page"] = Id(site + Api + "/codebook", "foaf:Document"),
            ["dcat:distribution"] = new JsonArray(
            [
                .. from @group in publication.Groups.OrderBy(@group => @group.Position)
                   from table in Codebook.OfGroup
                   from format in (string[])["csv", "json"]
                   select ToDistribution($"{table.Title} – {@group.Name} ({format.ToUpperInvariant()})", $"{campaign}/{table.Name}?group={Uri.EscapeDataString(@group.Code)}&format={format}", format, license),
            ]),
        };
    }

    private static JsonObject ToDistribution(string title, string address, string format, string? license)
    {
        var distribution = new JsonObject
        {
            ["@id"] = address,
            ["@type"] = "dcat:Distribution",
            ["dct:title"] = Text(title),
            ["dcat:accessURL"] = Id(address),
            ["dcat:downloadURL"] = Id(address),
            ["dcat:mediaType"] = Id("https://www.iana.org/assignments/media-types/" + (format == "csv" ? "text/csv" : "application/json"), "dct:MediaType"),
            ["dct:format"] = Id(Authority + "file-type/" + format.ToUpperInvariant(), "dct:MediaTypeOrExtent"),
        };
        if (!string.IsNullOrWhiteSpace(license))
        {
            distribution["dct:license"] = Id(license.Trim(), "dct:LicenseDocument");
        }

        return distribution;
    }

    private static string PublisherOf(string site) => site + Api + "/catalog#publisher";

    private static JsonObject Vietnamese() => Id(Authority + "language/VIE", "dct:LinguisticSystem");

    private static JsonObject Id(string address) => new() { ["@id"] = address };

    /// <summary>With the class of what is referred to, by which a harvester checks the catalogue without fetching anything else.</summary>
    private static JsonObject Id(string address, string type) => new() { ["@id"] = address, ["@type"] = type };

    private static JsonObject Named(string address, string type, string property, string name) => new() { ["@id"] = address, ["@type"] = type, [property] = Text(name) };

    private static JsonObject Text(string text) => new() { ["@language"] = "vi", ["@value"] = text };

    private static JsonObject Moment(DateTimeOffset moment) => Typed(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), "dateTime");

    private static JsonObject Typed(string value, string type) => new() { ["@type"] = "xsd:" + type, ["@value"] = value };
}
