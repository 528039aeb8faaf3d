using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Findings;
using CCHC.Assessment.Submissions;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>A unit's own account of its year (phiếu tự đánh giá): officers enter data, the head answers for it and submits.</summary>
public sealed partial class SelfAssessment
{
    private List<LeafEntry> _entries = [];
    private List<Contribution> _contributions = [];
    private readonly List<CouncilPoints> _councilPoints = [];
    private readonly List<Submission> _submissions = [];

    public Guid Id { get; private set; }
    public Guid CampaignId { get; private set; }
    public Guid UnitId { get; private set; }
    public string UnitCode { get; private set; } = "";
    public string UnitName { get; private set; } = "";
    public string GroupCode { get; private set; } = "";

    /// <summary>Of the campaign: the government that runs it; null for the province.</summary>
    public Guid? OwnerUnitId { get; private set; }

    /// <summary>The unit that collects the answers and submits in place of the measured one; null when the unit submits its own.</summary>
    public Guid? CollectorUnitId { get; private set; }

    public int Round { get; private set; }
    public SelfAssessmentStatus Status { get; private set; }

    /// <summary>Submissions so far; travels with the event so that a late copy is told from a new one.</summary>
    public int Revision { get; private set; }

    /// <summary>Number of the last extension that opened the sheet again; each does so once.</summary>
    public int ReopenedBy { get; private set; }

