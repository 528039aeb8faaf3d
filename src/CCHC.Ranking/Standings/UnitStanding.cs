namespace CCHC.Ranking.Standings;

/// <summary>
/// What Ranking has been told about the points of one unit in one campaign, leaf by leaf. Each kind of points keeps its newest revision, so
/// that any order and any duplication of deliveries ends in the same state. Ranks are not stored: they are computed when asked.
/// </summary>
public sealed class UnitStanding
{
    private readonly List<LeafStanding> _leaves = [];

    public Guid CampaignId { get; private set; }
    public Guid UnitId { get; private set; }

    /// <summary>Grows with every delivery; tells a computed result from an outdated one.</summary>
    public long Version { get; private set; }

    /// <summary>Submissions up to this revision are void, since the sheet was put back to its start; 0 where it never was.</summary>
    public int VoidRevision { get; private set; }

    /// <summary>What the council decided up to then is void.</summary>
    public DateTimeOffset? VoidedAt { get; private set; }

    public IReadOnlyList<LeafStanding> Leaves => _leaves;

    /// <summary>The leaf, from now on kept. A code the campaign does not define is kept too: the campaign may arrive later.</summary>
    public LeafStanding Leaf(string code)
    {
        var leaf = _leaves.Find(leaf => leaf.LeafCode == code);
        if (leaf is null)
        {
            leaf = new LeafStanding(CampaignId, UnitId, code);
            _leaves.Add(leaf);
        }

        return leaf;
    }

    /// <summary>Drops self and council points from before the reset, not those that overtook it; survey and external points stay.</summary>
    public void Reset(int revision, DateTimeOffset at)
    {
        VoidRevision = Math.Max(VoidRevision, revision);

        // The database keeps microseconds: cut off, the moment would no longer cover what was decided in it.
        var until = at.AddTicks((TimeSpan.TicksPerMicrosecond - (at.Ticks % TimeSpan.TicksPerMicrosecond)) % TimeSpan.TicksPerMicrosecond);
        VoidedAt = VoidedAt > until ? VoidedAt : until;
        foreach (var leaf in _leaves)
        {
            leaf.Reset(VoidRevision, VoidedAt.Value);
        }
    }

    /// <summary>False when a reset has made the submission void.</summary>
    public bool Accepts(int submission) => submission > VoidRevision;

    /// <summary>False when a reset has made what the council decided then void.</summary>
    public bool Accepts(DateTimeOffset appraisedAt) => VoidedAt is null || appraisedAt > VoidedAt;
}

/// <summary>What an index is computed from; null where nobody told anything of that kind.</summary>
public readonly record struct LeafPoints(decimal? Self, bool? SelfApplicable, decimal? Appraised, bool? AppraisedApplicable, decimal? Survey, decimal? External);

/// <summary>The points of one leaf by where they come from; one kind never overwrites another.</summary>
public sealed class LeafStanding(Guid campaignId, Guid unitId, string leafCode)
{
    public Guid CampaignId { get; private set; } = campaignId;
    public Guid UnitId { get; private set; } = unitId;
    public string LeafCode { get; private set; } = leafCode;

    public decimal? SelfPoints { get; private set; }
    public bool? SelfApplicable { get; private set; }
    public int SelfRound { get; private set; }
    public int SelfRevision { get; private set; }

    /// <summary>SHA-256 of the files that the unit submitted with these points.</summary>
    public IReadOnlyList<string> SelfEvidence { get; private set; } = [];

    public decimal? AppraisedPoints { get; private set; }
    public bool? AppraisedApplicable { get; private set; }
    public string? AppraisalReason { get; private set; }
    public int AppraisalRound { get; private set; }
    public int AppraisalRevision { get; private set; }

    /// <summary>Null for points taken over before resets were known.</summary>
    public Guid? AppraisalCaseId { get; private set; }

    public DateTimeOffset? AppraisedAt { get; private set; }

    /// <summary>Members who scored the leaf independently, at least 2; null where fewer did.</summary>
    public int? Opinions { get; private set; }

