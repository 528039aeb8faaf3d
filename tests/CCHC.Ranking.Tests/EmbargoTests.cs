using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Contracts.Ranking;
using CCHC.Ranking.Data;
using CCHC.RankingArchive;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace CCHC.Ranking.Tests;

/// <summary>Ranking with a clock that the test moves.</summary>
public sealed class RankingInTime(TestServers servers) : ServiceHost<RankingDbContext>(servers)
{
    private DateTimeOffset? _nextStart;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 29, 1, 0, 0, TimeSpan.Zero));

    /// <summary>The service was away in between.</summary>
    public Task RestartAtAsync(DateTimeOffset time)
    {
        _nextStart = time;
        return RestartAsync();
    }

    protected override void Configure(IWebHostBuilder builder)
    {
        if (_nextStart is { } start)
        {
            Clock.SetUtcNow(start);
        }

        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}

public sealed partial class EmbargoTests(RankingInTime ranking) : IClassFixture<RankingInTime>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_second_before_the_minute_nothing_tells_and_at_the_minute_everything_does()
    {
        var year = 2040;
        var campaign = await ranking.Scored(units: 2, year);
        var next = await ranking.Scored(units: 2, year + 1);
        var minute = NextMinute();
        string[] paths =
        [
            $"/api/public/v1/campaigns/{campaign.Code}/rankings?group=so", $"/api/public/v1/campaigns/{campaign.Code}/rankings", $"/api/public/v1/campaigns/{campaign.Code}/rankings?version=0",
            $"/api/public/v1/campaigns/{campaign.Code}/units/u1", $"/api/public/v1/campaigns/{campaign.Code}/units/u1?version=0", $"/api/public/v1/campaigns/{campaign.Code}/corrigenda",
            $"/api/ranking/campaigns/{campaign.Code}/archive", $"/api/ranking/campaigns/{campaign.Code}/archive?version=0",
        ];
        var list = await Listed(campaign);
        using (var approved = await ranking.PublishResult(campaign, approval: new { publicFrom = Local(minute) }))
        {
            Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        }

        ranking.Clock.SetUtcNow(minute.AddSeconds(-1));
        foreach (var path in paths)
        {
            await AssertUnknownAsync(path, campaign.Code);
        }

        Assert.Equal(list, await Listed(campaign));
        Assert.Equal([0, 0], await LastYearsAsync(next));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM outbox_message WHERE body LIKE '%' || $1 || '%'", campaign.Code));

        ranking.Clock.SetUtcNow(minute);
        foreach (var path in paths)
        {
            foreach (var accept in (string[])["application/json", "text/csv"])
            {
                using var answer = await GetAsync(path, accept);
                Assert.Equal((path, HttpStatusCode.OK, true), (path, answer.StatusCode, answer.Headers.CacheControl!.Public));
            }
        }

        Assert.Contains("\"published\"", await Listed(campaign), StringComparison.Ordinal);
        Assert.Equal([1, 1], await LastYearsAsync(next));
        Assert.Equal(minute, (await Body($"/api/public/v1/campaigns/{campaign.Code}/rankings")).GetProperty("publishedAt").GetDateTimeOffset());
        ranking.Clock.Advance(Publications.PublicationClock.Interval);
        var told = await ranking.Published<RankingPublished>(published => published.CampaignId == campaign.Id);
        Assert.Equal((1, minute), (told.Revision, told.PublishedAt));
    }

    [Fact]
    public async Task The_whole_archive_says_from_when_it_is_public()
    {
        var campaign = await ranking.Scored(units: 1);
        var minute = NextMinute();
        using var approved = await ranking.PublishResult(campaign, approval: new { publicFrom = Local(minute), decisionNumber = "482/QĐ-UBND" });
        ranking.Clock.SetUtcNow(minute);
        using var archive = await GetAsync($"/api/ranking/campaigns/{campaign.Code}/archive");
        Assert.Equal(
            new PublicationNote(campaign.Code, 0, minute, DecisionNumber: "482/QĐ-UBND"),
            ArchiveCheck.Check(await archive.Content.ReadAsByteArrayAsync(Cancellation)).Publication);
    }

    [Fact]
    public async Task A_service_that_was_away_at_the_minute_tells_the_others_when_it_is_back_and_only_once()
    {
        var campaign = await ranking.Scored(units: 1);
        var minute = NextMinute();
        using (var approved = await ranking.PublishResult(campaign, approval: new { publicFrom = Local(minute) }))
        {
            Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        }

        await ranking.RestartAtAsync(minute.AddHours(3));
        var told = await ranking.Published<RankingPublished>(published => published.CampaignId == campaign.Id);
        Assert.Equal(minute, told.PublishedAt);
        await ranking.RestartAtAsync(minute.AddHours(4));
        ranking.Clock.Advance(Publications.PublicationClock.Interval);
        var marker = await ranking.Scored(units: 1);
        using var later = await ranking.PublishResult(marker);
        await ranking.Published<RankingPublished>(published => published.CampaignId == marker.Id);
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM publication WHERE announced_at IS NOT NULL AND campaign_code = $1", campaign.Code));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM outbox_message WHERE body LIKE '%' || $1 || '%'", campaign.Code));
    }

    [Fact]
    public async Task An_approval_withdrawn_before_the_minute_leaves_nothing_and_after_it_none_is_withdrawn()
    {
        var campaign = await ranking.Scored(units: 1);
        var minute = NextMinute();
        using (var approved = await ranking.PublishResult(campaign, approval: new { publicFrom = Local(minute) }))
        {
            Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        }

        using (var refused = await ranking.TakeSnapshot(campaign))
        {
            Assert.Equal("ranking.approved", (await refused.Body()).Text("code"));
        }

        ranking.Clock.SetUtcNow(minute.AddSeconds(-1));
        using (var withdrawn = await ranking.Send(Roles.Leader, HttpMethod.Delete, campaign.Snapshots() + "/1/approval", new { reason = "Chờ ý kiến Thường trực" }))
        {
            Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);
        }

        ranking.Clock.SetUtcNow(minute.AddDays(1));
        await AssertUnknownAsync($"/api/public/v1/campaigns/{campaign.Code}/rankings", campaign.Code);
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM published_point JOIN publication ON publication.id = publication_id WHERE campaign_code = $1", campaign.Code));

        using (var again = await ranking.Approve(campaign, 1))
        {
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }

        using var late = await ranking.Send(Roles.Leader, HttpMethod.Delete, campaign.Snapshots() + "/1/approval", new { reason = "Muộn" });
        Assert.Equal((HttpStatusCode.Conflict, "snapshot.public"), (late.StatusCode, (await late.Body()).Text("code")));
    }

    [Theory]
    [InlineData("2020-01-01T08:00")]
    [InlineData("mai")]
    [InlineData("2030-01-01T08:00:30")]
    public async Task Only_a_minute_to_come_is_taken(string publicFrom)
    {
        var campaign = await ranking.Scored(units: 1);
        using var refused = await ranking.PublishResult(campaign, approval: new { publicFrom });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True((await refused.Body()).GetProperty("errors").TryGetProperty("publicFrom", out _));
    }

    [Fact]
    public async Task A_corrigendum_under_embargo_leaves_the_old_result_as_it_is_until_its_minute()
    {
        var campaign = await ranking.Scored(units: 2);
        using (var first = await ranking.PublishResult(campaign))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        var before = await Body($"/api/public/v1/campaigns/{campaign.Code}/rankings");
        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 45));
        var minute = NextMinute();
        using (var corrected = await ranking.PublishResult(campaign, new { corrects = 0, reason = "Cộng sót điểm" }, new { publicFrom = Local(minute) }))
        {
            Assert.Equal(HttpStatusCode.OK, corrected.StatusCode);
        }

        ranking.Clock.SetUtcNow(minute.AddSeconds(-1));
        Assert.Equal(before.GetRawText(), (await Body($"/api/public/v1/campaigns/{campaign.Code}/rankings")).GetRawText());
        await AssertUnknownAsync($"/api/public/v1/campaigns/{campaign.Code}/rankings?version=1", campaign.Code);
        Assert.Empty((await Body($"/api/public/v1/campaigns/{campaign.Code}/corrigenda")).GetProperty("corrigenda").EnumerateArray());

        ranking.Clock.SetUtcNow(minute);
        Assert.Equal(1, (await Body($"/api/public/v1/campaigns/{campaign.Code}/rankings")).Whole("version"));
        Assert.Equal(before.GetRawText(), (await Body($"/api/public/v1/campaigns/{campaign.Code}/rankings?version=0")).GetRawText());
        ranking.Clock.Advance(Publications.PublicationClock.Interval);
        Assert.Equal((1, "Cộng sót điểm"), await Corrected(campaign));
    }

    private async Task<(int, string)> Corrected(TestCampaign campaign)
    {
        var told = await ranking.Published<RankingCorrected>(corrected => corrected.CampaignId == campaign.Id);
        return (told.Corrigendum, told.Reason);
    }

    /// <summary>The answer is that of a campaign nobody has heard of, word for word, and nobody keeps it.</summary>
    private async Task AssertUnknownAsync(string path, string code)
    {
        foreach (var accept in (string[])["application/json", "text/csv"])
        {
            using var answer = await GetAsync(path, accept);
            using var unknown = await GetAsync(path.Replace(code, "KHONG-CO", StringComparison.Ordinal), accept);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Null(answer.Headers.ETag);
            Assert.Equal(Headers(unknown), Headers(answer));
            Assert.Equal(await Text(unknown, "KHONG-CO"), await Text(answer, code));
        }

        static string Headers(HttpResponseMessage response) => string.Join('\n', response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Date" or "traceparent" or "X-Trace-Id" or "Content-Length")).Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal));

        static async Task<string> Text(HttpResponseMessage response, string code) =>
            TraceId().Replace(await response.Content.ReadAsStringAsync(Cancellation), "").Replace(code, "", StringComparison.Ordinal);
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex TraceId();

    private async Task<string> Listed(TestCampaign campaign) =>
        (await Body("/api/public/v1/campaigns")).EnumerateArray().Single(listed => listed.Text("code") == campaign.Code).GetRawText();

    private async Task<IReadOnlyList<int>> LastYearsAsync(TestCampaign campaign)
    {
        using var response = await ranking.Send(Roles.HomeAffairs, HttpMethod.Get, $"/api/ranking/campaigns/{campaign.Code}/last-year?group=so");
        using var leaf = await ranking.Send(Roles.HomeAffairs, HttpMethod.Get, $"/api/ranking/campaigns/{campaign.Code}/groups/so/last-year/1.1");
        using var unit = await ranking.Send(Roles.HomeAffairs, HttpMethod.Get, $"/api/ranking/campaigns/{campaign.Code}/last-year/u1");
        using var standing = await ranking.Send(Roles.HomeAffairs, HttpMethod.Get, $"/api/ranking/campaigns/{campaign.Code}/standings/u1");
        var items = (await response.Body()).Items().Select(item => item.GetProperty("lastYear").GetArrayLength()).ToList();
        Assert.Equal(items, (await leaf.Body()).Items().Select(item => item.GetProperty("lastYear").GetArrayLength()));
        Assert.Equal(items[0], (await unit.Body()).GetProperty("lastYear").GetArrayLength());
        Assert.Equal(items[0], (await standing.Body()).GetProperty("lastYear").GetArrayLength());
        return items;
    }

    /// <summary>A minute in five minutes or so, in UTC.</summary>
    private DateTimeOffset NextMinute()
    {
        var now = ranking.Clock.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero).AddMinutes(5);
    }

    private static string Local(DateTimeOffset minute) => minute.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<JsonElement> Body(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Body();
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept = "application/json")
    {
        using var client = ranking.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request, Cancellation);
    }

    private async Task<long> CountAsync(string query, string parameter)
    {
        await using var database = NpgsqlDataSource.Create(ranking.ConnectionString);
        await using var command = database.CreateCommand(query);
        command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
