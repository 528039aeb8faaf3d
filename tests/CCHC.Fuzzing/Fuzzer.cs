using System.Collections.Concurrent;
using System.Text.Json;
using CCHC.Testing.Installations;

namespace CCHC.Fuzzing;

/// <summary>What a service made of its requests.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Requests">How many were sent.</param>
/// <param name="Answers">By class; 429 and silence (0) for themselves.</param>
/// <param name="Routes">All of the service, with the answers of each.</param>
/// <param name="Slowest">The request that took longest.</param>
/// <param name="Before">Memory after the warm-up.</param>
/// <param name="After">Memory at the end.</param>
/// <param name="Findings">Of each kind the first, with how many there were.</param>
public sealed record ServiceReport(
    string Service, int Requests, IReadOnlyDictionary<int, int> Answers, IReadOnlyList<RouteReport> Routes, (TimeSpan Elapsed, string Route) Slowest, Memory? Before, Memory? After, IReadOnlyList<(Finding First, int Count)> Findings)
{
    public const double MostGrowth = 0.20;

    /// <summary>How many routes answered 2xx at least once: what a fuzzer never gets into it cannot judge.</summary>
    public int Reached => Routes.Count(route => route.Answers.Keys.Any(status => status is >= 200 and < 300));

    /// <summary>By how much more a full collection leaves at the end than after the warm-up; null where it was not measured.</summary>
    public double? Growth => After is null || Before is null ? null : (After.Live / Before.Live) - 1;

    public bool Grew => Growth > MostGrowth;
}

/// <summary>How often a route gave each answer.</summary>
public sealed record RouteReport(string Route, IReadOnlyDictionary<int, int> Answers)
{
    public override string ToString() => $"{Route}: {string.Join(", ", Answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Key} × {answer.Value}"))}";
}

/// <summary>Sends generated requests to the services of an installation and judges their answers.</summary>
public sealed class Fuzzer(Installation installation, People people, int seed) : IDisposable
{
    private const int AtOnce = 6;
    private const int MostPerList = 3;

    /// <summary>Campaigns are closed and sheets submitted on the way; so many requests later there is something to be hit again.</summary>
    private const int RequestsPerScene = 5000;

    public static IReadOnlyList<string> Services { get; } = ["identity", "criteria", "assessment", "appraisal", "survey", "ranking"];

    private readonly Harvest _harvest = new();
    private readonly Gun _gun = new(installation.Address, people);
    private readonly Dictionary<string, Api> _apis = new(StringComparer.Ordinal);
    private int _scenes;

    /// <summary>Reads the documents, and what each role finds when it reads through everything; what goes wrong with that are findings too.</summary>
    public async Task<IReadOnlyList<Finding>> LookAroundAsync(IEnumerable<string> roles)
    {
        foreach (var service in Services)
        {
            _apis[service] = new Api(service, (await installation.Anonymous().GetAsync($"/api/{service}/openapi.json")).GetRawText());
        }

        var findings = new ConcurrentBag<Finding>();
        foreach (var role in roles)
        {
            foreach (var api in _apis.Values)
            {
                await ReadThroughAsync(api, role, findings);
            }
        }

        return [.. findings.DistinctBy(finding => finding.Kind)];
    }

