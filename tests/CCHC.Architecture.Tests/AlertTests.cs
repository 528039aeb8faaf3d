using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CCHC.Architecture.Tests;

/// <summary>Rules that wake somebody up are tested, and say what to do then.</summary>
public sealed partial class AlertTests
{
    private static string Folder => Path.Combine(Repository.Root, "deploy", "prometheus");

    private static IReadOnlyList<string> Alerts { get; } = [.. Alert().Matches(File.ReadAllText(Path.Combine(Folder, "rules.yml"))).Select(alert => alert.Groups["name"].Value)];

    [Fact]
    public void Every_alert_has_a_page_that_says_what_to_do()
    {
        Assert.NotEmpty(Alerts);
        var (rules, operations) = (File.ReadAllText(Path.Combine(Folder, "rules.yml")), File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")));
        Assert.All(Alerts, alert =>
        {
            Assert.Contains($"\n### {alert}\n", operations, StringComparison.Ordinal);
            Assert.Contains($"runbook: docs/operations.md#{alert.ToLowerInvariant()}\n", rules, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_alert_is_seen_to_fire_and_to_be_silent()
    {
        var tests = File.ReadAllText(Path.Combine(Folder, "rules.test.yml"));
        Assert.All(Alerts, alert =>
        {
            Assert.Matches($@"alertname: {alert}, exp_alerts: \[\]", tests);
            Assert.Matches($@"alertname: {alert}\n +exp_alerts:\n +- exp_labels:", tests);
        });
    }

    [Fact]
    public async Task The_rules_are_sound_and_their_own_tests_pass()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/promtool"), "promtool is not installed (package prometheus).");
        await PromtoolAsync("check", "rules", "rules.yml");
        await PromtoolAsync("test", "rules", "rules.test.yml");
    }

    private static async Task PromtoolAsync(params string[] arguments)
    {
        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", arguments) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await Task.WhenAll(promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(promtool.ExitCode == 0, string.Concat(output));
    }

    [GeneratedRegex(@"^ *- alert: (?<name>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Alert();
}
