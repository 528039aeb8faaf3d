using CCHC.Scoring;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>What a unit says of one leaf, and the points that follow from it.</summary>
public sealed class LeafEntry
{
    private LeafEntry()
    {
    }

    internal LeafEntry(string leafCode, Guid? responsibleUnitId) => (LeafCode, ResponsibleUnitId) = (leafCode, responsibleUnitId);

    public Guid SelfAssessmentId { get; private set; }
    public string LeafCode { get; private set; } = "";

    /// <summary>Who answers the leaf in place of the measured unit; null where the unit that submits does.</summary>
    public Guid? ResponsibleUnitId { get; private set; }

    public LeafData Data { get; private set; } = new();
    public EvaluationStatus Status { get; private set; } = EvaluationStatus.Missing;

    /// <summary>0 … maximum of the leaf; 0 unless <see cref="Status"/> is Scored.</summary>
    public decimal Points { get; private set; }

    public string? Explanation { get; private set; }

    /// <summary>Number and symbol, or address, of the document that proves the data.</summary>
    public string? Evidence { get; private set; }

    public Guid? EnteredBy { get; private set; }

    /// <summary>As the person was called then, for colleagues who meet the change.</summary>
    public string? EnteredByName { get; private set; }

    public DateTimeOffset? EnteredAt { get; private set; }

    /// <summary>Row version: two officers on one leaf must not overwrite each other unseen.</summary>
    public uint Version { get; private set; }

    internal void Enter(Evaluation evaluation, LeafData data, string? explanation, string? evidence, Guid? by, string? byName, DateTimeOffset now)
    {
        (Data, Status, Points) = (data, evaluation.Status, evaluation.Points);
        (Explanation, Evidence) = (Blank(explanation), Blank(evidence));
        (EnteredBy, EnteredByName, EnteredAt) = (by, byName, now);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}
