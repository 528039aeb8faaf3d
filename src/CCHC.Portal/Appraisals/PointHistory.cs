namespace CCHC.Portal.Appraisals;

/// <summary>How a leaf's points came about.</summary>
public sealed record PointHistory(string Code, string Name, decimal MaxPoints, IReadOnlyList<HistoryEntry> Entries);

public enum HistoryKind
{
    Claim,
    Decision,
    Opinion,
}

/// <param name="Bulk">Agreed to at once with others, or implied by completing the field.</param>
public sealed record HistoryEntry(
    HistoryKind Kind, int Round, string? By, DateTimeOffset? At, decimal? From, bool? FromApplicable, decimal To, bool Applicable, string? Reason, string? Request, JudgementOrigin? Origin,
    bool Bulk, DateTimeOffset? WithdrawnAt);

/// <summary>Reasons to be used again.</summary>
public sealed record PhraseList(IReadOnlyList<Phrase> Items, bool MayShare);

public sealed record Phrase(Guid Id, string Text, bool Shared, bool MayRemove);
