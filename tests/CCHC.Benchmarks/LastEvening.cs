using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Demo.Year;
using CCHC.Scoring;
using CCHC.Testing.Installations;

namespace CCHC.Benchmarks;

/// <summary>Someone of a unit, signed in, with the address of the unit's sheet.</summary>
public sealed record Person(string UnitCode, string Token, Guid Sheet);

/// <summary>What the system said it has kept of a leaf.</summary>
public sealed record KeptLeaf(LeafData Data, uint Version, int Saves);

/// <summary>
/// Officers who save leaf after leaf and heads who submit. Everyone acts at moments drawn beforehand, whether or not the system keeps up, and a
/// time counts from that moment: whoever has to wait for the answer to the one before waits at the system's expense.
/// </summary>
public sealed class LastEvening(Installation installation, IReadOnlyList<PlanLeaf> leaves) : IDisposable
{
    private static readonly TimeSpan BetweenSaves = TimeSpan.FromSeconds(4);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = installation.Address };
    private readonly ConcurrentDictionary<(Guid Sheet, string Leaf), KeptLeaf> _kept = new();
    private readonly ConcurrentQueue<string> _failures = new();

    public static double SavesPerSecond(int officers) => officers / BetweenSaves.TotalSeconds;

    public IReadOnlyDictionary<(Guid Sheet, string Leaf), KeptLeaf> Kept => _kept;

    /// <summary>Answers other than 2xx, answers with wrong points, and requests without an answer.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Every leaf of every sheet once, as fast as a few hands can.</summary>
    public Task FillAsync(IReadOnlyCollection<Person> officers) => Parallel.ForEachAsync(officers, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (officer, _) =>
    {
        var random = new Random(officer.UnitCode.GetHashCode(StringComparison.Ordinal));
        foreach (var leaf in leaves)
        {
            await SaveAsync(officer, leaf, random);
        }
    });

    /// <summary>Every officer saves a leaf every four seconds, two more or less. Returns the milliseconds of every save.</summary>
    public async Task<IReadOnlyList<double>> SaveForAsync(TimeSpan duration, IReadOnlyCollection<Person> officers, int seed)
    {
        var times = new ConcurrentBag<double>();
        var begun = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(officers.Select((officer, number) => Task.Run(async () =>
        {
            var random = new Random((seed * 1_000) + number);
            for (var due = BetweenSaves * random.NextDouble(); due < duration; due += BetweenSaves * (0.5 + random.NextDouble()))
            {
                var leaf = leaves[random.Next(leaves.Count)];
                times.Add(await AtAsync(begun, due, () => SaveAsync(officer, leaf, random)));
            }
        })));
        return [.. times];
    }

    /// <summary>Every head submits once, at some moment of the given time. Returns the milliseconds of every submission.</summary>
    public async Task<IReadOnlyList<double>> SubmitWithinAsync(TimeSpan duration, IReadOnlyCollection<Person> heads)
    {
        var random = new Random(1);
        var begun = TimeProvider.System.GetTimestamp();
        return await Task.WhenAll(heads.Select(head =>
        {
            var due = duration * random.NextDouble();
            return Task.Run(() => AtAsync(begun, due, () => SendAsync(head, HttpMethod.Post, "submission", content: null, version: null)));
        }));
    }

    public void Dispose() => _http.Dispose();

    private static async Task<double> AtAsync(long begun, TimeSpan due, Func<Task> act)
    {
        if (due - TimeProvider.System.GetElapsedTime(begun) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait);
        }

        await act();
        return (TimeProvider.System.GetElapsedTime(begun) - due).TotalMilliseconds;
    }

    private async Task SaveAsync(Person officer, PlanLeaf leaf, Random random)
    {
        var key = (officer.Sheet, leaf.Code);
        var known = _kept.GetValueOrDefault(key);
        var data = new LeafDataGenerator(random).Generate(leaf.Rule, leaf.MaxPoints, quality: 0.7);
        var body = new
        {
            data, explanation = $"Số liệu của {officer.UnitCode} tính đến ngày 31/12, theo báo cáo công tác cải cách hành chính năm của đơn vị.", evidence = $"{random.Next(1, 500)}/BC-UBND",
        };
        if (await SendAsync(officer, HttpMethod.Put, $"entries/{leaf.Code}", JsonContent.Create(body, options: ScoringJson.Options), known?.Version) is not { } answer)
        {
            return;
        }

        if (answer.GetProperty("points").GetDecimal() != Scorer.Evaluate(leaf.Rule, leaf.MaxPoints, data).Points)
        {
            _failures.Enqueue($"{leaf.Code} of {officer.UnitCode} was answered with other points: {answer}");
        }

        _kept[key] = new KeptLeaf(data, answer.GetProperty("version").GetUInt32(), (known?.Saves ?? 0) + 1);
    }

    private async Task<JsonElement?> SendAsync(Person person, HttpMethod method, string path, HttpContent? content, uint? version)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/assessment/self-assessments/{person.Sheet}/{path}", UriKind.Relative)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        if (version is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }

        try
        {
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
            {
                return JsonSerializer.Deserialize<JsonElement>(text);
            }

            _failures.Enqueue($"{(int)response.StatusCode} {path} of {person.UnitCode}: {text}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            _failures.Enqueue($"No answer to {path} of {person.UnitCode}: {exception.Message}");
        }

        return null;
    }
}
