using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Npgsql;

namespace CCHC.Ranking.Tests;

/// <summary>Walks every route that can be read, one second and one tick before the minute, at the minute, and looks into everything that is about to leave.</summary>
public sealed class EmbargoWalkTests(WebhookHost ranking) : IClassFixture<WebhookHost>
{
    private enum Reader
    {
        /// <summary>Shows a result: before the minute there is no such thing, at the minute there is.</summary>
        Result,

        /// <summary>Lists what there is: until the minute the same as before the approval.</summary>
        List,

        /// <summary>The same, whatever is published.</summary>
        Constant,

        /// <summary>Those who work on the result, which is theirs before it is public; nobody else.</summary>
        Staff,
    }

    /// <summary>Every route that reads. A new one has to be put here, with thought.</summary>
    private static readonly Dictionary<string, Reader> Routes = Table(
        """
        List /api/public/v1/campaigns
        Result /api/public/v1/campaigns/{code}/corrigenda
        Result /api/public/v1/campaigns/{code}/criteria
        Result /api/public/v1/campaigns/{code}/fields
        Result /api/public/v1/campaigns/{code}/points
        Result /api/public/v1/campaigns/{code}/rankings
        Result /api/public/v1/campaigns/{code}/satisfaction
        Result /api/public/v1/campaigns/{code}/units/{unitCode}
        List /api/public/v1/catalog
        Constant /api/public/v1/codebook
        Constant /api/public/v1/keys
        Result /api/public/v1/units/{unitCode}/history
        Staff /api/ranking/audit
        Staff /api/ranking/audit/export.csv
        Staff /api/ranking/failed-messages
        Staff /api/ranking/failed-messages/queues
        Staff /api/ranking/failed-messages/{consumer}/{id}
        Staff /api/ranking/campaigns/{code}/analysis
        Result /api/ranking/campaigns/{code}/archive
        Staff /api/ranking/campaigns/{code}/awards
        Staff /api/ranking/campaigns/{code}/document-templates
        Staff /api/ranking/campaigns/{code}/document-templates/{kind}.docx
        Staff /api/ranking/campaigns/{code}/documents/{kind}.{format}
        Staff /api/ranking/campaigns/{code}/groups/{group}/last-year/{criterionCode}
        Staff /api/ranking/campaigns/{code}/last-year
        Staff /api/ranking/campaigns/{code}/last-year/{unitCode}
        Staff /api/ranking/campaigns/{code}/rank-intervals
        Staff /api/ranking/campaigns/{code}/shares
        Staff /api/ranking/campaigns/{code}/heads
        Staff /api/ranking/campaigns/{code}/snapshots
        Staff /api/ranking/campaigns/{code}/snapshots/{number}
        Staff /api/ranking/campaigns/{code}/standings
        Staff /api/ranking/campaigns/{code}/standings/stream
        Staff /api/ranking/campaigns/{code}/standings/{unitCode}
        Staff /api/ranking/campaigns/{code}/standings/{unitCode}/lifts
        Staff /api/ranking/remediation-plans
        Staff /api/ranking/remediation-plans/for-unit/{unitCode}
        Staff /api/ranking/remediation-plans/items
        Staff /api/ranking/remediation-plans/reminders
        Staff /api/ranking/remediation-plans/{id}
        Staff /api/ranking/remediation-plans/{id}/board
        Staff /api/ranking/remediation-plans/{id}/document.{format}
        Staff /api/ranking/remediation-plans/{id}/forecast
        Staff /api/ranking/remediation-plans/{id}/items
        Staff /api/ranking/remediation-plans/{id}/items/{itemId}
        Staff /api/ranking/remediation-plans/{id}/kept
        Staff /api/ranking/snapshots
        Staff /api/ranking/webhooks
        Staff /api/ranking/webhooks/{id}
        Staff /api/ranking/webhooks/{id}/deliveries
        """);

