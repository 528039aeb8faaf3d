namespace CCHC.Assessment.Comments;

/// <summary>A remark among those who work on a sheet (trao đổi nội bộ); home affairs and the council do not see it, and no submission contains it.</summary>
public sealed class LeafComment
{
    public required Guid Id { get; init; }
    public required Guid SelfAssessmentId { get; init; }
    public required string LeafCode { get; init; }
    public required string Text { get; init; }
    public required Guid AuthorId { get; init; }
    public required string AuthorName { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
    public string? ResolvedBy { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>Settled; the first to say so stays on record.</summary>
    public void Resolve(string by, DateTimeOffset now)
    {
        if (ResolvedAt is null)
        {
            (ResolvedBy, ResolvedAt) = (by, now);
        }
    }
}
