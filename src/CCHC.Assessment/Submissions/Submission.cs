using CCHC.Contracts.Criteria;
using CCHC.Scoring;

namespace CCHC.Assessment.Submissions;

/// <summary>What a unit submitted, as it was at that moment (bản gửi): numbered from 1 and never changed.</summary>
public sealed class Submission
{
    private Submission()
    {
    }

    internal Submission(int number, int round, DateTimeOffset at, string by, int daysLate, decimal points, decimal maxPoints, SubmittedSheet content) =>
        (Number, Round, SubmittedAt, SubmittedBy, DaysLate, Points, MaxPoints, Content) = (number, round, at, by, daysLate, points, maxPoints, content);

    public Guid SelfAssessmentId { get; private set; }

    /// <summary>The sheet's revision that it made.</summary>
    public int Number { get; private set; }

    public int Round { get; private set; }
    public DateTimeOffset SubmittedAt { get; private set; }
    public string SubmittedBy { get; private set; } = "";

    /// <summary>Begun days after the unit's deadline; 0 in time.</summary>
    public int DaysLate { get; private set; }

    public decimal Points { get; private set; }

    /// <summary>Of the leaves that the sheet answers and that apply.</summary>
    public decimal MaxPoints { get; private set; }

    public SubmittedSheet Content { get; private set; } = null!;
}

/// <summary>The sheet at its submission.</summary>
/// <param name="Leaves">In the order of the set.</param>
/// <param name="AcceptedWarnings">What the head had seen and submitted all the same.</param>
/// <param name="Narratives">Difficulties and proposals, the submitting unit's first.</param>
public sealed record SubmittedSheet(
    IReadOnlyList<SubmittedLeafEntry> Leaves, IReadOnlyList<AcceptedWarning> AcceptedWarnings, IReadOnlyList<SubmittedNarrative> Narratives);

public sealed record SubmittedLeafEntry(
    string LeafCode, LeafData Data, EvaluationStatus Status, decimal Points, string? Explanation, string? Supplement, string? Evidence,
    IReadOnlyList<SubmittedDocument> Documents)
{
    /// <summary>Null where the sheet's own unit answers the leaf.</summary>
    public string? AnsweredBy { get; init; }
}

/// <param name="Sha256">Null for a link.</param>
/// <param name="Round">In which it was added; above 1 it is a supplement.</param>
public sealed record SubmittedDocument(Guid Id, string Name, string Reference, int Version, string? Sha256, string? Url, int Round);

public sealed record AcceptedWarning(string Rule, string? LeafCode, string Text);

/// <param name="UnitName">Null for the unit that submits.</param>
public sealed record SubmittedNarrative(string? UnitName, string? Difficulties, string? Proposals);
