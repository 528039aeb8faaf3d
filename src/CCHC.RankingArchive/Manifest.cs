namespace CCHC.RankingArchive;

/// <summary>What is signed: which publication this is, and the hash of every file, of every score and of every place.</summary>
public sealed record Manifest
{
    public required int Format { get; init; }
    public required PublicationNote Publication { get; init; }

    /// <summary>Of the result alone, without the publication: two snapshots of one state have the same.</summary>
    public required string Content { get; init; }

    public required string Engine { get; init; }

    /// <summary>SHA-256 by file name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>SHA-256 of each row of <c>scores.csv</c> without its line feed, by unit and leaf.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Scores { get; init; }

    /// <summary>SHA-256 of each row of <c>results.csv</c> without its line feed, by unit.</summary>
    public required IReadOnlyDictionary<string, string> Results { get; init; }

    internal static Manifest Of(ArchivedResult result, IReadOnlyList<ArchiveFile> content, ArchiveFile guide, PublicationNote publication) => new()
    {
        Format = ResultFiles.Format,
        Publication = publication,
        Content = ResultFiles.Hash(content),
        Engine = result.Engine,
        Files = content.Append(guide).ToDictionary(file => file.Name, file => file.Sha256, StringComparer.Ordinal),
        Scores = Units(result).ToDictionary(
            x => x.Unit.Code,
            IReadOnlyDictionary<string, string> (x) => x.Unit.Scores.ToDictionary(
                score => score.Leaf, score => ResultFiles.HashOf(ResultFiles.ScoreRow(x.Group, x.Unit, score)), StringComparer.Ordinal),
            StringComparer.Ordinal),
        Results = Units(result).ToDictionary(x => x.Unit.Code, x => ResultFiles.HashOf(ResultFiles.ResultRow(x.Group, x.Unit)), StringComparer.Ordinal),
    };

    private static IEnumerable<(ArchivedGroup Group, ArchivedUnit Unit)> Units(ArchivedResult result) =>
        result.Groups.SelectMany(group => group.Units.Select(unit => (group, unit)));
}

/// <summary>Which publication of a campaign this is.</summary>
/// <param name="Campaign">Its code.</param>
/// <param name="Version">0 as first published, else the number of the corrigendum.</param>
/// <param name="PublicFrom">UTC.</param>
/// <param name="Reason">Of the corrigendum.</param>
/// <param name="DecisionNumber">Number and symbol of the decision that approves the result.</param>
/// <param name="DecisionDate">Its date.</param>
public sealed record PublicationNote(
    string Campaign, int Version, DateTimeOffset PublicFrom, string? Reason = null, string? DecisionNumber = null, DateOnly? DecisionDate = null);
