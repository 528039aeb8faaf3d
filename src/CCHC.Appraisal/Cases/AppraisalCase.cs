using System.Globalization;
using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Appraisal.Cases;

/// <summary>One unit's self-assessment before the council (hồ sơ thẩm định), one per campaign and unit through all rounds.</summary>
/// <remarks>Changed only under a lock of its row (<see cref="CaseLock"/>), so that appraisers of different fields wait for each other instead of failing.</remarks>
public sealed partial class AppraisalCase
{
    private static readonly TimeSpan VietnamOffset = TimeSpan.FromHours(7);

    private readonly List<CaseLeaf> _leaves = [];
    private readonly List<FieldCompletion> _completions = [];

    public Guid Id { get; private set; }
    public Guid CampaignId { get; private set; }
    public Guid UnitId { get; private set; }
    public string GroupCode { get; private set; } = "";

    /// <summary>The sheet that was submitted, where its documents and submissions are read; null for a case that was opened before this was kept.</summary>
    public Guid? SelfAssessmentId { get; private set; }

    /// <summary>Round of the last submission.</summary>
    public int Round { get; private set; }

    /// <summary>Of the self-assessment; a submission that is not above it is stale.</summary>
    public int SubmissionRevision { get; private set; }

    /// <summary>Grows with every change, whichever leaf.</summary>
    public int Revision { get; private set; }

    /// <summary>Number of the last extension that took a completion back; each does so once.</summary>
    public int ReopenedBy { get; private set; }

    public CaseStatus Status { get; private set; }
    public DateTimeOffset SubmittedAt { get; private set; }
    public string SubmittedBy { get; private set; } = "";
    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>Of all rounds; a use case may have loaded some only.</summary>
    public IReadOnlyList<CaseLeaf> Leaves => _leaves;

    public IReadOnlyList<FieldCompletion> Completions => _completions;

    public static AppraisalCase Open(SelfAssessmentSubmitted submission)
    {
        var opened = new AppraisalCase
        {
            Id = Guid.CreateVersion7(),
            CampaignId = submission.CampaignId,
            UnitId = submission.UnitId,
            GroupCode = submission.GroupCode,
        };
        opened.Receive(submission);
        return opened;
    }

    /// <summary>Takes over a submission and opens its round; false when it is stale. Needs all leaves.</summary>
    public bool Receive(SelfAssessmentSubmitted submission)
    {
        if (submission.Revision <= SubmissionRevision || submission.Round < Round)
        {
            return false;
        }

        var before = _leaves.Where(leaf => leaf.Round == Round).ToDictionary(leaf => leaf.LeafCode, StringComparer.Ordinal);
        var claims = submission.Leaves.ToDictionary(leaf => leaf.LeafCode, SelfScore.From, StringComparer.Ordinal);
        foreach (var code in before.Keys.Union(claims.Keys, StringComparer.Ordinal))
        {
            LeafOf(submission.Round, code).Receive(claims.GetValueOrDefault(code), before.GetValueOrDefault(code));
        }

        (SelfAssessmentId, Round, SubmissionRevision) = (submission.SelfAssessmentId, submission.Round, submission.Revision);
        (SubmittedAt, SubmittedBy) = (submission.SubmittedAt, submission.SubmittedBy);
        (Status, CompletedAt) = (CaseStatus.Open, null);
        _completions.RemoveAll(completion => completion.Round == Round);
        Revision++;
        return true;
    }

    /// <summary>Takes the completion of this round back by an extension that says so, once and not after it has run out. Needs all completions.</summary>
    public bool Reopen(IEnumerable<PhaseExtension> extensions, DateTimeOffset now)
    {
        var reopening = extensions
            .Where(extension => extension.Fits(CampaignPhase.Appraisal, Round, GroupCode, UnitId))
            .Where(extension => extension.Reopens && extension.Number > ReopenedBy && now < extension.Until)
            .MaxBy(extension => extension.Number);
        if (reopening is null)
        {
            return false;
        }

        (Status, CompletedAt, ReopenedBy) = (CaseStatus.Open, null, reopening.Number);
        _completions.RemoveAll(completion => completion.Round == Round);
        Revision++;
        return true;
    }

    /// <summary>Decides on one leaf; the same decision sent again is the one that stands. Needs that leaf of this round with its decision, and its field's completion.</summary>
    public Judgement Judge(Campaign campaign, CampaignLeaf definition, Verdict verdict, Appraiser appraiser, DateTimeOffset now)
    {
        RequireOpenPhase(campaign, now);
        RequireOpenField(definition.FieldCode);
        var leaf = LeafOf(Round, definition.Code);
        var (outcome, reason, request) = verdict.Checked(definition, leaf.Self);
        return leaf.Judgement is { } standing && standing.Round == Round && standing.Says(outcome, reason, request, appraiser.Id)
            ? standing
            : Decide(leaf, new Decision(outcome, reason, request, JudgementOrigin.Member), appraiser, now);
    }

