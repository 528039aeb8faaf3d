using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CCHC.Demo;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Npgsql;

namespace CCHC.Benchmarks;

/// <summary>
/// Citizens send forms of 25 answers through the gateway as fast as it takes them, beside pgbench that inserts the same rows into the same
/// PostgreSQL, in turn; then Survey is killed in the middle and every acknowledged form is looked for. Last, a survey of a million answers is closed
/// and its answers are downloaded.
/// </summary>
public static class SurveyBenchmark
{
    private const int Questions = 25;
    private const int Clients = 48;
    private const int Rounds = 3;
    private const int Forms = 40_000;
    private const double MostTimesYardstick = 1 / 0.3;
    private const double MostMilliseconds = 1_000d / 500;
    private const double MostSeconds = 2;
    private const double MostMegabytes = 100;
    private const string Group = "so";
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(15);

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Điều tra xã hội học,100,,SUM,
        1.1,TC,Mức độ hài lòng của người dân,100,XHH,SURVEY,
        """;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        await Console.Error.WriteLineAsync("Starting an installation without rate limits on forms");
        foreach (var setting in (string[])["Burst", "PerSecond"])
        {
            Environment.SetEnvironmentVariable($"RateLimits__Forms__{setting}", "1000000");
        }

        await using var installation = await Installation.StartAsync();
        var homeAffairs = await installation.SignInAsync("sonoivu");
        var known = DemoData.PublishedThanhHoa2024().Select(published => published.UnitCode).ToHashSet(StringComparer.Ordinal);
        var units = (await TrialCampaign.UnitsAsync(homeAffairs, Group)).Where(unit => known.Contains(unit.Key)).Take(20).ToDictionary(StringComparer.Ordinal);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, "do-dieu-tra", Group, Criteria, [.. units.Values], surveyHeld: true);
        var (survey, link) = await OpenSurveyAsync(homeAffairs, campaign.Id);
        var database = installation.ConnectionString("survey-db");
        var unitIds = units.Values.ToArray();

        using var load = new FormLoad(installation.Address, link, unitIds, Questions);
        await load.SendForAsync(TimeSpan.FromSeconds(5), Clients); // everything compiled and prepared
        using var pgbench = await SurveyPgBench.PrepareAsync(database, survey, load.StoredAnswers());
        var (sent, times, plain, plainTimes) = (0, new List<double>(), 0, new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var mine = await load.SendForAsync(Half, Clients);
            var bare = await pgbench.InsertForAsync(Half, Clients);
            (sent, plain) = (sent + mine.Count, plain + bare.Count);
            times.AddRange(mine);
            plainTimes.AddRange(bare);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{mine.Count / Half.TotalSeconds:0} forms/s, pgbench {bare.Count / Half.TotalSeconds:0}/s"));
        }

        var lost = await KilledAsync(installation, load, database, survey);
        var (closing, export, grown) = await MillionAsync(installation, homeAffairs, campaign.Id, database, unitIds);
        var (each, bareEach) = (Rounds * Half.TotalMilliseconds / sent, Rounds * Half.TotalMilliseconds / plain);
        return
        [
            new Measurement("survey.form", each, "ms", bareEach, MostTimesYardstick),
            new Measurement("survey.form.each", each, "ms", Yardstick: null, MostMilliseconds),
            new Measurement("survey.forms", 1_000 / each, "/s", 1_000 / bareEach, Target: null),
            new Measurement("survey.form.p99", times.At(0.99), "ms", plainTimes.At(0.99), Target: null),
            new Measurement("survey.errors", load.Failures.Count, "", Yardstick: null, Target: 0),
            new Measurement("survey.lost", lost, "", Yardstick: null, Target: 0),
            new Measurement("survey.close", closing.TotalSeconds, "s", Yardstick: null, MostSeconds),
            new Measurement("survey.export", export.TotalSeconds, "s", Yardstick: null, Target: null),
            new Measurement("survey.export.memory", grown, "MB", Yardstick: null, MostMegabytes),
        ];
    }

    /// <summary>Survey dies in the middle of a run and is started again; how many acknowledged forms are not in the database.</summary>
    private static async Task<int> KilledAsync(Installation installation, FormLoad load, string database, Guid survey)
    {
        load.Forgive = true;
        var sending = load.SendForAsync(TimeSpan.FromSeconds(12), Clients);
        await Task.Delay(TimeSpan.FromSeconds(4));
        await installation.KillAsync("survey");
        await sending;
        load.Forgive = false;
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT id FROM submission WHERE survey_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = survey });
        var stored = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            stored.Add(reader.GetGuid(0));
        }

        var lost = load.Acknowledged.Count(key => !stored.Contains(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{survey}/{key}")).AsSpan(0, 16))));
        await Console.Error.WriteLineAsync($"{load.Acknowledged.Count} acknowledged, {stored.Count} stored, {lost} lost; Survey was killed once");
        return lost;
    }

    private static async Task<(TimeSpan Closing, TimeSpan Export, double Grown)> MillionAsync(Installation installation, Caller homeAffairs, Guid campaignId, string database, Guid[] units)
    {
        var survey = (await homeAffairs.PostAsync("/api/survey/surveys", Survey(campaignId, "trieu", withLeaf: false))).GetProperty("id").GetGuid();
        await homeAffairs.PostAsync($"/api/survey/surveys/{survey}/opening");
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var command = source.CreateCommand(
            $$"""
            INSERT INTO submission (survey_id, id, respondent_group_code, channel, version, stratum, weight, day, answers, flags, state)
            SELECT $1, gen_random_uuid(), 'ND', 'Personal', 1, 'T' || form % 10, 1 + form % 10, CURRENT_DATE,
                   (SELECT jsonb_agg(jsonb_build_object('q', 'Q' || question, 'u', ($2::uuid[])[1 + form % {{units.Length}}], 'o', jsonb_build_array((1 + (random() * 4)::int)::text))) FROM generate_series(1, {{Questions}}) question
                    WHERE form > 0),
                   '{}', 'Valid'
            FROM generate_series(1, {{Forms}}) form
            """))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = survey });
            command.Parameters.Add(new NpgsqlParameter { Value = units });
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }

        var clock = Stopwatch.StartNew();
        await homeAffairs.PostAsync($"/api/survey/surveys/{survey}/closing");
        var closing = clock.Elapsed;
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Forms * Questions} answers became indices in {closing.TotalSeconds:0.00} s"));
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        using var memory = PeakMemory.Watch(installation.Resource("survey").Pids.Single());
        clock.Restart();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(installation.Address, $"/api/survey/surveys/{survey}/answers.csv")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", homeAffairs.Token) } };
        using var response = (await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var lines = await CountLinesAsync(stream);
        var (grown, before) = memory.Stop();
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{lines} lines in {clock.Elapsed.TotalSeconds:0.0} s; memory {before:0} MB, grown by {grown:0} MB"));
        return lines == (Forms * Questions) + 1 ? (closing, clock.Elapsed, grown) : throw new InvalidOperationException($"{lines} lines instead of {(Forms * Questions) + 1}.");
    }

    private static async Task<int> CountLinesAsync(Stream stream)
    {
        var (lines, buffer) = (0, new byte[1 << 16]);
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines;
    }

    private static async Task<(Guid Survey, string Link)> OpenSurveyAsync(Caller homeAffairs, Guid campaignId)
    {
        var created = await Eventually.Is(
            () => homeAffairs.SendAsync(HttpMethod.Post, "/api/survey/surveys", Survey(campaignId, "tai", withLeaf: true)), answer => answer.Status != HttpStatusCode.NotFound, TimeSpan.FromSeconds(30));
        var survey = created.Json().GetProperty("id").GetGuid();
        var opened = await homeAffairs.PostAsync($"/api/survey/surveys/{survey}/opening");
        return (survey, opened.GetProperty("links")[0].GetProperty("code").GetString()!);
    }

    private static object Survey(Guid campaignId, string code, bool withLeaf) => new
    {
        campaignId, code, name = "Đo lường sự hài lòng", formula = "topTwo", ratedGroups = new[] { Group },
        respondentGroups = new[] { new { code = "ND", name = "Người dân", rates = "one" } },
        questionnaire = new
        {
            languages = new[] { "vi" },
            sections = new[]
            {
                new
                {
                    code = "A", title = "Sự hài lòng",
                    questions = Enumerable.Range(1, Questions).Select(question => new
                    {
                        code = $"Q{question}", kind = "rating", text = $"Ông/Bà hài lòng ở mức nào với nội dung thứ {question}?", perUnit = true, factor = $"Yếu tố {1 + (question % 5)}",
                        leaves = withLeaf ? new[] { new { groupCode = Group, leafCode = "1.1" } } : [],
                        options = Enumerable.Range(1, 5).Select(step => new { code = $"{step}", text = $"Mức {step}", percent = (step - 1) * 25 }),
                    }),
                },
            },
        },
    };
}

/// <summary>Citizens who send forms one after another, each about one unit, with a key of its own.</summary>
internal sealed class FormLoad(Uri address, string link, Guid[] units, int questions) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 256 }) { BaseAddress = address };
    private readonly ConcurrentBag<Guid> _acknowledged = [];
    private readonly ConcurrentQueue<string> _failures = new();

    public IReadOnlyCollection<Guid> Acknowledged => _acknowledged;

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>While a service is being killed, what is not acknowledged is no failure.</summary>
    public bool Forgive { get; set; }

    /// <summary>Milliseconds of every form that was acknowledged.</summary>
    public async Task<IReadOnlyList<double>> SendForAsync(TimeSpan duration, int clients)
    {
        var (times, end) = (new ConcurrentBag<double>(), Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency));
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var random = new Random(client);
            while (Stopwatch.GetTimestamp() < end)
            {
                var (key, begun) = (Guid.NewGuid(), Stopwatch.GetTimestamp());
                if (await SendAsync(key, random))
                {
                    times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                    _acknowledged.Add(key);
                }
            }
        })));
        return [.. times];
    }

    /// <summary>What the service stores of a form.</summary>
    public string StoredAnswers() => JsonSerializer.Serialize(Answers(new Random(0)).Select(answer => new { q = answer.QuestionCode, u = answer.UnitId, o = new[] { answer.OptionCode } }));

    public void Dispose() => _http.Dispose();

    private IEnumerable<(string QuestionCode, Guid UnitId, string OptionCode)> Answers(Random random)
    {
        var unit = units[random.Next(units.Length)];
        return Enumerable.Range(1, questions).Select(question => ($"Q{question}", unit, (1 + random.Next(5)).ToString(CultureInfo.InvariantCulture)));
    }

    private async Task<bool> SendAsync(Guid key, Random random)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/survey/forms/{link}/answers")
            {
                Content = JsonContent.Create(new { consent = true, answers = Answers(random).Select(answer => new { questionCode = answer.QuestionCode, unitId = answer.UnitId, optionCode = answer.OptionCode }) }),
                Headers = { { "Idempotency-Key", key.ToString() } },
            };
            using var response = await _http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.Created)
            {
                return true;
            }

            Note($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException exception)
        {
            Note(exception.Message);
        }

        await Task.Delay(Forgive ? 50 : 0);
        return false;
    }

    private void Note(string failure)
    {
        if (!Forgive)
        {
            _failures.Enqueue(failure);
        }
    }
}

/// <summary>pgbench that inserts rows like those of the forms into a copy of their table.</summary>
internal sealed class SurveyPgBench : IDisposable
{
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cchc-pgbench-");
    private readonly string _script;

    private SurveyPgBench(NpgsqlConnectionStringBuilder database, Guid survey, string answers)
    {
        _database = database;
        _script = $"INSERT INTO yardstick.submission (survey_id, id, respondent_group_code, channel, version, stratum, weight, day, answers, flags, state) VALUES ('{survey}', gen_random_uuid(), 'ND', 'Link', 1, '', 1, CURRENT_DATE, '{answers}'::jsonb, '{{}}', 'Valid');";
    }

    public static async Task<SurveyPgBench> PrepareAsync(string database, Guid survey, string answers)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var command = source.CreateCommand(
            "CREATE SCHEMA yardstick; CREATE TABLE yardstick.submission (LIKE submission INCLUDING ALL); ALTER TABLE yardstick.submission ADD FOREIGN KEY (survey_id) REFERENCES survey (id)"))
        {
            await command.ExecuteNonQueryAsync();
        }

        return new SurveyPgBench(new NpgsqlConnectionStringBuilder(database), survey, answers);
    }

    public Task<IReadOnlyList<double>> InsertForAsync(TimeSpan duration, int clients) => PgBench.RunAsync(_database, _folder, _script, string.Create(CultureInfo.InvariantCulture, $"-n -M prepared -c {clients} -j 2 -T {duration.TotalSeconds}"), []);

    public void Dispose() => _folder.Delete(recursive: true);
}