    /// <summary>Only the frozen result holds them: 41.337 of 50 on the first leaf, hence 76.337 % of 100, and the mean of the two units.</summary>
    private static readonly string[] Secrets = [".337", ".6685", "41337"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_can_be_read_or_is_sent_tells_a_result_before_its_minute()
    {
        var routes = await RoutesAsync();
        var unknown = routes.Except(Routes.Keys).ToList();
        Assert.True(unknown.Count == 0, "These routes are not classified:\n" + string.Join('\n', unknown));
        Assert.Empty(Routes.Keys.Except(routes));

        await using var receiver = await WebhookReceiver.StartAsync();
        await using var webhook = await TestWebhook.To(ranking, receiver);
        var campaign = await ScoredAsync();
        var lists = await AnswersAsync(campaign, Reader.List, Reader.Constant);
        var minute = ranking.Clock.GetUtcNow().AddMinutes(10);
        minute = minute.AddTicks(-(minute.Ticks % TimeSpan.TicksPerMinute));
        using (var approved = await ranking.PublishResult(campaign, approval: new { publicFrom = minute.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) }))
        {
            Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        }

        foreach (var before in (DateTimeOffset[])[minute.AddSeconds(-1), minute.AddTicks(-1)])
        {
            ranking.Clock.SetUtcNow(before);
            Assert.All(await AnswersAsync(campaign, Reader.Result), answer => Assert.Equal((answer.Request, HttpStatusCode.NotFound), (answer.Request, answer.Status)));
            Assert.All(await AnswersAsync(campaign, Reader.Staff), answer => Assert.Equal((answer.Request, HttpStatusCode.Unauthorized), (answer.Request, answer.Status)));
            Assert.Equal(lists, await AnswersAsync(campaign, Reader.List, Reader.Constant));
            foreach (var role in (string[])[Roles.UnitOfficer, Roles.ApiClient, Roles.Enumerator])
            {
                Assert.All(
                    await AnswersAsync(campaign, role, [.. Enum.GetValues<Reader>()]),
                    answer => Assert.True(answer.Status != HttpStatusCode.OK || !Secrets.Any(answer.Text.Contains), $"{role} {answer.Request}: {answer.Text}"));
            }

            Assert.Empty(await LeavingAsync(campaign));
            Assert.Empty(await webhook.Deliveries());
        }

        ranking.Clock.SetUtcNow(minute);
        Assert.All(await AnswersAsync(campaign, Reader.Result), answer => Assert.Equal((answer.Request, HttpStatusCode.OK), (answer.Request, answer.Status)));
        Assert.All(
            (await AnswersAsync(campaign, Reader.Result)).Where(answer => !answer.Request.Contains("archive", StringComparison.Ordinal) && !answer.Request.Contains("satisfaction", StringComparison.Ordinal) && !answer.Request.Contains("corrigenda", StringComparison.Ordinal)),
            answer => Assert.True(Secrets.Any(answer.Text.Contains), answer.Request));
        Assert.All(await AnswersAsync(campaign, Reader.List), answer => Assert.DoesNotContain(answer, lists));
        ranking.Clock.Advance(Publications.PublicationClock.Interval);
        await Eventually.Is(webhook.Deliveries, deliveries => deliveries.Count == 1);
        webhook.Look();
        await Eventually.Is(() => Task.FromResult(receiver.Requests.Count), count => count == 1);
        Assert.DoesNotContain(Secrets, receiver.Requests.Single().Body.Contains);
    }

