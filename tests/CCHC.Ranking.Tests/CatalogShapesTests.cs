using System.Net;
using System.Text.Json.Nodes;
using CCHC.Ranking.Data;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;

namespace CCHC.Ranking.Tests;

/// <summary>The catalogue of open data before an independent SHACL engine (npm: rdf-validate-shacl) with the shapes of DCAT-AP 3.</summary>
public sealed class CatalogShapesTests(CatalogShapesTests.Licensed ranking) : IClassFixture<CatalogShapesTests.Licensed>
{
    private static readonly NodePackages Engine = new(Path.Combine(AppContext.BaseDirectory, "Shacl"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_catalogue_of_published_results_conforms_to_DCAT_AP_3()
    {
        var catalog = await CatalogAsync();
        Assert.Equal("checked: 1 catalogue, 1 datasets, 10 distributions; conforms", (await CheckAsync(catalog)).Trim());
    }

    [Theory]
    [InlineData("dct:title", "title MinCountConstraintComponent")]
    [InlineData("dct:publisher", "publisher MinCountConstraintComponent")]
    [InlineData("dcat:accessURL", "accessURL MinCountConstraintComponent")]
    [InlineData("dct:format", "format MinCountConstraintComponent")]
    [InlineData("dcat:startDate", "startDate MinCountConstraintComponent")]
    public async Task What_DCAT_AP_3_asks_for_is_missed_where_somebody_forgot_it(string property, string violation)
    {
        var catalog = await CatalogAsync();
        Remove(catalog, property);
        Assert.Contains(violation, await CheckAsync(catalog), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_that_is_a_word_instead_of_an_agency_is_found()
    {
        var catalog = await CatalogAsync();
        catalog["dct:publisher"] = "Ủy ban nhân dân tỉnh";
        Assert.Contains("publisher ClassConstraintComponent Ủy ban nhân dân tỉnh", await CheckAsync(catalog), StringComparison.Ordinal);
    }

    private static async Task<string> CheckAsync(JsonObject catalog) => await Engine.RunAsync(["check.mjs", "dcat-ap-3.ttl"], catalog.ToJsonString(), Cancellation);

    private static void Remove(JsonNode? node, string property)
    {
        if (node is JsonObject members)
        {
            members.Remove(property);
        }

        foreach (var child in node switch { JsonObject parent => parent.Select(member => member.Value), JsonArray list => list, _ => [] })
        {
            Remove(child, property);
        }
    }

    private async Task<JsonObject> CatalogAsync()
    {
        var line = new ResultLine { CampaignCode = "DCAT-2024", CampaignName = "Chỉ số CCHC năm 2024", Year = "2024", UnitCode = "Sở Nội vụ", UnitName = "Sở Nội vụ" };
        using var imported = await ranking.Import(ResultsFile.Of([line]));
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        using var client = ranking.Anonymous();
        return JsonNode.Parse(await client.GetStringAsync(new Uri("/api/public/v1/catalog", UriKind.Relative), Cancellation))!.AsObject();
    }

    /// <summary>With a licence set, as a province sets it.</summary>
    public sealed class Licensed(TestServers servers) : ServiceHost<RankingDbContext>(servers)
    {
        protected override void Configure(IWebHostBuilder builder) => builder.UseSetting("OpenData:License", "https://creativecommons.org/licenses/by/4.0/");
    }
}
