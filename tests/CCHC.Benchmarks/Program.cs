using CCHC.Benchmarks;

// [name] [--json]; without a name, all of them.
var benchmarks = new Dictionary<string, Func<Task<IReadOnlyList<Measurement>>>>(StringComparer.Ordinal)
{
    ["start"] = StartBenchmark.RunAsync,
    ["freshness"] = FreshnessBenchmark.RunAsync,
    ["deadline"] = DeadlineBenchmark.RunAsync,
    ["uploads"] = UploadsBenchmark.RunAsync,
    ["survey"] = SurveyBenchmark.RunAsync,
    ["live"] = LiveBenchmark.RunAsync,
    ["ranking"] = RankingBenchmark.RunAsync,
};
var names = args.Where(argument => argument != "--json").ToArray();
if (names.Length > 1 || (names.Length == 1 && !benchmarks.ContainsKey(names[0])))
{
    await Console.Error.WriteLineAsync($"Usage: ./cchc bench [{string.Join('|', benchmarks.Keys)}] [--json]");
    return 2;
}

// What is measured is the system, not the limit that stops a program which takes everything with one account.
foreach (var setting in (string[])["Burst", "PerSecond"])
{
    Environment.SetEnvironmentVariable($"RateLimits__Accounts__{setting}", "10000000");
}

var measurements = new List<Measurement>();
foreach (var name in names.Length == 1 ? names : [.. benchmarks.Keys])
{
    measurements.AddRange(await benchmarks[name]());
}

Report.Write(measurements, json: args.Contains("--json", StringComparer.Ordinal));
return measurements.TrueForAll(measurement => measurement.Met) ? 0 : 1;
