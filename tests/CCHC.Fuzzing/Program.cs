using System.Globalization;
using CCHC.Fuzzing;
using CCHC.Testing.Installations;

var (requests, seed, services, only) = (20_000, 1, Fuzzer.Services, (int?)null);
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
    switch (args[i])
    {
        case "--requests" when isNumber && number > 0: requests = number; break;
        case "--seed" when isNumber: seed = number; break;
        case "--only" when isNumber: only = number; break;
        case "--service" when value.Split(',') is var names && names.All(name => Fuzzer.Services.Contains(name, StringComparer.Ordinal)): services = names; break;
        default:
            await Console.Error.WriteLineAsync($"Usage: ./cchc fuzz [--requests N] [--seed S] [--service NAME,…] [--only NUMBER]; services: {string.Join(", ", Fuzzer.Services)}");
            return 2;
    }
}

await Console.Error.WriteLineAsync("Starting an installation and its year");
// A few accounts ask as fast as they can, which the limit of accounts is there to stop.
await using var installation = await Installation.StartAsync(environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["RateLimits__Accounts__Burst"] = "10000000", ["RateLimits__Accounts__PerSecond"] = "10000000" });
var year = await installation.CchcAsync("demo", "--port", installation.Port.ToString(CultureInfo.InvariantCulture));
if (year.ExitCode != 0)
{
    throw new InvalidOperationException($"./cchc demo ended with {year.ExitCode}: {year.Output}");
}

using var fuzzer = new Fuzzer(installation, await People.RegisterAsync(installation), seed);
await fuzzer.SetSceneAsync();
await Console.Error.WriteLineAsync("Reading through what each role may read");
var findings = (await fuzzer.LookAroundAsync(People.All)).Select(finding => (First: finding, Count: 1)).ToList();
findings.ForEach(finding => Report.Write(finding.First));
var reports = new List<ServiceReport>();
foreach (var service in services)
{
    var reported = -1;
    void Progress(int done, int all)
    {
        if (done * 20L / all is var part && Interlocked.Exchange(ref reported, (int)part) < part)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {service}: {done} of {all}"));
        }
    }

    foreach (var role in only is null ? (string?[])[null] : [.. People.All])
    {
        reports.Add(await fuzzer.RunAsync(service, only is { } number ? number..(number + 1) : ..requests, measureMemory: only is null && requests >= 1000, Progress, role));
        findings.AddRange(reports[^1].Findings);
        foreach (var (finding, count) in reports[^1].Findings)
        {
            Report.Write(finding, count);
        }
    }
}

var grown = reports.Where(report => report.Grew).ToList();
Console.WriteLine();
Report.Write(reports);
foreach (var report in grown)
{
    Report.Say($"{report.Service} holds {report.Growth * 100:0.0} % more at the end than after its warm-up");
}

// Kept when the installation is deleted: what the services themselves wrote about their failures.
var logs = Directory.CreateDirectory(Path.Combine(Installation.Tree, "artifacts", "fuzzing"));
foreach (var report in reports)
{
    await File.WriteAllLinesAsync(Path.Combine(logs.FullName, report.Service + "-routes.txt"), report.Routes.Select(route => route.ToString()).Order(StringComparer.Ordinal));
}

foreach (var log in Directory.EnumerateFiles(Path.Combine(installation.Data, "logs")))
{
    File.Copy(log, Path.Combine(logs.FullName, Path.GetFileName(log)), overwrite: true);
}

Report.Say($"{reports.Sum(report => report.Requests)} requests, {findings.Count + grown.Count} findings");
return findings.Count + grown.Count == 0 ? 0 : 1;