    public int LeafCount { get; private set; }
    public string? Remarks { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public string? SubmittedBy { get; private set; }

    /// <summary>Begun days after the deadline, over all submissions.</summary>
    public int DaysLate { get; private set; }

    public Narrative Narrative { get; private set; } = Narrative.Empty;

    /// <summary>One per leaf that the unit answers itself; survey and external leaves are answered elsewhere.</summary>
    public IReadOnlyList<LeafEntry> Entries => _entries;

    public IReadOnlyList<CouncilPoints> CouncilPoints => _councilPoints;

    /// <summary>Everything that was ever submitted, in its order.</summary>
    public IReadOnlyList<Submission> Submissions => _submissions;

    /// <summary>One per unit that answers leaves in place of the measured one; empty where the unit answers for itself.</summary>
    public IReadOnlyList<Contribution> Contributions => _contributions;

    /// <summary>The unit whose head answers for the sheet as a whole.</summary>
    public Guid SubmittingUnitId => CollectorUnitId ?? UnitId;

    public static SelfAssessment Open(CampaignChanged campaign, CampaignGroup group, CampaignUnit unit)
    {
        var answered = AnsweredLeaves(group.CriteriaSet).ToList();
        var codes = answered.Select(leaf => leaf.Code).ToHashSet(StringComparer.Ordinal);
        var responsible = group.Responsibilities.Where(x => codes.Contains(x.LeafCode)).ToDictionary(x => x.LeafCode, StringComparer.Ordinal);
        return new SelfAssessment
        {
            Id = Guid.CreateVersion7(),
            CampaignId = campaign.CampaignId,
            OwnerUnitId = campaign.OwnerUnitId,
            CollectorUnitId = group.CollectorUnitId,
            UnitId = unit.UnitId,
            UnitCode = unit.Code,
            UnitName = unit.Name,
            GroupCode = group.Code,
            Round = 1,
            LeafCount = answered.Count(leaf => leaf.Leaf!.Kind == LeafKind.Ordinary),
            _entries = [.. answered.Select(leaf => new LeafEntry(leaf.Code, responsible.GetValueOrDefault(leaf.Code)?.UnitId))],
            _contributions =
            [
                .. responsible.Values.DistinctBy(x => x.UnitId).Select(x => new Contribution(x.UnitId, x.UnitCode, x.UnitName)),
            ],
        };
    }

    public static IEnumerable<CriterionSnapshot> AnsweredLeaves(CriteriaSetSnapshot set) => set.Leaves().Where(leaf => leaf.Leaf!.Source == PointSource.Appraised);

    /// <summary>Opens the sheet again for a later round; data and texts stay to be supplemented.</summary>
    public void EnterRound(int round)
    {
        if (round > Round)
        {
            (Round, Status) = (round, SelfAssessmentStatus.Draft);
            _contributions.ForEach(contribution => contribution.TakeBack(remarks: null));
        }
    }

    /// <summary>A submitted sheet becomes a draft again by an extension that says so, once per extension and not after it has run out.</summary>
    public void Reopen(IEnumerable<PhaseExtension> extensions, DateTimeOffset now)
    {
        var reopening = extensions
            .Where(extension => extension.Fits(CampaignPhase.SelfAssessment, Round, GroupCode, UnitId))
            .Where(extension => extension.Reopens && extension.Number > ReopenedBy && now < extension.Until)
            .MaxBy(extension => extension.Number);
        if (reopening is not null)
        {
            (Status, ReopenedBy) = (SelfAssessmentStatus.Draft, reopening.Number);
        }
    }

    /// <summary>Gives every leaf of a practice sheet data that the rule accepts, marked as made up.</summary>
    public void FillWithMadeUpData(CriteriaSetSnapshot set, DateTimeOffset now)
    {
        foreach (var criterion in AnsweredLeaves(set))
        {
            var (rule, entry) = (criterion.Leaf!.Rule, _entries.Single(entry => entry.LeafCode == criterion.Code));
            var data = MadeUpData.For(UnitId, criterion.Code, rule, criterion.MaxPoints);
            var note = criterion.Leaf.Kind == LeafKind.Ordinary ? MadeUpData.Note : null;
            entry.Enter(Scorer.Evaluate(rule, criterion.MaxPoints, data), new LeafInput(data, note, note), by: null, byName: null, now);
        }
    }

    /// <summary>Puts a practice sheet back to its start; its submissions so far are void, the next one has a larger revision.</summary>
    public SelfAssessmentReset Reset(CriteriaSetSnapshot set, DateTimeOffset now)
    {
        FillWithMadeUpData(set, now);
        (Status, Remarks, SubmittedAt, SubmittedBy, DaysLate, Narrative) = (SelfAssessmentStatus.Draft, null, null, null, 0, Narrative.Empty);
        _councilPoints.Clear();
        _submissions.Clear();
        _entries.ForEach(entry => entry.CloseInRound(Round, closed: false));
        _documents.Clear();
        _contributions.ForEach(contribution => contribution.TakeBack(remarks: null));
        return new SelfAssessmentReset { SelfAssessmentId = Id, CampaignId = CampaignId, UnitId = UnitId, Revision = Revision, ResetAt = now };
    }

    /// <summary>The units that may enter data for a leaf: the one responsible for it, else the one that submits.</summary>
    public Guid AnsweringUnitOf(string leafCode) => _entries.Single(entry => entry.LeafCode == leafCode).ResponsibleUnitId ?? SubmittingUnitId;

    /// <summary>A unit says that its part is done; from then on the collector alone can give it back.</summary>
    /// <param name="unitId">The responsible unit.</param>
    /// <param name="findings">What was found in its leaves.</param>
    /// <param name="by">Its head.</param>
    /// <param name="now">When.</param>
    public void Deliver(Guid unitId, IReadOnlyList<Finding> findings, string by, DateTimeOffset now)
    {
        RequireStatus(SelfAssessmentStatus.Draft, "Phiếu không ở bước nhập liệu nên không xác nhận được; đề nghị cơ quan tổng hợp trả lại phiếu.");
        RequireNoErrors(findings, "contribution.incomplete", "Phần của đơn vị");
        ContributionOf(unitId).Deliver(by, now);
    }

    /// <summary>The leaves that a unit answers in place of the measured one.</summary>
    public HashSet<string> LeavesOf(Guid responsibleUnitId) =>
        _entries.Where(entry => entry.ResponsibleUnitId == responsibleUnitId).Select(entry => entry.LeafCode).ToHashSet(StringComparer.Ordinal);

    public void TakeBack(Guid unitId, string remarks)
    {
        RequireStatus(SelfAssessmentStatus.Draft, "Phiếu không ở bước nhập liệu nên chưa trả lại phần của đơn vị được; trả lại cả phiếu trước.");
        var contribution = ContributionOf(unitId);
        if (contribution.DeliveredAt is null)
        {
            throw new RuleViolationException("contribution.not-delivered", $"{contribution.UnitName} chưa xác nhận hoàn thành nên không cần trả lại.");
        }

        contribution.TakeBack(remarks.Trim().Normalize());
    }

    /// <summary>Stores data for one leaf and computes its points; whatever points the caller had in mind are not asked for.</summary>
    public Evaluation Enter(Campaign campaign, CriterionSnapshot criterion, LeafInput input, bool byHead, Guid userId, string userName, DateTimeOffset now)
    {
        RequireEditable(byHead);
        var entry = _entries.Single(entry => entry.LeafCode == criterion.Code);
        RequireNotDelivered(entry);
        RequireOpenInRound(entry, campaign);
        if (campaign.Group(GroupCode).LatePenaltyLeaf == entry.LeafCode)
        {
            throw new RuleViolationException("leaf.late-penalty", $"Tiêu chí {criterion.Code} do hệ thống ghi theo số ngày gửi phiếu trễ; đơn vị không nhập.");
        }

        if (input.Data.NotApplicable && !criterion.Leaf!.NotApplicableAllowed)
        {
            throw new RuleViolationException("leaf.not-applicable-refused", $"Tiêu chí {criterion.Code} không được ghi “không phát sinh”.");
        }

        if (Round == 1 && !string.IsNullOrWhiteSpace(input.Supplement))
        {
            throw new RuleViolationException("leaf.supplement-too-early", "Giải trình bổ sung chỉ có từ vòng 2; ở vòng 1 ghi vào phần giải trình.");
        }

        if (Round > 1 && !entry.KeepsExplanation(input.Explanation))
        {
            throw new RuleViolationException("leaf.explanation-kept", $"Giải trình của vòng trước giữ nguyên; ghi nội dung mới vào giải trình bổ sung vòng {Round}.");
        }

        var evaluation = Scorer.Evaluate(criterion.Leaf!.Rule, criterion.MaxPoints, input.Data);
        if (evaluation.Status == EvaluationStatus.Invalid)
        {
            throw new RuleViolationException("leaf.data-invalid", $"Tiêu chí {criterion.Code}: {evaluation.Problem}");
        }

        entry.Enter(evaluation, input with { Data = input.Data.ReadBy(criterion.Leaf.Rule) }, userId, userName, now);
        return evaluation;
    }

    /// <summary>Whether the leaf may be changed in this round, whoever asks.</summary>
    public bool IsOpenInRound(LeafEntry entry, Campaign campaign) =>
        campaign.Group(GroupCode).LatePenaltyLeaf != entry.LeafCode && (campaign.LaterRoundsOpenAll || entry.ClosedInRound != Round);

    /// <summary>Says who in the unit works on some leaves; null for nobody.</summary>
    public void Assign(IReadOnlyCollection<string> leafCodes, IReadOnlyList<Guid> units, Guid? officer, string? name)
    {
        foreach (var code in leafCodes.Distinct(StringComparer.Ordinal))
        {
            var entry = EntryOf(code);
            RequireAnsweredBy(entry, units);
            entry.Assign(officer, officer is null ? null : name?.Trim().Normalize());
        }
    }

    /// <summary>Difficulties and proposals, of the unit that submits or of one that answers a part.</summary>
    public void Describe(Narrative narrative, IReadOnlyList<Guid> units, bool byHead)
    {
        RequireEditable(byHead);
        if (units.Contains(SubmittingUnitId))
        {
            Narrative = narrative.Tidy();
            return;
        }

        var contribution = _contributions.First(contribution => units.Contains(contribution.UnitId));
        RequireNotDelivered(contribution);
        contribution.Narrative = narrative.Tidy();
    }

    /// <param name="findings">What was found in the sheet.</param>
    public void HandOver(IReadOnlyList<Finding> findings)
    {
        RequireStatus(SelfAssessmentStatus.Draft, "Phiếu không ở bước nhập liệu nên không chuyển duyệt được.");
        RequireNoErrors(findings, "self-assessment.incomplete", "Phiếu");
        (Status, Remarks) = (SelfAssessmentStatus.HandedOver, null);
    }

    public void Return(string remarks)
    {
        RequireStatus(SelfAssessmentStatus.HandedOver, "Chỉ trả lại được phiếu đang chờ duyệt.");
        (Status, Remarks) = (SelfAssessmentStatus.Draft, remarks.Trim().Normalize());
    }

    internal void RequireEditable(bool byHead)
    {
        if (Status == SelfAssessmentStatus.Submitted)
        {
            throw new RuleViolationException("self-assessment.submitted", "Phiếu đã gửi, chỉ xem được; nếu cần sửa, đề nghị cơ quan chủ trì kỳ đánh giá mở lại.");
        }

        if (Status == SelfAssessmentStatus.HandedOver && !byHead)
        {
            throw new RuleViolationException("self-assessment.handed-over", "Phiếu đang chờ thủ trưởng duyệt; cần sửa thì đề nghị thủ trưởng trả lại phiếu.");
        }
    }

    private LeafEntry EntryOf(string leafCode) => _entries.Find(entry => entry.LeafCode == leafCode)
        ?? throw new InvalidInputException("leaves", $"Phiếu không có tiêu chí {leafCode}, hoặc tiêu chí này không do đơn vị tự đánh giá.");

    private void RequireAnsweredBy(LeafEntry entry, IReadOnlyList<Guid> units)
    {
        if (!units.Contains(entry.ResponsibleUnitId ?? SubmittingUnitId))
        {
            throw new RuleViolationException("leaf.of-another-unit", $"Tiêu chí {entry.LeafCode} do đơn vị khác phụ trách nên chỉ xem được.");
        }
    }

    private void RequireOpenInRound(LeafEntry entry, Campaign campaign)
    {
        if (!campaign.LaterRoundsOpenAll && entry.ClosedInRound == Round)
        {
            throw new RuleViolationException(
                "leaf.closed-in-round",
                $"Vòng {Round} chỉ mở những tiêu chí hội đồng giảm điểm hoặc có ý kiến; tiêu chí {entry.LeafCode} giữ nguyên kết quả vòng trước.");
        }
    }

    private void RequireNotDelivered(LeafEntry entry)
    {
        if (entry.ResponsibleUnitId is { } responsible)
        {
            RequireNotDelivered(ContributionOf(responsible));
        }
    }

    private static void RequireNotDelivered(Contribution contribution)
    {
        if (contribution.DeliveredAt is not null)
        {
            throw new RuleViolationException(
                "contribution.delivered", "Đơn vị đã xác nhận hoàn thành phần của mình; cần sửa thì đề nghị cơ quan tổng hợp trả lại.");
        }
    }

    private Contribution ContributionOf(Guid unitId) => _contributions.Single(contribution => contribution.UnitId == unitId);

    private void RequireStatus(SelfAssessmentStatus status, string message)
    {
        if (Status != status)
        {
            throw new RuleViolationException("self-assessment.wrong-status", message);
        }
    }

    private static void RequireNoErrors(IReadOnlyList<Finding> findings, string code, string what)
    {
        if (findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Text).ToList() is { Count: > 0 } errors)
        {
            throw new RuleViolationException(code, $"{what} còn {errors.Count} nội dung chưa xong.", errors);
        }
    }
}
