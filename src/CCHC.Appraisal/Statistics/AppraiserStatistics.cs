using CCHC.Scoring;

namespace CCHC.Appraisal.Statistics;

/// <summary>How members score beside each other; numbers to look at, not to rank people by.</summary>
public static class AppraiserStatistics
{
    /// <summary>A longer pause is not counted as work on a leaf.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>Steps of the share of the maximum in which two scores are compared: none, less than half, half and more, all.</summary>
    private const int Categories = 4;

    /// <param name="Decisions">Leaves the member scored.</param>
    /// <param name="Change">Mean of given less claimed, as a share of the maximum, −1 … 1; null for none.</param>
    /// <param name="Leniency">By how much that lies above the mean of all who score the same fields.</param>
    /// <param name="Minutes">Median time from one decision to the next, pauses of over half an hour left out; null for fewer than two.</param>
    public sealed record Member(Guid UserId, string DisplayName, int Decisions, decimal? Change, decimal? Leniency, decimal? Minutes);

    /// <param name="Pairs">Leaves that two members scored independently.</param>
    /// <param name="Icc">ICC(1,1); null where it is not defined.</param>
    /// <param name="Kappa">Quadratically weighted κ over four steps; null likewise.</param>
    public sealed record Agreement(string? GroupCode, string? FieldCode, int Pairs, double? Icc, double? Kappa);

    public static IReadOnlyList<Member> Members(IReadOnlyCollection<ScoredLeaf> scores)
    {
        var fields = scores.GroupBy(score => (score.GroupCode, score.FieldCode)).ToDictionary(field => field.Key, field => field.Average(score => score.Given - score.Claimed));
        return
        [
            .. from member in scores.GroupBy(score => score.AppraiserId)
               let own = member.ToList()
               select new Member(
                   member.Key, own[^1].AppraiserName, own.Count, own.Average(score => score.Given - score.Claimed),
                   own.Average(score => score.Given - score.Claimed - fields[(score.GroupCode, score.FieldCode)]), MedianMinutes(own)),
        ];
    }

    /// <summary>Of every field in which members scored independently, and first of all together.</summary>
    public static IReadOnlyList<Agreement> Agreements(IReadOnlyCollection<ScoredLeaf> scores)
    {
        var pairs = scores.GroupBy(score => score.Key)
            .Select(leaf => leaf.GroupBy(score => score.AppraiserId).Select(own => own.Last()).OrderBy(score => score.AppraiserId).ToList())
            .Where(leaf => leaf.Count > 1).Select(leaf => (First: leaf[0], Second: leaf[1])).ToList();
        return pairs.Count == 0
            ? []
            : [Of(null, null, pairs), .. pairs.GroupBy(pair => (pair.First.GroupCode, pair.First.FieldCode)).OrderBy(field => field.Key).Select(field => Of(field.Key.GroupCode, field.Key.FieldCode, [.. field]))];
    }

    private static Agreement Of(string? group, string? field, List<(ScoredLeaf First, ScoredLeaf Second)> pairs) => new(
        group, field, pairs.Count,
        Scoring.Agreement.Icc([.. pairs.Select(IReadOnlyList<decimal> (pair) => [pair.First.Given, pair.Second.Given])], IccForm.OneWay),
        Scoring.Agreement.WeightedKappa([.. pairs.Select(pair => (Step(pair.First.Given), Step(pair.Second.Given)))], Categories, KappaWeights.Quadratic));

    private static int Step(decimal share) => share switch
    {
        <= 0 => 0,
        < 0.5m => 1,
        < 1 => 2,
        _ => 3,
    };

    private static decimal? MedianMinutes(List<ScoredLeaf> own)
    {
        var times = own.Where(score => !score.Implied).Select(score => score.At).Order().ToList();
        var gaps = times.Zip(times.Skip(1), (earlier, later) => later - earlier).Where(gap => gap > TimeSpan.Zero && gap <= LongestPause).Select(gap => (decimal)gap.TotalMinutes).ToList();
        return gaps.Count == 0 ? null : AcrossUnits.Outliers.Median(gaps);
    }
}