    /// <summary>Agrees to every claim among these leaves that nobody has decided on in this round; completed fields stay. Needs those leaves and the completions.</summary>
    /// <returns>The decisions, and how many leaves have no claim to agree to.</returns>
    public (IReadOnlyList<Judgement> Judgements, int Unclaimed) Accept(Campaign campaign, IReadOnlyList<CampaignLeaf> definitions, Guid acceptance, Appraiser appraiser, DateTimeOffset now)
    {
        RequireOpenPhase(campaign, now);
        var open = definitions.Where(definition => !IsCompleted(definition.FieldCode) && Find(Round, definition.Code)?.Judgement?.Round != Round).ToList();
        var claimed = open.Where(definition => Find(Round, definition.Code)?.Self is not null).ToList();
        var agreed = new Verdict(Data: null, Points: null, Applicable: null, Reason: null);
        return (
            [.. claimed.Select(definition => Find(Round, definition.Code)!).Zip(claimed, (leaf, definition) => Decide(leaf, new Decision(agreed.On(definition, leaf.Self), null, null, JudgementOrigin.Member, acceptance), appraiser, now))],
            open.Count(definition => definition.Kind == LeafKind.Ordinary) - claimed.Count(definition => definition.Kind == LeafKind.Ordinary));
    }

    /// <summary>Takes back what was agreed to at once and still stands. Needs those leaves, the decisions before, and the completions.</summary>
    /// <returns>Codes of the leaves.</returns>
    public IReadOnlyList<string> Withdraw(Guid acceptance, IReadOnlyList<CampaignLeaf> definitions, DateTimeOffset now, Func<int, Judgement?> before)
    {
        var leaves = definitions.Where(definition => !IsCompleted(definition.FieldCode)).Select(definition => Find(Round, definition.Code))
            .OfType<CaseLeaf>().Where(leaf => leaf.Judgement?.AcceptanceId == acceptance).ToList();
        if (leaves.Count > 0)
        {
            Revision++;
        }

        foreach (var leaf in leaves)
        {
            leaf.Withdraw(leaf.Judgement!.ReplacedRevision is { } revision ? before(revision) : null, now);
        }

        return [.. leaves.Select(leaf => leaf.LeafCode)];
    }

    /// <summary>
    /// Finishes fields; what nobody judged in them stands. The last field completes the case. Needs all leaves and completions of the round.
    /// </summary>
    /// <param name="campaign">The campaign's local copy.</param>
    /// <param name="definitions">All leaves of the group's set that are appraised.</param>
    /// <param name="fieldCodes">The appraiser's fields.</param>
    /// <param name="appraiser">Who finishes them.</param>
    /// <param name="now">When.</param>
    /// <returns>True when this completed the case.</returns>
    public bool CompleteFields(
        Campaign campaign, IReadOnlyList<CampaignLeaf> definitions, IReadOnlySet<string> fieldCodes, Appraiser appraiser, DateTimeOffset now)
    {
        RequireOpenPhase(campaign, now);
        var finished = definitions.Where(leaf => fieldCodes.Contains(leaf.FieldCode) && !IsCompleted(leaf.FieldCode)).ToList();
        RequireResults(finished);
        return Close(definitions, finished.Select(leaf => leaf.FieldCode).Distinct(StringComparer.Ordinal), appraiser, now);
    }

    private void RequireResults(IEnumerable<CampaignLeaf> leaves)
    {
        if (leaves.Where(leaf => ResultOf(leaf) is null).Select(leaf => $"{leaf.Code} {leaf.Name}").ToList() is { Count: > 0 } missing)
        {
            throw new RuleViolationException("appraisal.incomplete", "Còn tiêu chí chưa có điểm tự chấm lẫn điểm thẩm định.", missing);
        }
    }

    /// <summary>True when no field is left.</summary>
    private bool Close(IReadOnlyList<CampaignLeaf> definitions, IEnumerable<string> fieldCodes, Appraiser appraiser, DateTimeOffset now)
    {
        var open = fieldCodes.ToList();
        if (open.Count == 0)
        {
            return false;
        }

        foreach (var field in open)
        {
            _completions.Add(new FieldCompletion
            {
                CaseId = Id,
                Round = Round,
                FieldCode = field,
                AppraiserId = appraiser.Id,
                CompletedBy = appraiser.Name,
                CompletedAt = now,
            });
        }

        Revision++;
        if (definitions.Any(leaf => !IsCompleted(leaf.FieldCode)))
        {
            return false;
        }

        (Status, CompletedAt) = (CaseStatus.Completed, now);
        return true;
    }

