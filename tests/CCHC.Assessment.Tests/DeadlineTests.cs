using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Assessment.Data;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.Testing;
using Npgsql;

namespace CCHC.Assessment.Tests;

/// <summary>What comes before the minute of the deadline counts, and what comes after it only as far as the campaign takes it late.</summary>
public sealed class DeadlineTests(ServiceHost<AssessmentDbContext> assessment) : IClassFixture<ServiceHost<AssessmentDbContext>>
{
    private const string PenaltyLeaf = "DP";

    /// <summary>5 × (97 − 95) / 5 = 2; 1; 2 − 0.25 = 1.75; 8/10 of 2 = 1.6.</summary>
    private const decimal PointsInTime = 6.35m;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_submission_that_reached_the_gateway_before_the_deadline_counts_though_its_turn_came_after_it()
    {
        using var sheet = await FilledAsync(lateDays: 0);
        var deadline = await sheet.CloseAsync(TimeSpan.FromSeconds(3));
        var arrived = deadline - TimeSpan.FromSeconds(2);

        using var response = await sheet.SubmitAsync(arrived);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal(0, answer.GetProperty("daysLate").GetInt32());
        Assert.Equal(PointsInTime, answer.GetProperty("selfPoints").GetDecimal());
        Assert.Equal(arrived.ToUnixTimeMilliseconds(), answer.GetProperty("submittedAt").GetDateTimeOffset().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_submission_that_has_to_wait_for_another_at_the_deadline_has_come_in_time()
    {
        using var sheet = await FilledAsync(lateDays: 0);
        await using var connection = new NpgsqlConnection(assessment.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var other = await connection.BeginTransactionAsync(Cancelled);
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM self_assessments WHERE id = $1 FOR UPDATE", connection) { Parameters = { new() { Value = sheet.Id } } })
        {
            await hold.ExecuteNonQueryAsync(Cancelled);
        }

        var deadline = await sheet.CloseAsync(TimeSpan.FromSeconds(-2));
        var waiting = sheet.SubmitAsync(arrived: null);
        await Task.Delay(deadline - DateTimeOffset.UtcNow + TimeSpan.FromSeconds(0.5), Cancelled);
        Assert.False(waiting.IsCompleted);
        await other.RollbackAsync(Cancelled);

        using var response = await waiting;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("daysLate").GetInt32());
    }

    [Fact]
    public async Task A_criterion_saved_on_its_way_at_the_deadline_is_kept_and_one_sent_after_it_is_not()
    {
        using var sheet = await FilledAsync(lateDays: 0);
        var deadline = await sheet.CloseAsync(TimeSpan.FromSeconds(3));

        using var onItsWay = await sheet.EnterAsync("1.2", new LeafData { Yes = false }, deadline - TimeSpan.FromMilliseconds(1));
        using var tooLate = await sheet.EnterAsync("1.2", new LeafData { Yes = true }, deadline);

        Assert.Equal(HttpStatusCode.OK, onItsWay.StatusCode);
        await IsClosedAsync(tooLate);
        Assert.Equal(PointsInTime - 1, await sheet.PointsAsync());
    }

    [Fact]
    public async Task A_stamp_from_a_clock_that_is_wrong_does_not_open_a_closed_sheet()
    {
        using var sheet = await FilledAsync(lateDays: 0);
        var deadline = await sheet.CloseAsync(TimeSpan.FromMinutes(10));

        using var yesterday = await sheet.SubmitAsync(deadline - TimeSpan.FromDays(1));

        await IsClosedAsync(yesterday);
    }

    [Fact]
    public async Task Without_days_of_grace_a_late_submission_is_refused()
    {
        using var sheet = await FilledAsync(lateDays: 0);
        await sheet.CloseAsync(TimeSpan.FromMinutes(1));

        using var response = await sheet.SubmitAsync(arrived: null);

        await IsClosedAsync(response);
    }

    [Fact]
    public async Task Within_the_days_of_grace_a_late_submission_is_taken_is_marked_and_costs_half_a_point_for_each_begun_day()
    {
        using var sheet = await FilledAsync(lateDays: 3);
        await sheet.CloseAsync(TimeSpan.FromHours(25)); // one whole day and the beginning of a second

        using var response = await sheet.SubmitAsync(arrived: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal(2, answer.GetProperty("daysLate").GetInt32());
        Assert.Equal(5.35m, answer.GetProperty("selfPoints").GetDecimal()); // 6.35 − 2 × 0.5

        var told = await assessment.Published<SelfAssessmentSubmitted>(x => x.SelfAssessmentId == sheet.Id);
        Assert.Equal(2, told.DaysLate);
        var penalty = told.Leaves.Single(leaf => leaf.LeafCode == PenaltyLeaf);
        Assert.Equal((2m, 1.0m), (penalty.Data.Count, penalty.Points));

        var kept = Assert.Single((await sheet.Head.GetFromJsonAsync<JsonElement>(sheet.Path("/submissions"), Cancelled)).GetProperty("items").EnumerateArray());
        Assert.Equal((2, 5.35m), (kept.GetProperty("daysLate").GetInt32(), kept.GetProperty("points").GetDecimal()));
    }

    [Fact]
    public async Task A_minute_too_late_is_one_day_late()
    {
        using var sheet = await FilledAsync(lateDays: 3);
        await sheet.CloseAsync(TimeSpan.FromMinutes(1));

        using var response = await sheet.SubmitAsync(arrived: null);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal((1, 5.85m), (answer.GetProperty("daysLate").GetInt32(), answer.GetProperty("selfPoints").GetDecimal())); // 6.35 − 0.5
    }

    [Fact]
    public async Task After_the_days_of_grace_a_late_submission_is_refused()
    {
        using var sheet = await FilledAsync(lateDays: 3);
        await sheet.CloseAsync(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));

        using var response = await sheet.SubmitAsync(arrived: null);

        await IsClosedAsync(response);
    }

    [Fact]
    public async Task A_deadline_that_is_moved_holds_from_the_next_save_on()
    {
        using var sheet = await FilledAsync(lateDays: 0);
        await sheet.CloseAsync(TimeSpan.FromMinutes(1));
        using var closed = await sheet.EnterAsync("1.2", new LeafData { Yes = false }, arrived: null);
        await IsClosedAsync(closed);

        await sheet.CloseAsync(-TimeSpan.FromHours(1));
        using var open = await sheet.EnterAsync("1.2", new LeafData { Yes = false }, arrived: null);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        await sheet.CloseAsync(TimeSpan.FromMinutes(1));
        using var again = await sheet.EnterAsync("1.2", new LeafData { Yes = true }, arrived: null);
        await IsClosedAsync(again);
    }

    private static async Task IsClosedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("campaign.phase-closed", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
    }

    private async Task<OpenSheet> FilledAsync(int lateDays)
    {
        var year = new SmallYear();
        var opened = WithPenalty(year.Phase(CampaignPhase.SelfAssessment, round: 1, revision: 1)) with { LateDays = lateDays };
        await assessment.Deliver(opened);
        var head = assessment.Client(Roles.UnitHead, year.UnitId);
        var list = await head.GetFromJsonAsync<JsonElement>($"/api/assessment/self-assessments?campaignId={year.CampaignId}", Cancelled);
        var sheet = new OpenSheet(assessment, opened, head, list.GetProperty("items")[0].GetProperty("id").GetGuid());
        (string Code, LeafData Data)[] leaves =
        [
            ("1.1", new() { Numerator = 97, Denominator = 100 }),
            ("1.2", new() { Yes = true }),
            ("2.1", new() { Violations = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["tre"] = 1 } }),
            ("2.2", new() { Numerator = 8, Denominator = 10 }),
        ];
        foreach (var (code, data) in leaves)
        {
            using var response = await sheet.EnterAsync(code, data, arrived: null);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        return sheet;
    }

    /// <summary>Half a point for every day, at most three.</summary>
    private static CampaignChanged WithPenalty(CampaignChanged campaign)
    {
        var group = campaign.Groups[0];
        var leaf = new CriterionSnapshot
        {
            Code = PenaltyLeaf,
            Name = "Điểm trừ gửi phiếu trễ hạn",
            Depth = 0,
            MaxPoints = 3,
            Leaf = new LeafDefinition
            {
                Kind = LeafKind.Penalty, Source = PointSource.Appraised, Rule = new CountRule(0.5m, "ngày"), FieldCode = PenaltyLeaf, EvidenceRequired = false, NotApplicableAllowed = false,
            },
        };
        return campaign with
        {
            Groups = [group with { LatePenaltyLeaf = PenaltyLeaf, CriteriaSet = group.CriteriaSet with { Nodes = [.. group.CriteriaSet.Nodes, leaf] } }],
        };
    }

    private sealed class OpenSheet(ServiceHost<AssessmentDbContext> host, CampaignChanged campaign, HttpClient head, Guid id) : IDisposable
    {
        private CampaignChanged _campaign = campaign;

        public Guid Id => id;

        public HttpClient Head => head;

        public string Path(string rest) => $"/api/assessment/self-assessments/{id}{rest}";

        /// <summary>Moves the deadline to so long ago, and tells which it is.</summary>
        public async Task<DateTimeOffset> CloseAsync(TimeSpan ago)
        {
            var deadline = DateTimeOffset.FromUnixTimeMilliseconds((DateTimeOffset.UtcNow - ago).ToUnixTimeMilliseconds());
            _campaign = _campaign with { Revision = _campaign.Revision + 1, ClosesAt = deadline, SelfAssessmentClosesAt = deadline };
            await host.Deliver(_campaign);
            return deadline;
        }

        /// <param name="arrived">What the gateway wrote on the request; null for one that comes now.</param>
        public Task<HttpResponseMessage> SubmitAsync(DateTimeOffset? arrived) => SendAsync(HttpMethod.Post, "/submission", content: null, arrived);

        public Task<HttpResponseMessage> EnterAsync(string code, LeafData data, DateTimeOffset? arrived) =>
            SendAsync(HttpMethod.Put, $"/entries/{code}", JsonContent.Create(new { data, evidence = "12/BC-SNV" }, options: ScoringJson.Options), arrived);

        public async Task<decimal> PointsAsync() => (await head.GetFromJsonAsync<JsonElement>(Path(""), Cancelled)).GetProperty("selfPoints").GetDecimal();

        public void Dispose() => head.Dispose();

        private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, DateTimeOffset? arrived)
        {
            using var request = new HttpRequestMessage(method, Path(path)) { Content = content };
            if (arrived is { } stamp)
            {
                request.Headers.Add("X-Request-Arrived", stamp.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            }

            return await head.SendAsync(request, Cancelled);
        }
    }
}
