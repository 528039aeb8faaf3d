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

    internal void Set(AppraisedLeaf leaf) => (Points, Applicable, Reason) = (leaf.Points, leaf.Applicable, leaf.Reason);
}
