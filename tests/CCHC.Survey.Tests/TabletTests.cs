using System.Net.Http.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Survey.Submissions;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CCHC.Survey.Tests.FieldSteps;

namespace CCHC.Survey.Tests;

public sealed class TabletTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private readonly Guid _lan = Guid.CreateVersion7();
    private readonly Guid _minh = Guid.CreateVersion7();

    [Fact]
    public async Task An_enumerator_takes_along_the_people_of_the_assigned_stratum_with_names_and_without_weights()
    {
        var survey = await AssignedAsync();
        using var lan = service.Client(Roles.Enumerator, userId: _lan);
        var list = await (await lan.GetAsync(new Uri($"/api/survey/field/lists/{survey.Id}", UriKind.Relative), Cancellation)).Json();
        Assert.Equal(12, list.GetProperty("people").GetArrayLength());
        Assert.All(list.GetProperty("people").EnumerateArray(), person => Assert.Equal(("Hộ tịch", true), (person.GetProperty("stratum").GetString(), person.GetProperty("name").GetString()!.StartsWith("Trần Thị", StringComparison.Ordinal))));
        Assert.DoesNotContain("\"percent\":1", list.GetRawText(), StringComparison.Ordinal);

        using var stranger = service.Client(Roles.Enumerator);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await stranger.GetAsync(new Uri($"/api/survey/field/lists/{survey.Id}", UriKind.Relative), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Two_tablets_with_overlapping_lists_of_which_one_synchronises_twice_lose_and_double_nothing()
    {
        var survey = await AssignedAsync();
        var people = (await service.Codes(survey)).Where(code => code.Stratum == "Hộ tịch").ToList();
        var (first, second) = (people.Take(8).Select(person => Interview(survey, person.Serial)).ToList(), people.Skip(5).Take(7).Select(person => Interview(survey, person.Serial)).ToList());
        Assert.Equal(Enumerable.Repeat("stored", 8), await Synchronise(survey, _lan, first));
        Assert.Equal(Enumerable.Repeat("already", 8), await Synchronise(survey, _lan, first));

        // Numbers 6 to 8 of the list were asked by both; those of the second tablet are kept and do not count.
        Assert.Equal(["duplicate", "duplicate", "duplicate", "stored", "stored", "stored", "stored"], await Synchronise(survey, _minh, second));
        Assert.Equal(Enumerable.Repeat("already", 7), await Synchronise(survey, _minh, second));

        var board = await service.Get($"{survey.Path}/board");
        var stratum = board.GetProperty("strata").EnumerateArray().Single(x => x.GetProperty("stratum").GetString() == "Hộ tịch");
        Assert.Equal((12, 12, 15, 12), (Number(stratum, "sample"), Number(stratum, "answered"), Number(stratum, "stored"), Number(stratum, "counted")));
        Assert.Equal([("Lan", 8, 0), ("Minh", 7, 3)], board.GetProperty("enumerators").EnumerateArray().Select(x => (x.GetProperty("name").GetString(), Number(x, "stored"), Number(x, "duplicates"))));
    }

    [Fact]
    public async Task Both_tablets_at_the_same_moment_still_count_everybody_once()
    {
        var survey = await AssignedAsync();
        var serials = (await service.Codes(survey)).Where(code => code.Stratum == "Hộ tịch").Select(person => person.Serial).ToList();
        await Task.WhenAll(
            Synchronise(survey, _lan, serials.ConvertAll(serial => Interview(survey, serial))), Synchronise(survey, _minh, serials.ConvertAll(serial => Interview(survey, serial))));
        var states = await service.Read(db => db.Submissions.Where(x => x.SurveyId == survey.Id).GroupBy(x => x.State).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count));
        Assert.Equal((12, 12), (states[SubmissionState.Valid], states[SubmissionState.Excluded]));
    }

    [Fact]
    public async Task What_cannot_be_taken_stays_on_the_tablet_with_the_reason_and_the_rest_is_stored()
    {
        var survey = await AssignedAsync();
        var codes = await service.Codes(survey);
        var (mine, notMine) = (codes.First(code => code.Stratum == "Hộ tịch").Serial, codes.First(code => code.Stratum == "Đất đai").Serial);
        var wrong = new { key = Guid.NewGuid(), serial = mine, consent = true, version = 1, answers = Rate(survey.Campaign.FirstDepartment, "9"), startedAt = Began, endedAt = Began.AddMinutes(5) };
        Assert.Equal(["refused", "refused", "refused", "stored"], await Synchronise(survey, _lan, [Interview(survey, 9999), Interview(survey, notMine), wrong, Interview(survey, mine)]));

        await (await service.Post($"{survey.Path}/closing")).Json();
        Assert.Equal(["refused"], await Synchronise(survey, _lan, [Interview(survey, codes.Last(code => code.Stratum == "Hộ tịch").Serial)]));
    }

    [Fact]
    public async Task Impossible_times_and_haste_are_flagged_and_home_affairs_decides_before_the_survey_closes()
    {
        var survey = await AssignedAsync();
        var people = (await service.Codes(survey)).Where(code => code.Stratum == "Hộ tịch").Select(person => person.Serial).ToList();
        await Synchronise(survey, _lan, [Interview(survey, people[0], minutes: -3), Interview(survey, people[1], minutes: 0), Interview(survey, people[2])]);
        var flagged = await service.Get($"{survey.Path}/submissions?state=flagged");
        Assert.Equal([["impossible-time"], ["speeding"]], flagged.GetProperty("items").EnumerateArray().Select(x => x.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!).ToArray()).OrderBy(flags => flags[0]));
        Assert.Equal("survey.flags-open", await (await service.Post($"{survey.Path}/closing")).Conflict());

        var ids = flagged.GetProperty("items").EnumerateArray().OrderBy(x => x.GetProperty("flags")[0].GetString()).Select(x => x.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(["reason"], await (await service.Post($"{survey.Path}/submissions/reviews", new { ids = ids[..1], decision = "excluded" })).BadFields());
        await (await service.Post($"{survey.Path}/submissions/reviews", new { ids = ids[..1], decision = "excluded", reason = "Đồng hồ máy sai" })).Json();
        await (await service.Post($"{survey.Path}/submissions/reviews", new { ids = ids[1..], decision = "valid" })).Json();
        await (await service.Post($"{survey.Path}/closing")).Json();
        var results = await service.Get($"{survey.Path}/results");
        Assert.Equal(2, results.GetProperty("items").EnumerateArray().Sum(item => Number(item, "answers")));
    }

    [Fact]
    public async Task A_form_without_a_flag_cannot_be_taken_out_of_the_count()
    {
        var survey = await AssignedAsync();
        await Synchronise(survey, _lan, [Interview(survey, (await service.Codes(survey)).First(code => code.Stratum == "Hộ tịch").Serial)]);
        var id = await service.Read(db => db.Submissions.Where(x => x.SurveyId == survey.Id).Select(x => x.Id).SingleAsync());
        Assert.Equal("submission.not-flagged", await (await service.Post($"{survey.Path}/submissions/reviews", new { ids = new[] { id }, decision = "excluded", reason = "Điểm thấp" })).Conflict());
    }

    private static readonly DateTimeOffset Began = DateTimeOffset.UtcNow;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int Number(System.Text.Json.JsonElement item, string name) => item.GetProperty(name).GetInt32();

    private static object Interview(FieldSurvey survey, int serial, double minutes = 4) => new
    {
        key = Guid.NewGuid(), serial, consent = true, version = 1, answers = Rate(UnitOf(survey, serial), "4"), startedAt = DateTimeOffset.UtcNow, endedAt = DateTimeOffset.UtcNow.AddMinutes(minutes),
    };

    private static Guid UnitOf(FieldSurvey survey, int serial) => Units.TryGetValue((survey.Id, serial), out var unit) ? unit : survey.Campaign.FirstDepartment;

    private static readonly Dictionary<(Guid, int), Guid> Units = [];

    private async Task<FieldSurvey> AssignedAsync()
    {
        var survey = await service.OpenField();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        await (await homeAffairs.PutAsJsonAsync($"{survey.Path}/enumerators", new
        {
            items = new object[]
            {
                new { accountId = _lan, userName = "lan", name = "Lan", strata = new[] { "Hộ tịch" } }, new { accountId = _minh, userName = "minh", name = "Minh", strata = new[] { "Hộ tịch" } },
            },
        }, Cancellation)).Json();
        foreach (var (serial, unit) in await service.Read(db => db.Invitations.Where(x => x.SurveyId == survey.Id).Select(x => new ValueTuple<int, Guid>(x.Serial, x.UnitId!.Value)).ToListAsync()))
        {
            Units[(survey.Id, serial)] = unit;
        }

        return survey;
    }

    private async Task<IReadOnlyList<string>> Synchronise(FieldSurvey survey, Guid enumerator, IReadOnlyList<object> interviews) =>
        [
            .. (await (await service.Post($"/api/survey/field/lists/{survey.Id}/interviews", new { interviews }, Roles.Enumerator, enumerator)).Json())
                .GetProperty("items").EnumerateArray().Select(item => item.GetProperty("outcome").GetString()!),
        ];
}
