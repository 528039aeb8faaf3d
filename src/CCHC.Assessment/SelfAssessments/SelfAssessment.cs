using CCHC.Assessment.Campaigns;
using CCHC.Contracts.Appraisal;
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

    /// <summary>One per leaf that the unit answers itself; survey and external leaves are answered elsewhere.</summary>
    public IReadOnlyList<LeafEntry> Entries => _entries;

    public IReadOnlyList<CouncilPoints> CouncilPoints => _councilPoints;

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
            entry.Enter(Scorer.Evaluate(rule, criterion.MaxPoints, data), data, note, note, by: null, now);
        }
    }

    /// <summary>Puts a practice sheet back to its start; its submissions so far are void, the next one has a larger revision.</summary>
    public SelfAssessmentReset Reset(CriteriaSetSnapshot set, DateTimeOffset now)
    {
        FillWithMadeUpData(set, now);
        (Status, Remarks, SubmittedAt, SubmittedBy) = (SelfAssessmentStatus.Draft, null, null, null);
        _councilPoints.Clear();
        _documents.Clear();
        _contributions.ForEach(contribution => contribution.TakeBack(remarks: null));
        return new SelfAssessmentReset { SelfAssessmentId = Id, CampaignId = CampaignId, UnitId = UnitId, Revision = Revision, ResetAt = now };
    }

    /// <summary>The units that may enter data for a leaf: the one responsible for it, else the one that submits.</summary>
    public Guid AnsweringUnitOf(string leafCode) => _entries.Single(entry => entry.LeafCode == leafCode).ResponsibleUnitId ?? SubmittingUnitId;

    /// <summary>A unit says that its part is done; from then on the collector alone can give it back.</summary>
    public void Deliver(Guid unitId, CriteriaSetSnapshot set, string by, DateTimeOffset now)
    {
        RequireStatus(SelfAssessmentStatus.Draft, "Phiếu không ở bước nhập liệu nên không xác nhận được; đề nghị cơ quan tổng hợp trả lại phiếu.");
        var mine = _entries.Where(entry => entry.ResponsibleUnitId == unitId).Select(entry => entry.LeafCode).ToHashSet(StringComparer.Ordinal);
        if (FindMissing(set, mine).ToList() is { Count: > 0 } missing)
        {
            throw new RuleViolationException("contribution.incomplete", $"Phần của đơn vị còn {missing.Count} nội dung chưa xong.", missing);
        }

        ContributionOf(unitId).Deliver(by, now);
    }

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
    public Evaluation Enter(
        CriterionSnapshot criterion, LeafData data, string? explanation, string? evidence, bool byHead, Guid userId, DateTimeOffset now)
    {
        RequireEditable(byHead);
        var entry = _entries.Single(entry => entry.LeafCode == criterion.Code);
        RequireNotDelivered(entry);
        if (data.NotApplicable && !criterion.Leaf!.NotApplicableAllowed)
        {
            throw new RuleViolationException("leaf.not-applicable-refused", $"Tiêu chí {criterion.Code} không được ghi “không phát sinh”.");
        }

        var evaluation = Scorer.Evaluate(criterion.Leaf!.Rule, criterion.MaxPoints, data);
        if (evaluation.Status == EvaluationStatus.Invalid)
        {
            throw new RuleViolationException("leaf.data-invalid", $"Tiêu chí {criterion.Code}: {evaluation.Problem}");
        }

        entry.Enter(evaluation, data.ReadBy(criterion.Leaf.Rule), explanation, evidence, userId, now);
        return evaluation;
    }

    public void HandOver(CriteriaSetSnapshot set)
    {
        RequireStatus(SelfAssessmentStatus.Draft, "Phiếu không ở bước nhập liệu nên không chuyển duyệt được.");
        RequireComplete(set);
        (Status, Remarks) = (SelfAssessmentStatus.HandedOver, null);
    }

    public void Return(string remarks)
    {
        RequireStatus(SelfAssessmentStatus.HandedOver, "Chỉ trả lại được phiếu đang chờ duyệt.");
        (Status, Remarks) = (SelfAssessmentStatus.Draft, remarks.Trim().Normalize());
    }

    /// <summary>The head may submit what was handed over, or the draft itself in a unit without officers.</summary>
    public void Submit(CriteriaSetSnapshot set, string by, DateTimeOffset now)
    {
        if (Status == SelfAssessmentStatus.Submitted)
        {
            throw new RuleViolationException("self-assessment.already-submitted", "Phiếu đã gửi trước đó.");
        }

        RequireComplete(set);
        (Status, SubmittedAt, SubmittedBy) = (SelfAssessmentStatus.Submitted, now, by);
        Revision++;
    }

    /// <summary>Records the council's points of a round; a second copy changes nothing.</summary>
    public void RecordAppraisal(AppraisalCompleted appraisal)
    {
        var ofRound = _councilPoints.Where(points => points.Round == appraisal.Round).ToDictionary(points => points.LeafCode, StringComparer.Ordinal);
        foreach (var leaf in appraisal.Leaves)
        {
            if (!ofRound.TryGetValue(leaf.LeafCode, out var points))
            {
                points = new CouncilPoints(appraisal.Round, leaf.LeafCode);
                _councilPoints.Add(points);
            }

            points.Set(leaf);
        }
    }

    /// <summary>Everything that keeps the sheet from being submitted, leaf by leaf.</summary>
    public IEnumerable<string> FindMissing(CriteriaSetSnapshot set, IReadOnlySet<string>? only = null)
    {
        var entries = _entries.ToDictionary(entry => entry.LeafCode, StringComparer.Ordinal);
        foreach (var criterion in AnsweredLeaves(set).Where(leaf => only is null || only.Contains(leaf.Code)))
        {
            var (leaf, entry) = (criterion.Leaf!, entries[criterion.Code]);
            var justified = entry.Evidence is not null || entry.Explanation is not null || DocumentsOf(criterion.Code).Any();
            if (leaf.Kind == LeafKind.Ordinary && entry.Status == EvaluationStatus.Missing)
            {
                yield return $"Tiêu chí {criterion.Code} chưa nhập số liệu.";
            }
            else if (entry.Status == EvaluationStatus.NotApplicable && entry.Explanation is null)
            {
                yield return $"Tiêu chí {criterion.Code} ghi không phát sinh nhưng chưa giải trình lý do.";
            }
            else if (!justified && (leaf.EvidenceRequired || entry.Points > 0))
            {
                yield return $"Tiêu chí {criterion.Code} chưa có tài liệu kiểm chứng. Đính kèm tài liệu, hoặc ghi số, ký hiệu tài liệu, hoặc giải trình vì sao không có.";
            }
        }
    }

    public SelfAssessmentSubmitted ToSubmittedEvent() => new()
    {
        SelfAssessmentId = Id,
        CampaignId = CampaignId,
        UnitId = UnitId,
        GroupCode = GroupCode,
        Round = Round,
        Revision = Revision,
        SubmittedAt = SubmittedAt!.Value,
        SubmittedBy = SubmittedBy!,
        Leaves = [.. _entries.OrderBy(entry => entry.LeafCode, StringComparer.Ordinal).Select(entry => new SubmittedLeaf
        {
            LeafCode = entry.LeafCode,
            Data = entry.Data,
            Points = entry.Points,
            Applicable = entry.Status != EvaluationStatus.NotApplicable,
            Explanation = entry.Explanation,
            Evidence = entry.Evidence ?? ReferencesOf(entry.LeafCode),
        })],
    };

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

    private void RequireNotDelivered(LeafEntry entry)
    {
        if (entry.ResponsibleUnitId is { } responsible && ContributionOf(responsible).DeliveredAt is not null)
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

    private void RequireComplete(CriteriaSetSnapshot set)
    {
        if (FindMissing(set).ToList() is { Count: > 0 } missing)
        {
            throw new RuleViolationException("self-assessment.incomplete", $"Phiếu còn {missing.Count} nội dung chưa xong.", missing);
        }
    }
}
