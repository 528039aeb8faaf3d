using CCHC.Contracts.Identity;
using CCHC.EndToEnd.Tests;
using CCHC.Fuzzing;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(FuzzingLast))]

namespace CCHC.EndToEnd.Tests;

/// <summary>A short stretch of <c>./cchc fuzz</c>, always the same one, on the system that the other tests have worked on.</summary>
public sealed class FuzzingTests(Province province)
{
    private const int Requests = 300;
    private const int Seed = 2026;

    [Fact]
    public async Task Whatever_is_sent_to_a_service_it_neither_fails_nor_hangs_nor_tells_of_its_inside()
    {
        await province.DemoYearAsync();
        using var fuzzer = new Fuzzer(province.System, await People.RegisterAsync(province.System), Seed);
        await fuzzer.SetSceneAsync();

        var findings = (await fuzzer.LookAroundAsync([Roles.HomeAffairs, Roles.UnitHead, Roles.Appraiser])).ToList();
        foreach (var service in Fuzzer.Services)
        {
            var report = await fuzzer.RunAsync(service, ..Requests, measureMemory: false, (_, _) => { });
            findings.AddRange(report.Findings.Select(finding => finding.First));

            // Requests that are all turned away at the door would find nothing.
            Assert.Equal((Requests, 0), (report.Requests, report.Answers.GetValueOrDefault(429)));
            Assert.True(report.Reached >= 10, $"Only {report.Reached} routes of {service} were reached.");
        }

        Assert.True(findings.Count == 0, string.Join("\n\n", findings));
    }
}

/// <summary>The other tests count what there is; what this one leaves behind would be in their way.</summary>
public sealed class FuzzingLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections).OrderBy(collection => collection.TestCollectionDisplayName.Contains(nameof(FuzzingTests), StringComparison.Ordinal))];
}
