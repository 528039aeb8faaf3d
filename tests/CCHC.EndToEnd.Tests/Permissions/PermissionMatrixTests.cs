using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests.Permissions;

/// <summary>Every route of every OpenAPI document is asked by every kind of caller; the answer expected is what its permission says.</summary>
public sealed partial class PermissionMatrixTests(Province province, PermissionMatrixTests.Matrix matrix) : IClassFixture<PermissionMatrixTests.Matrix>, IAsyncLifetime
{
    /// <summary>Of what the campaign does not have, nobody finds anything: a published result, snapshots, a file behind a link, a review by the Ministry.</summary>
    private static readonly HashSet<string> Nothing =
    [
        .. """
            GET /api/criteria/campaigns/{id}/plan/steps/{stepId}/files/{fileId}
            GET /api/assessment/self-assessments/{id}/ministry-review
            GET /api/assessment/self-assessments/{id}/documents/{documentId}/content
            GET /api/appraisal/campaigns/{campaignId}/council/proposal
            GET /api/survey/surveys/{id}/results
            GET /api/survey/surveys/{id}/results.csv
            GET /api/survey/surveys/{id}/statistics
            GET /api/survey/surveys/{id}/report.{format}
            GET /api/survey/surveys/{id}/answers.csv
            GET /api/survey/surveys/{id}/paper-forms/{number}
            GET /api/survey/field/lists/{surveyId}
            GET /api/ranking/campaigns/{code}/snapshots/{number}
            GET /api/ranking/campaigns/{code}/documents/{kind}.{format}
            GET /api/ranking/campaigns/{code}/awards
            GET /api/ranking/webhooks/{id}
            GET /api/ranking/webhooks/{id}/deliveries
            GET /api/ranking/remediation-plans/for-unit/{unitCode}
            GET /api/ranking/remediation-plans/{id}
            GET /api/ranking/remediation-plans/{id}/items
            GET /api/ranking/remediation-plans/{id}/items/{itemId}
            GET /api/ranking/remediation-plans/{id}/kept
            GET /api/ranking/remediation-plans/{id}/board
            GET /api/ranking/remediation-plans/{id}/forecast
            GET /api/ranking/remediation-plans/{id}/document.{format}
            """.Split('\n'),
        .. ApiRoute.Services.Select(service => $"GET /api/{service}/failed-messages/{{consumer}}/{{id}}"),
    ];

    /// <summary>Answered the same in every phase: nothing is open to be agreed to, nobody has taken over a part, nothing was scored apart.</summary>
    private static readonly HashSet<string> NothingToRefuse =
    [
        "POST /api/appraisal/campaigns/{campaignId}/acceptances", "PUT /api/appraisal/cases/{id}/leaves/{leafCode}/arbitration",
        "POST /api/assessment/self-assessments/{id}/hand-over", "POST /api/assessment/self-assessments/{id}/contributions", "POST /api/assessment/self-assessments/{id}/contributions/{unitId}/return",
        "POST /api/assessment/self-assessments/{id}/uploads", "PATCH /api/assessment/self-assessments/{id}/uploads/{uploadId}", "POST /api/assessment/self-assessments/{id}/workbook", "DELETE /api/ranking/campaigns/{code}/snapshots/{number}",
    ];

    /// <summary>What uploads ask for, and nobody else minds.</summary>
    private static readonly Dictionary<string, string> Tus = new(StringComparer.Ordinal) { ["Tus-Resumable"] = "1.0.0" };

    private static readonly string[] UnitRoles = [Roles.UnitOfficer, Roles.UnitHead];

    private readonly List<string> _wrong = [];
    private JudgedCampaign _judged = null!;
    private RolePeople _people = null!;
    private IReadOnlyList<ApiRoute> _routes = null!;

    public async ValueTask InitializeAsync()
    {
        await matrix.PrepareAsync(province);
        (_judged, _people, _routes) = (matrix.Judged!, matrix.People!, matrix.Routes);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Who_does_not_hold_a_role_that_a_route_asks_for_is_refused_and_who_does_is_not()
    {
        Assert.Equal(Roles.All.Order(StringComparer.Ordinal), _people.Own.Keys.Order(StringComparer.Ordinal));
        foreach (var route in _routes.Where(route => !route.Permission!.IsOpen))
        {
            var found = false;
            foreach (var (role, person) in _people.Own)
            {
                if (!route.Permission!.Admits(role))
                {
                    Expect(route, role, await AskAsync(person, route), status => status == HttpStatusCode.Forbidden);
                }
                else if (route.Method == "GET")
                {
                    var answer = await AskAsync(person, route);
                    found |= answer.IsSuccess;
                    Expect(route, role, answer, status => (int)status is >= 200 and < 300 || (status is HttpStatusCode.NotFound && route.Permission.Reach == "Part") || (status is HttpStatusCode.NotFound or HttpStatusCode.Conflict && Nothing.Contains($"{route}")));
                }
                else if (route.Permission.Reach != "Self") // nothing of the people's own accounts is to change
                {
                    // Of things that there are not, in words that cannot be read: the role lets it in, and nothing changes.
                    using var unreadable = route.MediaType is null ? null : new StringContent("{", Encoding.UTF8, route.MediaType);
                    Expect(route, role, await person.SendAsync(new HttpMethod(route.Method), JudgedCampaign.Unknown(route.Path), unreadable), status => status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized) && (int)status is >= 200 and < 500);
                }
            }

            if (route.Method == "GET" && !found && !Nothing.Contains($"{route}"))
            {
                _wrong.Add($"{route}: nobody was answered");
            }
        }

        Judge();
    }

