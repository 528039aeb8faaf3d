using CCHC.Appraisal.Campaigns;
using CCHC.Scoring;

namespace CCHC.Appraisal.Cases;

/// <summary>One leaf of a case in one round: the unit's claim and the decision that stands. A later round has rows of its own.</summary>
public sealed class CaseLeaf
{
    private CaseLeaf()
    {
    }

    internal CaseLeaf(Guid caseId, int round, string leafCode) => (CaseId, Round, LeafCode) = (caseId, round, leafCode);

    public Guid CaseId { get; private set; }
    public int Round { get; private set; }
    public string LeafCode { get; private set; } = "";

    /// <summary>Null where the unit submitted nothing, as for a penalty.</summary>
    public SelfScore? Self { get; private set; }

    public int? JudgementRevision { get; private set; }

    /// <summary>Null while the claim stands; of an earlier round where the unit claims the same again and nobody has decided anew.</summary>
    public Judgement? Judgement { get; private set; }

    /// <summary>The points as they stand; null where neither the unit nor an appraiser gave any. A bonus or penalty not given is 0.</summary>
    public static (decimal Points, bool Applicable)? ResultOf(CaseLeaf? leaf, CampaignLeaf definition) => leaf switch
    {
        { Judgement: { } judgement } => (judgement.Points, judgement.Applicable),
        { Self: { } self } => (self.Points, self.Applicable),
        _ when definition.Kind != LeafKind.Ordinary => (0, true),
        _ => null,
    };

    internal void Receive(SelfScore? self, CaseLeaf? before)
    {
        var claimsTheSame = before is not null && (self is null ? before.Self is null : before.Self is { } earlier && self.ClaimsTheSameAs(earlier));
        JudgementRevision = claimsTheSame ? before!.JudgementRevision : null;
        Self = self;
    }

    internal void Decide(Judgement judgement) => Judgement = judgement;

    /// <summary>Back to the decision before, or to the unit's claim. Needs that decision loaded.</summary>
    internal void Withdraw(Judgement? before, DateTimeOffset now)
    {
        Judgement!.Withdraw(now);
        (JudgementRevision, Judgement) = (before?.Revision, before);
    }
}
