namespace CCHC.Portal.Results;

/// <summary>What was published of a unit, the newest year first.</summary>
public sealed record UnitHistory(string UnitCode, string UnitName, IReadOnlyList<YearResult> Items)
{
    /// <summary>One result a year, the oldest first; where a year has several, the one that was published last.</summary>
    public IReadOnlyList<YearResult> Trend { get; } =
        [.. Items.Where(item => item.Index is not null).GroupBy(item => item.Year).OrderBy(year => year.Key).Select(year => year.MaxBy(item => item.PublishedAt)!)];
}

/// <param name="Ranked">How many units of the group have a rank.</param>
public sealed record YearResult(
    int Year, string Campaign, string CampaignName, string UnitName, int? Rank, int Ranked, decimal? Index, string? Class, DateTimeOffset PublishedAt);