    [Fact]
    public async Task Without_a_token_and_with_one_that_is_expired_forged_or_from_elsewhere_nobody_gets_in()
    {
        var issuer = new TokenForger(province.System);
        var tokens = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["no token"] = null,
            ["expired"] = await issuer.ExpiredAsync(),
            ["not yet valid"] = await issuer.EarlyAsync(),
            ["forged"] = await issuer.SignedByAnotherKeyAsync(),
            ["unsigned"] = await issuer.UnsignedAsync(),
            ["other issuer"] = await issuer.OfAnotherIssuerAsync(),
            ["other type"] = await issuer.OfAnotherTypeAsync(),
            ["other audience"] = await issuer.ForAnotherAudienceAsync(),
        };
        var good = province.System.WithToken(await issuer.GoodAsync());
        Assert.True((await good.SendAsync(HttpMethod.Get, "/api/criteria/sets")).IsSuccess); // so that only what is wrong with the others keeps them out
        foreach (var (what, token) in tokens)
        {
            var gateway = token is null ? province.System.Anonymous() : province.System.WithToken(token);
            foreach (var route in _routes.Where(route => !route.Permission!.IsOpen))
            {
                var hidden = route.Permission!.HiddenFromPublic && token is null;
                Expect(route, $"{what}, service", await AskAsync(province.System.Directly(route.Service, token), route), status => status == (hidden ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized));

                // The gateway turns writers back before they reach the service.
                Expect(route, $"{what}, gateway", await AskAsync(gateway, route), status => status == (hidden && route.Method == "GET" ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized));
            }
        }