    /// <summary>Standard deviation of their points; null likewise.</summary>
    public decimal? OpinionDeviation { get; private set; }

    public DateTimeOffset? OpinionsAt { get; private set; }

    public decimal? SurveyPoints { get; private set; }
    public int SurveyRevision { get; private set; }
    public Guid SurveyId { get; private set; }
    public int? SurveyAnswers { get; private set; }
    public decimal? SurveyStandardError { get; private set; }

    public decimal? ExternalPoints { get; private set; }
    public int ExternalRevision { get; private set; }

    public LeafPoints Points => new(SelfPoints, SelfApplicable, AppraisedPoints, AppraisedApplicable, SurveyPoints, ExternalPoints);

    public void SelfAssess(int round, int revision, decimal points, bool applicable, IReadOnlyList<string> evidence)
    {
        if ((round, revision).CompareTo((SelfRound, SelfRevision)) > 0)
        {
            (SelfRound, SelfRevision, SelfPoints, SelfApplicable, SelfEvidence) = (round, revision, points, applicable, evidence);
        }
    }

    /// <summary>The council's points hold through the next round's self-assessment, until the council appraises the leaf again.</summary>
    /// <param name="caseId">Whose revisions these are.</param>
    /// <param name="at">When it was decided.</param>
    /// <param name="round">Of the appraisal.</param>
    /// <param name="revision">Of the case.</param>
    /// <param name="points">Null where nothing is decided any more.</param>
    /// <param name="applicable">Null likewise.</param>
    /// <param name="reason">The council's.</param>
    public void Appraise(Guid caseId, DateTimeOffset at, int round, int revision, decimal? points, bool? applicable, string? reason)
    {
        // Revisions count within one case; a reset practice sheet gets a new one.
        var newer = AppraisalCaseId is null || AppraisalCaseId == caseId
            ? (round, revision).CompareTo((AppraisalRound, AppraisalRevision)) > 0
            : at > AppraisedAt;
        if (newer)
        {
            (AppraisalCaseId, AppraisedAt) = (caseId, at);
            (AppraisalRound, AppraisalRevision, AppraisedPoints, AppraisedApplicable, AppraisalReason) = (round, revision, points, applicable, reason);
        }
    }

    /// <summary>How far independent scores lie apart; told with a completion, whatever else was told of the leaf before or since.</summary>
    public void CompareOpinions(DateTimeOffset at, int? opinions, decimal? deviation)
    {
        if (OpinionsAt is null || at > OpinionsAt)
        {
            (OpinionsAt, Opinions, OpinionDeviation) = (at, opinions, deviation);
        }
    }

    /// <summary>Revisions count within one survey; should two surveys feed one leaf, the same one wins in any order.</summary>
    public void Survey(Guid surveyId, int revision, decimal? points, int answers, decimal? standardError)
    {
        if ((revision, surveyId).CompareTo((SurveyRevision, SurveyId)) > 0)
        {
            (SurveyRevision, SurveyId, SurveyPoints, SurveyAnswers, SurveyStandardError) = (revision, surveyId, points, answers, standardError);
        }
    }

    public void RecordExternal(int revision, decimal points)
    {
        if (revision > ExternalRevision)
        {
            (ExternalRevision, ExternalPoints) = (revision, points);
        }
    }

    internal void Reset(int voidRevision, DateTimeOffset voidedAt)
    {
        if (SelfRevision <= voidRevision)
        {
            (SelfRound, SelfRevision, SelfPoints, SelfApplicable, SelfEvidence) = (0, 0, null, null, []);
        }

        if (AppraisedAt is null || AppraisedAt <= voidedAt)
        {
            (AppraisalCaseId, AppraisedAt) = (null, null);
            (AppraisalRound, AppraisalRevision, AppraisedPoints, AppraisedApplicable, AppraisalReason) = (0, 0, null, null, null);
        }

        if (OpinionsAt <= voidedAt)
        {
            (OpinionsAt, Opinions, OpinionDeviation) = (null, null, null);
        }
    }
}
