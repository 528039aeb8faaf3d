namespace CCHC.Appraisal.Phrases;

/// <summary>A reason that is written often (lý do mẫu): a person's own, or shared with every council.</summary>
public sealed class Phrase
{
    public required Guid Id { get; init; }

    /// <summary>Null for a shared one.</summary>
    public required Guid? OwnerId { get; init; }

    public required string Text { get; init; }
    public required string WrittenBy { get; init; }
}