    private static Dictionary<string, Reader> Table(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToDictionary(line => line.Split(' ')[1], line => Enum.Parse<Reader>(line.Split(' ')[0]), StringComparer.Ordinal);

    private sealed record Answer(string Request, HttpStatusCode Status, string Text);

    private async Task<IReadOnlyList<string>> RoutesAsync()
    {
        using var client = ranking.Anonymous();
        var document = await client.GetFromJsonAsync<JsonElement>(new Uri("/api/ranking/openapi.json", UriKind.Relative), Cancellation);
        return [.. from path in document.GetProperty("paths").EnumerateObject() where path.Value.TryGetProperty("get", out _) select path.Name];
    }

    private Task<IReadOnlyList<Answer>> AnswersAsync(TestCampaign campaign, params Reader[] readers) => AnswersAsync(campaign, role: null, readers);

    /// <summary>Each route in all the ways to ask for it; a stream by its beginning. Without what differs each time.</summary>
    private async Task<IReadOnlyList<Answer>> AnswersAsync(TestCampaign campaign, string? role, Reader[] readers)
    {
        using var client = role is null ? ranking.Anonymous() : ranking.Client(role);
        var answers = new List<Answer>();
        foreach (var path in Routes.Where(route => readers.Contains(route.Value)).Select(route => Fill(route.Key, campaign)))
        {
            foreach (var (query, header, value) in new[] { ("", "Accept", "application/json"), ("?group=so&version=0", "Accept", "text/csv"), ("?group=so&format=csv", "If-None-Match", "\"x\"") })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path + query, UriKind.Relative));
                request.Headers.TryAddWithoutValidation(header, value);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
                var streamed = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
                var body = streamed ? "" : await response.Content.ReadAsStringAsync(Cancellation);
                var headers = response.Headers.Concat(response.Content.Headers).Where(known => known.Key is not ("Date" or "traceparent" or "X-Trace-Id" or "Content-Length"));
                answers.Add(new Answer(
                    $"{path}{query} {value}", response.StatusCode,
                    string.Join('\n', headers.Select(known => $"{known.Key}: {string.Join(',', known.Value)}").Order(StringComparer.Ordinal)) + (response.IsSuccessStatusCode ? "\n" + body : "")));
            }
        }

        return answers;
    }

    private static string Fill(string path, TestCampaign campaign) => path
        .Replace("{code}", campaign.Code, StringComparison.Ordinal).Replace("{unitCode}", campaign.Units[1].Code, StringComparison.Ordinal).Replace("{group}", "so", StringComparison.Ordinal)
        .Replace("{criterionCode}", "1.1", StringComparison.Ordinal).Replace("{number}", "1", StringComparison.Ordinal).Replace("{kind}", "decision", StringComparison.Ordinal).Replace("{format}", "docx", StringComparison.Ordinal)
        .Replace("{consumer}", "ranking-self-assessment-submitted", StringComparison.Ordinal).Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{itemId}", Guid.Empty.ToString(), StringComparison.Ordinal);

    /// <summary>What is about to leave for other services or receivers and names the campaign's result.</summary>
    private async Task<IReadOnlyList<string>> LeavingAsync(TestCampaign campaign)
    {
        await using var database = NpgsqlDataSource.Create(ranking.ConnectionString);
        await using var command = database.CreateCommand("SELECT body FROM outbox_message WHERE body LIKE '%' || $1 || '%' UNION ALL SELECT body FROM webhook_delivery WHERE body LIKE '%' || $1 || '%'");
        command.Parameters.Add(new NpgsqlParameter { Value = campaign.Code });
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var bodies = new List<string>();
        while (await reader.ReadAsync(Cancellation))
        {
            bodies.Add(reader.GetString(0));
        }

        return bodies;
    }

    private async Task<TestCampaign> ScoredAsync()
    {
        var campaign = new TestCampaign(units: 2, unitPrefix: Guid.NewGuid().ToString("N")[..8] + "-");
        await ranking.Deliver(campaign.Opened(CampaignPhase.Council));
        await ranking.Deliver(campaign.Surveyed(1, 16m, 16m));
        foreach (var (unit, first) in new[] { (0, 40m), (1, 41.337m) })
        {
            await ranking.Deliver(campaign.External(unit, 1, 8));
            await ranking.Deliver(campaign.Completed(unit, 1, 1, first, 10, bonus: 1));
        }

        return campaign;
    }
}