    /// <param name="service">One of <see cref="Services"/>.</param>
    /// <param name="numbers">Of the requests; each number is always the same request, but for the ids in it.</param>
    /// <param name="measureMemory">After a fifth of the requests, when code is compiled and caches are filled, and at the end.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="role">Under which all are sent; by default each under its own.</param>
    public async Task<ServiceReport> RunAsync(string service, Range numbers, bool measureMemory, Action<int, int> progress, string? role = null)
    {
        var (generator, count) = (new Generator(_apis[service], _harvest, People.All, seed), numbers.End.Value - numbers.Start.Value);
        var byRoute = new ConcurrentDictionary<(string Route, int Status), int>();
        var (answers, findings, done) = (new ConcurrentDictionary<int, int>(), new ConcurrentDictionary<string, (Finding First, int Count)>(StringComparer.Ordinal), 0);
        var (slowest, slowestLock) = ((Elapsed: TimeSpan.Zero, Route: ""), new Lock());
        Memory? before = null;
        var pid = installation.Resource(service).Pids.Single();
        foreach (var piece in Enumerable.Range(numbers.Start.Value, count).Chunk(Math.Max(1, Math.Min(RequestsPerScene, (count + 4) / 5))))
        {
            if (measureMemory && before is null && done > 0)
            {
                before = await Memory.OfAsync(pid);
            }

            if (done > 0 && done % RequestsPerScene < piece.Length)
            {
                await SetSceneAsync();
            }

            await Parallel.ForEachAsync(piece, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            {
                await people.RenewAsync();
                var shot = role is null ? generator.Make(number) : generator.Make(number, role);
                var reply = await FireAsync(service, shot);
                byRoute.AddOrUpdate((shot.Route.ToString(), reply.Status), 1, (_, so) => so + 1);
                if (reply.Status is not (401 or 403 or 404 or 429 or 0))
                {
                    generator.LetIn(shot.Route, shot.Role);
                }

                answers.AddOrUpdate(reply.Status is 429 or 0 ? reply.Status : reply.Status / 100 * 100, 1, (_, so) => so + 1);
                lock (slowestLock)
                {
                    slowest = reply.Elapsed > slowest.Elapsed ? (reply.Elapsed, shot.Route.ToString()) : slowest;
                }

                if (Judgement.Of(reply) is { } why)
                {
                    var finding = new Finding(service, seed, shot, reply, why);
                    findings.AddOrUpdate(finding.Kind, (finding, 1), (_, known) => (known.First, known.Count + 1));
                }

                progress(Interlocked.Increment(ref done), count);
            });
        }

        var after = measureMemory ? await Memory.OfAsync(pid) : null;
        return new ServiceReport(service, count, new SortedDictionary<int, int>(answers),
            [.. _apis[service].Routes.Select(route => new RouteReport(route.ToString(), byRoute.Where(answer => answer.Key.Route == route.ToString()).ToDictionary(answer => answer.Key.Status, answer => answer.Value)))],
            slowest, before, after, [.. findings.Values.OrderBy(finding => finding.First.Shot.Number)]);
    }

    public async Task SetSceneAsync() => await Scene.SetAsync(people, $"fz{seed}-{++_scenes}");

    public void Dispose() => _gun.Dispose();

    private async Task<Reply> FireAsync(string service, Shot shot)
    {
        var (reply, bytes, tag) = await _gun.FireAsync(shot);
        if (reply.Status is >= 200 and < 300)
        {
            Learn(service, shot, reply, bytes, tag);
        }

        return reply;
    }

    private void Learn(string service, Shot shot, Reply reply, byte[] bytes, string? tag)
    {
        if (tag is not null)
        {
            _harvest.LearnTag(shot.Path, tag);
        }

        if (reply.MediaType == "application/json")
        {
            try
            {
                _harvest.Learn(shot.Role, shot.Path, Following(_apis[service], shot.Route.Path), JsonSerializer.Deserialize<JsonElement>(bytes));
            }
            catch (JsonException)
            {
                // An answer that was cut at the length that is read.
            }
        }
        else if (reply.MediaType is { } mediaType && bytes.Length > 0)
        {
            _harvest.Learn(mediaType, bytes);
        }
    }

    /// <summary>Names of the parameters that may come next.</summary>
    private static IEnumerable<string> Following(Api api, string path) =>
        from route in api.Routes
        where route.Path.StartsWith(path + "/{", StringComparison.Ordinal)
        select route.Path[(path.Length + 2)..].Split('}')[0];

    private async Task ReadThroughAsync(Api api, string role, ConcurrentBag<Finding> findings)
    {
        var reading = api.Routes.Where(route => route.IsReading).OrderBy(route => route.Path.Count(character => character == '{')).ThenBy(route => route.Path, StringComparer.Ordinal);
        foreach (var step in reading.GroupBy(route => route.Path.Count(character => character == '{')))
        {
            var shots = step.SelectMany(route => Concrete(route.Path, role).Select(path => Generator.Plain(route, role, path, api, _harvest))).ToList();
            await Parallel.ForEachAsync(shots, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (shot, _) =>
            {
                var reply = await FireAsync(api.Service, shot);
                if (Judgement.Of(reply) is { } why)
                {
                    findings.Add(new Finding(api.Service, seed, shot, reply, why));
                }
            });
        }
    }

    /// <summary>The first addresses of a route, by what was found on the way there.</summary>
    private IEnumerable<string> Concrete(string template, string role)
    {
        IEnumerable<string> paths = [""];
        foreach (var segment in template.Split('/').Skip(1))
        {
            paths = segment.StartsWith('{') && segment.EndsWith('}') && segment.Count(character => character == '{') == 1
                ? paths.SelectMany(path => _harvest.Below(role, path, segment.Trim('{', '}')).TakeLast(MostPerList).Select(value => $"{path}/{Uri.EscapeDataString(value)}"))
                : paths.Select(path => $"{path}/{segment.Replace("{format}", "docx", StringComparison.Ordinal).Replace("{kind}", "decision", StringComparison.Ordinal)}");
        }

        return paths.Take(MostPerList * MostPerList);
    }
}