    public CriterionAppraised ToAppraisedEvent(Judgement judgement) => new()
    {
        CaseId = Id,
        CampaignId = CampaignId,
        UnitId = UnitId,
        Round = Round,
        LeafCode = judgement.LeafCode,
        Revision = Revision,
        Points = judgement.Points,
        Applicable = judgement.Applicable,
        Reason = judgement.Reason,
        AppraisedAt = judgement.AppraisedAt,
    };

    /// <summary>What stands of some leaves now.</summary>
    public CriteriaAppraised ToDecidedEvent(IEnumerable<string> leafCodes, DateTimeOffset now) => new()
    {
        CaseId = Id,
        CampaignId = CampaignId,
        UnitId = UnitId,
        Round = Round,
        Revision = Revision,
        AppraisedAt = now,
        Leaves = [.. leafCodes.Select(code => (Code: code, Find(Round, code)?.Judgement)).Select(leaf => new LeafDecision
        {
            LeafCode = leaf.Code, Points = leaf.Judgement?.Points, Applicable = leaf.Judgement?.Applicable != false, Reason = leaf.Judgement?.Reason,
        })],
    };

    public AppraisalCompleted ToCompletedEvent(IReadOnlyList<CampaignLeaf> definitions, IReadOnlyDictionary<string, Spread> spreads) => new()
    {
        CaseId = Id,
        CampaignId = CampaignId,
        UnitId = UnitId,
        Round = Round,
        Revision = Revision,
        CompletedAt = CompletedAt!.Value,
        Leaves =
        [
            .. definitions.Select(definition => new AppraisedLeaf
            {
                LeafCode = definition.Code,
                Points = ResultOf(definition)!.Value.Points,
                Applicable = ResultOf(definition)!.Value.Applicable,
                Reason = Find(Round, definition.Code)?.Judgement?.Reason,
                Request = Find(Round, definition.Code)?.Judgement?.Request,
                Opinions = spreads.GetValueOrDefault(definition.Code)?.Opinions,
                OpinionDeviation = spreads.GetValueOrDefault(definition.Code)?.Deviation,
            }),
        ],
    };

    private sealed record Decision(Verdict.Outcome Outcome, string? Reason, string? Request, JudgementOrigin Origin, Guid? Acceptance = null);

    private Judgement Decide(CaseLeaf leaf, Decision decision, Appraiser appraiser, DateTimeOffset now)
    {
        var outcome = decision.Outcome;
        Revision++;
        leaf.Decide(new Judgement
        {
            CaseId = Id,
            Revision = Revision,
            Round = Round,
            LeafCode = leaf.LeafCode,
            Data = outcome.Data,
            Points = outcome.Points,
            Applicable = outcome.Applicable,
            Reason = decision.Reason,
            Request = decision.Request,
            Origin = decision.Origin,
            Steps = outcome.Steps,
            AppraiserId = appraiser.Id,
            AppraisedBy = appraiser.Name,
            AppraisedAt = now,
            AcceptanceId = decision.Acceptance,
            ReplacedRevision = leaf.JudgementRevision,
        });
        return leaf.Judgement!;
    }

    /// <summary>Of the round the case is in. Needs its completions.</summary>
    internal bool IsCompleted(string fieldCode) => _completions.Exists(completion => completion.Round == Round && completion.FieldCode == fieldCode);

    private void RequireOpenField(string fieldCode)
    {
        if (IsCompleted(fieldCode))
        {
            throw new RuleViolationException("appraisal.field-completed", "Lĩnh vực này đã hoàn thành thẩm định; chỉ sửa được ở lần thẩm định sau.");
        }
    }

    private void RequireOpenPhase(Campaign campaign, DateTimeOffset now)
    {
        campaign.RequireNotRatified();
        var window = campaign.AppraisalWindow(Round, GroupCode, UnitId, now);
        if (!window.Open)
        {
            var when = window.ClosesAt is { } closed
                ? string.Create(CultureInfo.InvariantCulture, $"đã đóng lúc {closed.ToOffset(VietnamOffset):HH:mm 'ngày' dd/MM/yyyy}")
                : "hiện không mở";
            throw new RuleViolationException(
                "appraisal.phase-closed", $"Bước thẩm định lần {Round} {when}. Nếu cần thẩm định tiếp, đề nghị cơ quan chủ trì kỳ đánh giá gia hạn.");
        }
    }

    private (decimal Points, bool Applicable)? ResultOf(CampaignLeaf definition) => CaseLeaf.ResultOf(Find(Round, definition.Code), definition);

    private CaseLeaf? Find(int round, string code) => _leaves.Find(leaf => leaf.Round == round && leaf.LeafCode == code);

    private CaseLeaf LeafOf(int round, string code)
    {
        if (Find(round, code) is { } leaf)
        {
            return leaf;
        }

        leaf = new CaseLeaf(Id, round, code);
        _leaves.Add(leaf);
        return leaf;
    }
}
