using CCHC.Contracts.Appraisal;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The council's points for one leaf after a round, shown to the unit beside its own.</summary>
public sealed class CouncilPoints
{
    private CouncilPoints()
    {
    }

    internal CouncilPoints(int round, string leafCode) => (Round, LeafCode) = (round, leafCode);

    public Guid SelfAssessmentId { get; private set; }
    public int Round { get; private set; }
    public string LeafCode { get; private set; } = "";
    public decimal Points { get; private set; }
    public bool Applicable { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>What the unit is asked to explain in its reply.</summary>
    public string? Request { get; private set; }

    /// <summary>Of the council's case; an older result is stale.</summary>
    public int Revision { get; private set; }

    internal void Set(AppraisedLeaf leaf, int revision) => (Points, Applicable, Reason, Request, Revision) = (leaf.Points, leaf.Applicable, leaf.Reason, leaf.Request, revision);
}
