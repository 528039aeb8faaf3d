using CCHC.Contracts.Assessment;
using CCHC.Scoring;

namespace CCHC.Appraisal.Cases;

/// <summary>What the unit submitted for one leaf in one round.</summary>
public sealed record SelfScore(LeafData Data, decimal Points, bool Applicable, string? Explanation, string? Evidence, string? Supplement = null, int Documents = 0)
{
    public static SelfScore From(SubmittedLeaf leaf) => new(leaf.Data, leaf.Points, leaf.Applicable, leaf.Explanation, leaf.Evidence, leaf.Supplement, leaf.Documents);

    /// <summary>True when the same points are claimed from the same data; text and documents may differ.</summary>
    public bool ClaimsTheSameAs(SelfScore other) => Data == other.Data && Points == other.Points && Applicable == other.Applicable;
}
