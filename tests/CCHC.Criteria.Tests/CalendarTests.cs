using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace CCHC.Criteria.Tests;

/// <summary>Criteria with a clock that the test moves, and a second replica, a process of its own, on the same database and broker.</summary>
public sealed class TwoReplicas(TestServers servers) : ServiceHost<CriteriaDbContext>(servers)
{
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero));

    public ReplicaProcess Second { get; private set; } = null!;

    /// <summary>Of the first replica and, while it lives, of the second.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        Second.SetUtcNow(now);
        Clock.SetUtcNow(now);
    }

    public void Advance(TimeSpan time) => SetUtcNow(Clock.GetUtcNow() + time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Second = new ReplicaProcess(ConnectionString, VirtualHost, Clock.GetUtcNow());
        await Eventually.Is(
            async () => Second.HasExited ? throw new InvalidOperationException($"The second replica has ended: {Second.Output}") : await CountAsync(
                $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{ReplicaProcess.Name}'"),
            connections => connections > 0, TimeSpan.FromSeconds(60));
    }

    /// <summary>
    /// The second replica alone reaches the change, has the campaign's row and is about to write the event when it is killed: the table it writes to
    /// is held until then. The database takes back what it had begun.
    /// </summary>
    public async Task KillSecondInTheMiddleOfAsync(DateTimeOffset change)
    {
        await using var database = NpgsqlDataSource.Create(ConnectionString);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE outbox_message IN SHARE MODE", connection, transaction))
        {
            await hold.ExecuteNonQueryAsync();
        }

        Second.SetUtcNow(change);
        await Eventually.Is(
            () => CountAsync(
                $"""
                SELECT count(*) FROM pg_locks AS waiting JOIN pg_stat_activity AS replica USING (pid)
                WHERE NOT waiting.granted AND waiting.relation = 'outbox_message'::regclass AND replica.application_name = '{ReplicaProcess.Name}' AND replica.query LIKE '%INSERT%'
                """),
            waiting => waiting > 0, TimeSpan.FromSeconds(30));
        await Second.KillAsync();
        await transaction.RollbackAsync();
        await Eventually.Is(() => CountAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{ReplicaProcess.Name}'"), connections => connections == 0, TimeSpan.FromSeconds(30));
    }

    public override async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Configure(IWebHostBuilder builder) =>
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));

    private async Task<long> CountAsync(string query)
    {
        await using var database = NpgsqlDataSource.Create(ConnectionString);
        await using var command = database.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

public sealed class CalendarTests(TwoReplicas criteria) : IClassFixture<TwoReplicas>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Local times of a year with two rounds, as a province would set them.</summary>
    private static readonly (string Phase, int Round, string OpensAt, string? ClosesAt)[] Year =
    [
        ("SelfAssessment", 1, "2026-11-01T08:00", "2026-11-20T17:00"),
        ("Appraisal", 1, "2026-11-21T08:00", "2026-12-05T17:00"),
        ("SelfAssessment", 2, "2026-12-06T08:00", "2026-12-15T17:00"),
        ("Appraisal", 2, "2026-12-15T17:00", "2026-12-28T17:00"),
        ("Council", 2, "2027-01-04T08:00", "2027-01-08T17:00"),
        ("Publication", 2, "2027-01-12T08:00", null),
    ];

    [Fact]
    public async Task Through_a_whole_year_every_phase_opens_and_closes_once_in_order_at_its_minute_though_a_replica_dies()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var (id, unit) = await CampaignAsync(homeAffairs, "year", rounds: 2);
        await SetCalendarAsync(homeAffairs, id, Year);
        await PostAsync(homeAffairs, $"{id}/preparation");

        const int Killed = 4; // the opening of the second round
        var changes = Year.SelectMany(step => new[] { (At: Utc(step.OpensAt), Open: true, step.Phase, step.Round) }
                .Concat(step.ClosesAt is null ? [] : [(At: Utc(step.ClosesAt), Open: false, step.Phase, step.Round)]))
            .OrderBy(change => change.At).ThenBy(change => change.Open).ToList();
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            if (criteria.Clock.GetUtcNow() < change.At.AddMinutes(-1))
            {
                criteria.SetUtcNow(change.At.AddMinutes(-1));
                await Task.Delay(400, Cancelled); // time for a replica that is too early to show itself
                Assert.False(Happened(await CampaignAsync(homeAffairs, id), change), $"{change} came a minute early");
            }

            if (i == Killed)
            {
                await criteria.KillSecondInTheMiddleOfAsync(change.At);
                Assert.False(Happened(await CampaignAsync(homeAffairs, id), change), $"{change} was half done");
            }

            // Both replicas look at this very moment, and again a look later.
            if (criteria.Clock.GetUtcNow() < change.At)
            {
                criteria.SetUtcNow(change.At);
            }

            criteria.Advance(TimeSpan.FromSeconds(15));
            await Eventually.Is(() => CampaignAsync(homeAffairs, id), campaign => Happened(campaign, change));
        }

        var expected = new[]
        {
            "Mở bước “Tự đánh giá”", "Đóng bước “Tự đánh giá”", "Mở bước “Thẩm định lần 1”", "Đóng bước “Thẩm định lần 1”", "Mở bước “Bổ sung, giải trình lần 2”",
            "Đóng bước “Bổ sung, giải trình lần 2”", "Mở bước “Thẩm định lần 2”", "Đóng bước “Thẩm định lần 2”", "Mở bước “Hội đồng thông qua”",
            "Đóng bước “Hội đồng thông qua”", "Mở bước “Phê duyệt, công bố”",
        };
        var journal = (await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/campaigns/{id}/journal", Cancelled)).GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("by").GetString() == "Hệ thống, theo lịch").Reverse().ToList();
        Assert.Equal(expected, journal.Select(entry => entry.GetProperty("text").GetString()!));
        Assert.All(journal.Zip(changes), pair => Assert.InRange((pair.First.GetProperty("at").GetDateTimeOffset() - pair.Second.At).TotalSeconds, 0, 59));

        // The others are told the same story: one event per change, revisions without a gap.
        await criteria.Published<CampaignChanged>(x => x.CampaignId == id && x.Phase == CampaignPhase.Publication);
        var told = criteria.Events.Seen<CampaignChanged>().Where(x => x.Message.CampaignId == id).DistinctBy(x => x.MessageId).Select(x => x.Message).OrderBy(x => x.Revision).ToList();
        Assert.Equal(Enumerable.Range(told[0].Revision, told.Count), told.Select(x => x.Revision));
        Assert.Equal(changes.Count(change => change.Open), told.Select(x => (x.Phase, x.Round)).Distinct().Count(x => x.Phase != CampaignPhase.Draft));
        Assert.NotEqual(Guid.Empty, unit);
    }

    [Fact]
    public async Task When_the_clock_jumps_over_several_changes_they_happen_in_their_order()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var start = criteria.Clock.GetUtcNow();
        var (id, _) = await CampaignAsync(homeAffairs, "jump", rounds: 1);
        await SetCalendarAsync(
            homeAffairs, id,
            ("SelfAssessment", 1, Local(start.AddDays(10)), Local(start.AddDays(20))), ("Appraisal", 1, Local(start.AddDays(21)), Local(start.AddDays(30))));
        await PostAsync(homeAffairs, $"{id}/preparation");

        criteria.SetUtcNow(start.AddDays(40));

        var campaign = await Eventually.Is(() => CampaignAsync(homeAffairs, id), x => Step(x, "appraisal", 1).GetProperty("state").GetString() == "closed");
        Assert.Equal("appraisal", campaign.GetProperty("phase").GetString());
        Assert.Equal("closed", Step(campaign, "selfAssessment", 1).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_draft_that_nobody_prepared_does_not_open_by_itself()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var start = criteria.Clock.GetUtcNow();
        var (id, _) = await CampaignAsync(homeAffairs, "unprepared", rounds: 1);
        await SetCalendarAsync(homeAffairs, id, ("SelfAssessment", 1, Local(start.AddDays(1)), Local(start.AddDays(5))));

        criteria.Advance(TimeSpan.FromDays(2));
        await Task.Delay(300, Cancelled);

        Assert.Equal("draft", (await CampaignAsync(homeAffairs, id)).GetProperty("phase").GetString());
    }

    [Fact]
    public async Task A_unit_is_reminded_seven_three_and_one_day_before_and_on_the_day_until_it_has_submitted()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var start = criteria.Clock.GetUtcNow();
        var (id, unit) = await CampaignAsync(homeAffairs, "remind", rounds: 1);
        using var officer = criteria.Client(Roles.UnitOfficer, unit);
        var deadline = new DateTimeOffset(start.Date.AddDays(20).AddHours(10), TimeSpan.Zero); // 17:00 in Việt Nam
        await SetCalendarAsync(homeAffairs, id, ("SelfAssessment", 1, Local(start.AddDays(1)), Local(deadline)));
        await PostAsync(homeAffairs, $"{id}/preparation");
        criteria.SetUtcNow(start.AddDays(1).AddMinutes(1));
        await Eventually.Is(() => CampaignAsync(homeAffairs, id), x => x.GetProperty("phase").GetString() == "selfAssessment");

        foreach (var days in new[] { 7, 3, 1, 0, -1 })
        {
            criteria.SetUtcNow(days == -1 ? deadline.AddMinutes(5) : deadline.AddDays(-days).AddMinutes(-30));
            var notices = await Eventually.Is(
                () => officer.GetFromJsonAsync<JsonElement>("/api/criteria/notices", Cancelled),
                x => x.GetProperty("items").EnumerateArray().Any(notice => notice.GetProperty("daysBefore").GetInt32() == days));
            var notice = Assert.Single(notices.GetProperty("items").EnumerateArray());
            Assert.Equal(days == -1, notice.GetProperty("overdue").GetBoolean());
        }

        await criteria.Deliver(new SelfAssessmentSubmitted
        {
            SelfAssessmentId = Guid.NewGuid(), CampaignId = id, UnitId = unit, GroupCode = "so", Round = 1, Revision = 1,
            SubmittedAt = criteria.Clock.GetUtcNow(), SubmittedBy = "Giám đốc", Leaves = [],
        });
        Assert.Empty((await officer.GetFromJsonAsync<JsonElement>("/api/criteria/notices", Cancelled)).GetProperty("items").EnumerateArray());
        Assert.Equal(5, await criteria.Read(db => db.Notices.CountAsync(notice => notice.CampaignId == id && notice.UnitId == unit, Cancelled)));
    }

    [Fact]
    public async Task An_extension_moves_the_deadline_of_a_unit_and_a_reopening_takes_the_campaign_back_with_reasons_on_record()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var start = criteria.Clock.GetUtcNow();
        var (id, unit) = await CampaignAsync(homeAffairs, "extend", rounds: 1);
        await SetCalendarAsync(
            homeAffairs, id, ("SelfAssessment", 1, Local(start.AddDays(1)), Local(start.AddDays(5))), ("Appraisal", 1, Local(start.AddDays(5)), Local(start.AddDays(9))));
        await PostAsync(homeAffairs, $"{id}/preparation");
        criteria.SetUtcNow(start.AddDays(2));
        await Eventually.Is(() => CampaignAsync(homeAffairs, id), x => x.GetProperty("phase").GetString() == "selfAssessment");

        using var withoutReason = await homeAffairs.PostAsJsonAsync(
            $"/api/criteria/campaigns/{id}/extensions", new { phase = "SelfAssessment", round = 1, unitId = unit, until = Local(start.AddDays(6)) }, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, withoutReason.StatusCode);

        await PostAsync(homeAffairs, $"{id}/extensions", new { phase = "SelfAssessment", round = 1, unitId = unit, until = Local(start.AddDays(6)), reason = "Mất điện" });
        var extended = await criteria.Published<CampaignChanged>(x => x.CampaignId == id && x.Extensions.Count == 1);
        Assert.Equal((unit, false, "Mất điện"), (extended.Extensions[0].UnitId!.Value, extended.Extensions[0].Reopens, extended.Extensions[0].Reason));

        criteria.SetUtcNow(start.AddDays(6).AddMinutes(1));
        await Eventually.Is(() => CampaignAsync(homeAffairs, id), x => x.GetProperty("phase").GetString() == "appraisal");
        await PostAsync(homeAffairs, $"{id}/extensions", new { phase = "SelfAssessment", round = 1, until = Local(start.AddDays(12)), reason = "Số liệu sai hàng loạt", reopens = true });

        var reopened = await CampaignAsync(homeAffairs, id);
        Assert.Equal("selfAssessment", reopened.GetProperty("phase").GetString());
        Assert.Equal("planned", Step(reopened, "appraisal", 1).GetProperty("state").GetString());
        var journal = await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/campaigns/{id}/journal", Cancelled);
        Assert.Equal("Số liệu sai hàng loạt", journal.GetProperty("items")[0].GetProperty("reason").GetString());

        criteria.SetUtcNow(start.AddDays(12).AddMinutes(1));
        await Eventually.Is(() => CampaignAsync(homeAffairs, id), x => x.GetProperty("phase").GetString() == "appraisal");
    }

    [Fact]
    public async Task A_practice_copy_ends_on_its_day_and_leaves_no_row()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var (id, _) = await CampaignAsync(homeAffairs, "real", rounds: 1);
        var today = DateOnly.FromDateTime(criteria.Clock.GetUtcNow().AddHours(7).DateTime);
        var copy = await PostAsync(homeAffairs, $"{id}/practice-copies", new { code = "practice", name = "Tập huấn", wipeOn = today.AddDays(3) });
        var practice = copy.GetProperty("id").GetGuid();
        await PostAsync(homeAffairs, $"{practice}/phases", new { phase = "SelfAssessment", round = 1 });
        await PostAsync(homeAffairs, $"{practice}/plan/template");

        criteria.SetUtcNow(new DateTimeOffset(today.AddDays(3).ToDateTime(new TimeOnly(0, 0, 20)), TimeSpan.FromHours(7)).ToUniversalTime());
        var ended = await criteria.Published<CampaignChanged>(x => x.CampaignId == practice && x.ClosesAt is not null);
        Assert.True(ended.Practice);

        criteria.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("practice", (await criteria.Published<CampaignWiped>(x => x.CampaignId == practice)).Code);
        await Eventually.Holds(async () => Assert.Empty(await TablesWithAsync(practice)));
        Assert.NotEmpty(await TablesWithAsync(id));
    }

    [Theory]
    [InlineData("2026-11-20T08:00", "2026-11-01T08:00", "trước khi bắt đầu")]
    [InlineData("2026-13-41T08:00", null, "phải có dạng ngày và giờ")]
    [InlineData("2020-01-01T08:00", null, "đã qua")]
    public async Task A_calendar_that_makes_no_sense_is_refused_in_words_and_nothing_is_stored(string opensAt, string? closesAt, string words)
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var (id, _) = await CampaignAsync(homeAffairs, $"bad-{Guid.NewGuid():N}"[..20], rounds: 1);

        using var response = await homeAffairs.PutAsJsonAsync(
            $"/api/criteria/campaigns/{id}/calendar", new { steps = new[] { new { phase = "SelfAssessment", round = 1, opensAt, closesAt } } }, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(words, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Cancelled)).GetProperty("errors").EnumerateObject().First().Value[0].GetString(), StringComparison.Ordinal);
        Assert.All((await CampaignAsync(homeAffairs, id)).GetProperty("calendar").EnumerateArray(), step => Assert.Equal(JsonValueKind.Null, step.GetProperty("opensAt").ValueKind));
    }

    private static bool Happened(JsonElement campaign, (DateTimeOffset At, bool Open, string Phase, int Round) change) =>
        Step(campaign, char.ToLowerInvariant(change.Phase[0]) + change.Phase[1..], change.Round)
            .GetProperty(change.Open ? "openedAt" : "closedAt").ValueKind != JsonValueKind.Null;

    private static JsonElement Step(JsonElement campaign, string phase, int round) => campaign.GetProperty("calendar").EnumerateArray()
        .Single(step => step.GetProperty("phase").GetString() == phase && step.GetProperty("round").GetInt32() == round);

    /// <summary>Việt Nam is seven hours ahead of UTC all year.</summary>
    private static DateTimeOffset Utc(string local) => new(DateTime.Parse(local, CultureInfo.InvariantCulture).AddHours(-7), TimeSpan.Zero);

    private static string Local(DateTimeOffset instant) => instant.AddHours(7).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static Task<JsonElement> CampaignAsync(HttpClient homeAffairs, Guid id) =>
        homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/campaigns/{id}", Cancelled);

    private static async Task<JsonElement> PostAsync(HttpClient homeAffairs, string path, object? body = null)
    {
        using var response = await homeAffairs.PostAsJsonAsync($"/api/criteria/campaigns/{path}", body ?? new { }, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task SetCalendarAsync(HttpClient homeAffairs, Guid id, params (string Phase, int Round, string OpensAt, string? ClosesAt)[] steps)
    {
        using var response = await homeAffairs.PutAsJsonAsync(
            $"/api/criteria/campaigns/{id}/calendar", new { steps = steps.Select(step => new { phase = step.Phase, round = step.Round, opensAt = step.OpensAt, closesAt = step.ClosesAt }) }, Cancelled);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }

    private async Task<(Guid Id, Guid UnitId)> CampaignAsync(HttpClient homeAffairs, string code, int rounds)
    {
        var unit = Guid.CreateVersion7();
        await criteria.Deliver(new UnitChanged
        {
            UnitId = unit, Revision = 1, Code = "SNV-" + code, Name = "Sở Nội vụ", Type = "Sở", GroupCode = "so", GroupName = "Khối sở", PredecessorIds = [],
        });
        using var csv = new StringContent("ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n1,LV,Kế hoạch,2,TD,YESNO,\n", Encoding.UTF8, "text/csv");
        using var created = await homeAffairs.PostAsync($"/api/criteria/sets?code=set-{code}&name=X&year=2026", csv, Cancelled);
        var set = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();
        using var published = await homeAffairs.PostAsync($"/api/criteria/sets/{set}/publication", null, Cancelled);
        published.EnsureSuccessStatusCode();
        var campaign = await PostAsync(homeAffairs, "", new
        {
            code,
            name = "Chỉ số CCHC 2026",
            year = 2026,
            rounds,
            surveyHeld = false,
            groups = new[] { new { code = "so", name = "Khối sở", criteriaSetId = set, unitIds = new[] { unit } } },
        });
        return (campaign.GetProperty("id").GetGuid(), unit);
    }

    /// <summary>Every table in which some column of some row holds the id.</summary>
    private async Task<List<string>> TablesWithAsync(Guid id)
    {
        await using var connection = new NpgsqlConnection(criteria.ConnectionString);
        await connection.OpenAsync(Cancelled);
        var found = new List<string>();
        var tables = await ReadAsync("SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('outbox_message', 'outbox_sent')");
        foreach (var table in tables)
        {
            found.AddRange(await ReadAsync($"SELECT '{table}' FROM {table} t WHERE t::text LIKE '%{id}%' LIMIT 1"));
        }

        return found;

        async Task<List<string>> ReadAsync(string query)
        {
            var values = new List<string>();
            await using var command = new NpgsqlCommand(query, connection);
            await using var reader = await command.ExecuteReaderAsync(Cancelled);
            while (await reader.ReadAsync(Cancelled))
            {
                values.Add(reader.GetString(0));
            }

            return values;
        }
    }
}
