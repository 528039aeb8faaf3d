namespace CCHC.EndToEnd.Tests;

public sealed class TraceTests(Province province)
{
    [Fact]
    public async Task One_trace_leads_from_a_submission_through_appraisal_to_the_ranking()
    {
        await province.DemoYearAsync();
        var submission = province.System.Log("assessment").First(line => line.Contains("was submitted for round", StringComparison.Ordinal));
        var trace = TraceOf(submission);
        Assert.Matches("^[0-9a-f]{32}$", trace);

        Assert.Contains(Entries("appraisal"), line => line.Contains("SelfAssessmentSubmittedConsumer", StringComparison.Ordinal));
        Assert.Contains(Entries("ranking"), line => line.Contains("SelfAssessmentSubmittedConsumer", StringComparison.Ordinal));

        IEnumerable<string> Entries(string service) => province.System.Log(service).Where(line => TraceOf(line) == trace);
    }

    private static string TraceOf(string line) => line.Split(' ') is [_, _, var trace, ..] ? trace : "";
}
