using System.Net;
using System.Text;
using System.Text.Json;
using CCHC.Ranking.Data;
using CCHC.Ranking.OpenData;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

public sealed class OpenDataTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_criteria_points_and_satisfaction_are_those_of_the_published_result()
    {
        var campaign = await PublishedAsync();

        // u2 has 41 and 10 of 70, 16 and 8 of 30, and a bonus of 1; u1 one point less on the first leaf. 51 / 70 and 50 / 70 in percent.
        var fields = await ranking.Public($"campaigns/{campaign.Code}/fields?group=so");
        Assert.Equal((campaign.Code, "so", "Khối sở", 0), (fields.Text("campaign"), fields.Text("group"), fields.Text("groupName"), fields.Whole("version")));
        Assert.Equal(
            [
                ("u2", "1", 51m, 70m, 72.8571m), ("u2", "2", 24m, 30m, 80m), ("u2", "DT", 1m, 0m, null), ("u2", "DP", 0m, 0m, null),
                ("u1", "1", 50m, 70m, 71.4286m), ("u1", "2", 24m, 30m, 80m), ("u1", "DT", 1m, 0m, null), ("u1", "DP", 0m, 0m, (decimal?)null),
            ],
            fields.Items().Select(item => (
                item.Text("unitCode")!, item.Text("fieldCode")!, item.Number("points")!.Value, item.Number("maxPoints")!.Value,
                item.Number("percent") is { } percent ? decimal.Round(percent, 4) : (decimal?)null)));

        var criteria = (await ranking.Public($"campaigns/{campaign.Code}/criteria")).Items().ToList();
        Assert.Equal(["1.1", "1.2.1", "2.1", "2.2", "DT", "DP"], criteria.Select(item => item.Text("criterionCode")));
        Assert.Equal(
            ("1", "ordinary", "appraised", 50m, 2, 40.5m, 40m, 41m),
            (criteria[0].Text("fieldCode"), criteria[0].Text("kind"), criteria[0].Text("source"), criteria[0].Number("maxPoints"), criteria[0].Whole("units"), criteria[0].Number("mean"), criteria[0].Number("lowest"), criteria[0].Number("highest")));

        var points = (await ranking.Public($"campaigns/{campaign.Code}/points")).Items().ToList();
        Assert.Equal(12, points.Count);
        Assert.Equal(("u1", "1.1", 40m, 50m, true), Point(points.Single(item => item.Text("unitCode") == "u1" && item.Text("criterionCode") == "1.1")));

        Assert.Equal(
            [("u2", 16m, 20m, 80m), ("u1", 16m, 20m, 80m)],
            (await ranking.Public($"campaigns/{campaign.Code}/satisfaction")).Items()
                .Select(item => (item.Text("unitCode")!, item.Number("points")!.Value, item.Number("maxPoints")!.Value, item.Number("index")!.Value)));

        static (string, string, decimal?, decimal?, bool) Point(JsonElement item) => (
            item.Text("unitCode")!, item.Text("criterionCode")!, item.Number("points"), item.Number("maxPoints"), item.GetProperty("applicable").GetBoolean());
    }

    [Fact]
    public async Task A_leaf_that_does_not_apply_is_in_no_mean_and_one_without_points_leaves_no_percentage()
    {
        var line = new ResultLine { CampaignCode = "MO-KHUYET", GroupCode = "xa", Source = "survey" };
        using var imported = await ranking.Import(ResultsFile.Of(
        [
            line with { UnitCode = "mk1", Points = "7.5" }, line with { UnitCode = "mk2", Points = "2.5", MaxPoints = "5" },
            line with { UnitCode = "mk3", Points = "", Applicable = "false" }, line with { UnitCode = "mk3", CriterionCode = "1.2", Points = "" },
            line with { UnitCode = "mk1", CriterionCode = "1.2", Points = "0" }, line with { UnitCode = "mk2", CriterionCode = "1.2", Points = "10" },
        ]));
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        var first = (await ranking.Public("campaigns/MO-KHUYET/criteria")).Items().First();
        Assert.Equal((10m, 2, 5m, 2.5m, 7.5m), (first.Number("maxPoints"), first.Whole("units"), first.Number("mean"), first.Number("lowest"), first.Number("highest")));

        // 7.5 of 20; 12.5 of 15; nothing of 10 yet.
        var satisfaction = (await ranking.Public("campaigns/MO-KHUYET/satisfaction")).Items().ToDictionary(item => item.Text("unitCode")!);
        Assert.Equal((37.5m, null), (satisfaction["mk1"].Number("index"), satisfaction["mk3"].Number("index")));
        Assert.Equal(83.3333m, decimal.Round(satisfaction["mk2"].Number("index")!.Value, 4));
    }

    [Fact]
    public async Task The_history_of_a_unit_is_what_holds_of_each_year_the_newest_first()
    {
        var line = new ResultLine { UnitCode = "ls1", GroupCode = "ls", GroupName = "Khối lịch sử" };
        using var imported = await ranking.Import(ResultsFile.Of(
        [
            line with { CampaignCode = "LS-2020", Year = "2020" }, line with { CampaignCode = "LS-2021", Year = "2021", Points = "9", UnitName = "Sở Nội vụ mới" },
            line with { CampaignCode = "LS-2021", Year = "2021", UnitCode = "ls2", UnitName = "Khác", Points = "9.5" },
        ]));
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        var history = await ranking.Public("units/ls1/history");
        Assert.Equal(("ls1", "Sở Nội vụ mới"), (history.Text("unitCode"), history.Text("unitName")));
        Assert.Equal(
            [(2021, "LS-2021", "Khối lịch sử", 2, 2, 90m), (2020, "LS-2020", "Khối lịch sử", 1, 1, 75m)],
            history.Items().Select(item => (item.Whole("year")!.Value, item.Text("campaign")!, item.Text("groupName")!, item.Whole("rank")!.Value, item.Whole("ranked")!.Value, item.Number("index")!.Value)));
        using var unknown = await GetAsync("/api/public/v1/units/khong-co/history");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Every_distribution_of_the_catalogue_can_be_fetched_and_has_the_columns_of_the_codebook()
    {
        var campaign = await PublishedAsync();
        using var answer = await GetAsync("/api/public/v1/catalog");
        Assert.Equal(("application/ld+json", true), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.ETag is not null));
        var catalog = await answer.Body();
        Assert.Equal("dcat:Catalog", catalog.Text("@type"));
        var dataset = catalog.GetProperty("dcat:dataset").EnumerateArray().Single(known => known.Text("dct:identifier") == campaign.Code);
        Assert.Equal("2024-01-01", dataset.GetProperty("dct:temporal").GetProperty("dcat:startDate").Text("@value"));
        var codebook = (await ranking.Public("codebook")).GetProperty("tables").EnumerateArray().ToDictionary(table => table.Text("name")!);
        var distributions = dataset.GetProperty("dcat:distribution").EnumerateArray().ToList();
        Assert.Equal(Codebook.OfGroup.Count * 2, distributions.Count);
        foreach (var distribution in distributions)
        {
            var address = new Uri(distribution.GetProperty("dcat:downloadURL").Text("@id")!);
            using var file = await GetAsync(address.PathAndQuery);
            Assert.Equal((address, HttpStatusCode.OK), (address, file.StatusCode));
            Assert.EndsWith("/" + file.Content.Headers.ContentType!.MediaType, distribution.GetProperty("dcat:mediaType").Text("@id"), StringComparison.Ordinal);
            var columns = codebook[address.Segments[^1]].GetProperty("columns").EnumerateArray().Select(column => column.Text("name")!).ToList();
            if (address.Query.EndsWith("csv", StringComparison.Ordinal))
            {
                var text = await file.Content.ReadAsByteArrayAsync(Cancellation);
                Assert.Equal([0xEF, 0xBB, 0xBF], text[..3]);
                Assert.Equal(string.Join(',', columns), Encoding.UTF8.GetString(text[3..]).Split('\n')[0].Trim());
            }
            else
            {
                Assert.All((await file.Body()).Items(), item => Assert.Empty(columns.Except(item.EnumerateObject().Select(member => member.Name))));
            }
        }
    }

    [Fact]
    public async Task Csv_has_points_and_all_places_and_answers_the_same_by_address_and_by_header()
    {
        var campaign = await PublishedAsync();
        using var byAddress = await GetAsync($"/api/public/v1/campaigns/{campaign.Code}/criteria?format=csv");
        using var byHeader = await GetAsync($"/api/public/v1/campaigns/{campaign.Code}/criteria", "text/csv");
        Assert.Equal(byAddress.Headers.ETag, byHeader.Headers.ETag);
        var lines = (await byAddress.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("1,Tiêu chí 1,1.1,Tiêu chí 1.1,ordinary,appraised,50,2,40.5,40,41", lines[1]);
        using var codebook = await GetAsync("/api/public/v1/codebook?format=csv");
        Assert.Equal("table,title,path,column,type,unit,meaning", (await codebook.Content.ReadAsStringAsync(Cancellation)).TrimStart('\uFEFF').Split('\n')[0].Trim());
    }

    private async Task<TestCampaign> PublishedAsync()
    {
        var campaign = await ranking.Scored(units: 2);
        using var published = await ranking.PublishResult(campaign);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        return campaign;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept = "*/*")
    {
        using var client = ranking.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request, Cancellation);
    }
}
