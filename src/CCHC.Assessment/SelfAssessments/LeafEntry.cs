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

    /// <summary>What round 2 or later adds, in answer to the council; the explanation of round 1 stays beside it.</summary>
    public string? Supplement { get; private set; }

    /// <summary>Number and symbol, or address, of the document that proves the data.</summary>
    public string? Evidence { get; private set; }

    /// <summary>Who works on the leaf within the unit; grants nothing and forbids nothing.</summary>
    public Guid? AssignedTo { get; private set; }

    public string? AssignedToName { get; private set; }

    /// <summary>The round in which the leaf stays closed, because the council neither cut nor asked about it in the one before; 0 for none.</summary>
    public int ClosedInRound { get; private set; }

    public Guid? EnteredBy { get; private set; }

    /// <summary>As the person was called then, for colleagues who meet the change.</summary>
    public string? EnteredByName { get; private set; }

    public DateTimeOffset? EnteredAt { get; private set; }

    /// <summary>Row version: two officers on one leaf must not overwrite each other unseen.</summary>
    public uint Version { get; private set; }

    /// <summary>Why there is no document, or what there is to say of it.</summary>
    public bool IsExplained => (Supplement ?? Explanation) is not null;

    internal void Enter(Evaluation evaluation, LeafInput input, Guid? by, string? byName, DateTimeOffset now)
    {
        (Data, Status, Points) = (input.Data, evaluation.Status, evaluation.Points);
        (Explanation, Supplement, Evidence) = (Blank(input.Explanation), Blank(input.Supplement), Blank(input.Evidence));
        (EnteredBy, EnteredByName, EnteredAt) = (by, byName, now);
    }

    /// <summary>What the unit has said so far.</summary>
    public LeafInput ToInput() => new(Data, Explanation, Evidence, Supplement);

    internal bool KeepsExplanation(string? explanation) => Blank(explanation) == Explanation;

    internal void Assign(Guid? officer, string? name) => (AssignedTo, AssignedToName) = (officer, name);

    /// <summary>What the council left as it was claimed, without a word, is settled.</summary>
    internal void CloseInRound(int round, bool closed) => ClosedInRound = closed ? round : ClosedInRound == round ? 0 : ClosedInRound;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}

/// <summary>What a unit says of a leaf; points are not among it.</summary>
public sealed record LeafInput(LeafData Data, string? Explanation, string? Evidence, string? Supplement = null);