        Judge();
    }

    [Fact]
    public async Task To_people_of_another_unit_or_government_everything_is_as_if_it_did_not_exist()
    {
        foreach (var route in _routes.Where(route => route.Permission!.Reach is "Unit" or "Government" or "Part"))
        {
            foreach (var (role, person) in _people.Others.Where(person => route.Permission!.Admits(person.Key)))
            {
                var ofUnit = UnitRoles.Contains(role, StringComparer.Ordinal);
                if ((ofUnit && route.Path.StartsWith("/api/criteria/campaigns", StringComparison.Ordinal)) || (route.Method == "GET" && route.Path.StartsWith("/api/criteria/sets", StringComparison.Ordinal)))
                {
                    continue; // its own campaign too; the province's sets are for every government to follow
                }

                var answer = await AskAsync(person, route);
                if (route.HasParameters)
                {
                    using var body = _judged.Body(route);
                    var nothing = await person.SendAsync(new HttpMethod(route.Method), JudgedCampaign.Unknown(route.Path), body, headers: Tus);
                    Expect(route, $"{role} of elsewhere, unlike {nothing.Status}", answer, status => status == nothing.Status && Said(answer) == Said(nothing));
                }
                else if (route.Method == "GET" && answer.IsSuccess)
                {
                    string[] ids = ["sheet", "case", "document", .. ofUnit ? Array.Empty<string>() : ["campaign", "meeting", "set", "survey"]];
                    var leaked = ids.Select(id => _judged[id]).Concat(JudgedCampaign.Secrets).FirstOrDefault(secret => Said(answer).Contains(secret, StringComparison.Ordinal));
                    Expect(route, $"{role} of elsewhere, {leaked}", answer, _ => leaked is null);
                }
            }
        }

        Judge();
    }

    [Fact]
    public async Task What_belongs_to_one_phase_is_refused_in_another()
    {
        var early = _routes.Where(route => route.Method != "GET" && route.Permission!.During.Contains("Appraisal")).ToList();
        var late = _routes.Where(route => route.Method != "GET" && route.Permission!.During.Count > 0 && !route.Permission.During.Contains("Appraisal")).ToList();
        Assert.True(early.Count >= 4 && late.Count >= 10, $"{early.Count} routes of the council, {late.Count} of other phases");
        foreach (var (route, answer) in matrix.Early.Where(asked => !NothingToRefuse.Contains($"{asked.Route}")))
        {
            Expect(route, "the council, before its phase", answer, status => Refuses(route, status));
        }

        foreach (var route in late.Where(route => !NothingToRefuse.Contains($"{route}")))
        {
            var answer = await AskAsync(_people.Own[route.Permission!.Roles[^1]], route);
            Expect(route, "its own people, after their phase", answer, status => Refuses(route, status));
        }

        Judge();

        // What hangs on a thing that the campaign does not have is not found either way.
        bool Refuses(ApiRoute route, HttpStatusCode status) =>
            status == HttpStatusCode.Conflict || (_judged.Fill(route.Path).Contains(Guid.Empty.ToString(), StringComparison.Ordinal) && status == HttpStatusCode.NotFound);
    }

    /// <summary>
    /// Paired calls in random order. A difference in the mean is one that chance brings about less than once in a thousand times (t-test) and that is more than a
    /// fiftieth of the answer's time: a database is some microseconds slower in passing over a row than in finding none.
    /// </summary>
    [Fact]
    public async Task How_long_an_answer_takes_does_not_tell_whether_there_is_something_to_hide()
    {
        const int Pairs = 700; // of each of three: 2,100 pairs
        var (strange, barred) = (_people.Others["unit-head"], await _judged.SignInAsync("thuky"));
        var asked = new (Caller Person, string Service, string Hidden, string Nothing)[]
        {
            (strange, "assessment", $"/api/assessment/self-assessments/{_judged["sheet"]}", $"/api/assessment/self-assessments/{Guid.NewGuid()}"),
            (barred, "appraisal", $"/api/appraisal/cases/{_judged["case"]}", $"/api/appraisal/cases/{Guid.NewGuid()}"),
            (barred, "ranking", $"/api/ranking/campaigns/{_judged.Code}/standings/{_judged.FirstUnit}", $"/api/ranking/campaigns/{_judged.Code}/standings/MT9"),
        };
        foreach (var (person, service, hidden, nothing) in asked)
        {
            var direct = province.System.Directly(service, person.Token);
            await CompareAsync(direct, hidden, nothing, Pairs / 10); // the first calls compile
            var difference = await CompareAsync(direct, hidden, nothing, Pairs);
            if (difference.Tells)
            {
                difference = await CompareAsync(direct, hidden, nothing, Pairs * 3);
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{service}: {difference}");
            Assert.False(difference.Tells, $"{hidden}: {difference}");
        }
    }

    /// <summary>Without the slowest tenth of pairs, in which something else ran.</summary>
    private static async Task<Difference> CompareAsync(Caller caller, string hidden, string nothing, int pairs)
    {
        var (random, differences) = (new Random(20261130), new List<(double Difference, double Slower)>());
        for (var pair = 0; pair < pairs; pair++)
        {
            var first = random.Next(2) == 0;
            var one = await TimeAsync(first ? hidden : nothing);
            var other = await TimeAsync(first ? nothing : hidden);
            differences.Add((first ? one - other : other - one, Math.Max(one, other)));
        }

        var kept = differences.OrderBy(pair => pair.Slower).Take(pairs * 9 / 10).Select(pair => pair.Difference).ToList();
        var mean = kept.Average();
        var variance = kept.Sum(difference => (difference - mean) * (difference - mean)) / (kept.Count - 1);
        return new Difference(mean / Math.Sqrt(variance / kept.Count), mean / differences.Select(pair => pair.Slower).Order().ElementAt(pairs / 2));

        async Task<double> TimeAsync(string path)
        {
            var begun = Stopwatch.GetTimestamp();
            var answer = await caller.SendAsync(HttpMethod.Get, path);
            var taken = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            return taken;
        }
    }

    private Task<Answer> AskAsync(Caller person, ApiRoute route) => AskAsync(_judged, person, route);

    private static async Task<Answer> AskAsync(JudgedCampaign judged, Caller person, ApiRoute route)
    {
        using var body = judged.Body(route);
        return route.Streams ? await person.PeekAsync(judged.Fill(route.Path)) : await person.SendAsync(new HttpMethod(route.Method), judged.Fill(route.Path), body, headers: Tus);
    }

    private void Expect(ApiRoute route, string who, Answer answer, Func<HttpStatusCode, bool> expected)
    {
        if (!expected(answer.Status))
        {
            _wrong.Add($"{route} by {who} [{route.Permission!.Allows}] → {(int)answer.Status} {answer.Body[..Math.Min(answer.Body.Length, 200)]}");
        }
    }

    private void Judge() => Assert.True(_wrong.Count == 0, $"{_wrong.Count} answers are not what the table says:\n{string.Join('\n', _wrong)}");

    /// <summary>Without what is new in every answer.</summary>
    private static string Said(Answer answer) => Trace().Replace(answer.Body, "");

    [GeneratedRegex("""
        "traceId":"\w+"
        """, RegexOptions.None, 1000)]
    private static partial Regex Trace();

    /// <param name="T">Student's, of the paired differences.</param>
    /// <param name="Share">The mean difference as a part of how long an answer takes.</param>
    private sealed record Difference(double T, double Share)
    {
        private const double Critical = 3.29; // two-sided, p = 0.001

        public bool Tells => Math.Abs(T) > Critical && Math.Abs(Share) > 0.02;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"t = {T:0.00}, {Share:P2} of the time");
    }

    /// <summary>One campaign for all of these tests.</summary>
    public sealed class Matrix
    {
        private const string Name = "mt";
        private Task? _prepared;

        internal JudgedCampaign? Judged { get; private set; }

        internal RolePeople? People { get; private set; }

        internal IReadOnlyList<ApiRoute> Routes { get; private set; } = [];

        /// <summary>What the council's member was answered before the council's phase.</summary>
        internal List<(ApiRoute Route, Answer Answer)> Early { get; } = [];

        internal Task PrepareAsync(Province province) => _prepared ??= BeginAsync(province);

        private async Task BeginAsync(Province province)
        {
            Routes = await ApiRoute.AllAsync(province.System.Anonymous());
            Judged = new JudgedCampaign(province, Name);
            await Judged.PrepareAsync(AskEarlyAsync);
            await AddAsync(await province.HomeAffairsAsync());
            People = await RolePeople.OfAsync(Judged, Name, province);
        }

        private async Task AskEarlyAsync()
        {
            var member = await Judged!.SignInAsync("an");
            (Judged["document"], Judged["item"], Judged["meeting"]) = (Judged["document"], Guid.Empty.ToString(), Guid.Empty.ToString());
            foreach (var route in Routes.Where(route => route.Method != "GET" && route.Permission!.During.Contains("Appraisal") && route.Permission.Admits("appraiser")))
            {
                Early.Add((route, await AskAsync(Judged, member, route)));
            }
        }

        /// <summary>What else a province has: a set, a step of the plan, a survey with its frame and draw, an account, a plan of remediation.</summary>
        private async Task AddAsync(Caller homeAffairs)
        {
            var set = (await homeAffairs.GetAsync($"/api/criteria/sets?search={Judged!.Code}")).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("code").GetString() == Judged.Code);
            (Judged["set"], Judged["sets"], Judged["otherId"]) = (Id(set), Id(set), Id(set));
            Judged["nodeId"] = Id((await homeAffairs.GetAsync($"/api/criteria/sets/{Judged["set"]}")).GetProperty("nodes")[0]);
            await homeAffairs.PostAsync($"/api/criteria/campaigns/{Judged["campaign"]}/plan/template", new { });
            Judged["stepId"] = Id((await homeAffairs.GetAsync($"/api/criteria/campaigns/{Judged["campaign"]}/plan")).GetProperty("steps")[0]);
            var survey = await Eventually.Is(
                () => homeAffairs.SendAsync(HttpMethod.Post, "/api/survey/surveys", new
                {
                    campaignId = Judged["campaign"], code = "mt-dieu-tra", name = "Khảo sát", introduction = "Kính mời Ông/Bà.", respondentGroups = new[] { new { code = "ND", name = "Người dân", rates = "one" } },
                    questionnaire = new
                    {
                        languages = new[] { "vi" },
                        sections = new[] { new { code = "A", title = "Chung", questions = new[] { new { code = "Q1", kind = "text", text = "Ý kiến khác?" } } } },
                    },
                }),
                answer => answer.Status != HttpStatusCode.NotFound, TimeSpan.FromSeconds(30));
            Assert.True(survey.IsSuccess, $"{survey}");
            (Judged["survey"], Judged["surveys"], Judged["surveyId"]) = (Id(survey.Json()), Id(survey.Json()), Id(survey.Json()));
            var people = new StringBuilder("name,contact,stratum,cluster,unit_code\n").AppendJoin('\n', Enumerable.Range(1, 20).Select(number => $"Nguyễn Văn {number},09000000{number:00},Xã,Thôn 1,{Judged.FirstUnit}"));
            var frame = await homeAffairs.PostCsvAsync($"/api/survey/campaigns/{Judged["campaign"]}/frames?name=mt&source=mt", people.ToString());
            Judged["frames"] = Id(frame);
            Judged["draws"] = Id(await homeAffairs.PostAsync($"/api/survey/frames/{Id(frame)}/draws", new { size = 5, allocation = "equal" }));
            Judged["accounts"] = Id((await homeAffairs.GetAsync("/api/identity/accounts?search=mt.xa1")).GetProperty("items")[0]);
        }

        private static string Id(JsonElement thing) => thing.GetProperty("id").GetGuid().ToString();
    }
}
