using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>A unit's own account of its year (phiếu tự đánh giá): officers enter data, the head answers for it and submits.</summary>
public sealed class SelfAssessment
{
    private List<LeafEntry> _entries = [];
    private readonly List<CouncilPoints> _councilPoints = [];

    public Guid Id { get; private set; }
    public Guid CampaignId { get; private set; }
    public Guid UnitId { get; private set; }
    public string UnitCode { get; private set; } = "";
    public string UnitName { get; private set; } = "";
    public string GroupCode { get; private set; } = "";
    public int Round { get; private set; }
    public SelfAssessmentStatus Status { get; private set; }

    /// <summary>Submissions so far; travels with the event so that a late copy is told from a new one.</summary>
    public int Revision { get; private set; }

    public int LeafCount { get; private set; }
    public string? Remarks { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public string? SubmittedBy { get; private set; }

    /// <summary>One per leaf that the unit answers itself; survey and external leaves are answered elsewhere.</summary>
    public IReadOnlyList<LeafEntry> Entries => _entries;

    public IReadOnlyList<CouncilPoints> CouncilPoints => _councilPoints;

    public static SelfAssessment Open(Guid campaignId, CampaignGroup group, CampaignUnit unit)
    {
        var answered = AnsweredLeaves(group.CriteriaSet).ToList();
        return new SelfAssessment
        {
            Id = Guid.CreateVersion7(),
            CampaignId = campaignId,
            UnitId = unit.UnitId,
            UnitCode = unit.Code,
            UnitName = unit.Name,
            GroupCode = group.Code,
            Round = 1,
            LeafCount = answered.Count(leaf => leaf.Leaf!.Kind == LeafKind.Ordinary),
            _entries = [.. answered.Select(leaf => new LeafEntry(leaf.Code))],
        };
    }

    public static IEnumerable<CriterionSnapshot> AnsweredLeaves(CriteriaSetSnapshot set) => set.Leaves().Where(leaf => leaf.Leaf!.Source == PointSource.Appraised);

    /// <summary>Opens the sheet again for a later round; data and texts stay to be supplemented.</summary>
    public void EnterRound(int round)
    {
        if (round > Round)
        {
            (Round, Status) = (round, SelfAssessmentStatus.Draft);
        }
    }

    /// <summary>Stores data for one leaf and computes its points; whatever points the caller had in mind are not asked for.</summary>
    public Evaluation Enter(
        CriterionSnapshot criterion, LeafData data, string? explanation, string? evidence, bool byHead, Guid userId, DateTimeOffset now)
    {
        if (Status == SelfAssessmentStatus.Submitted)
        {
            throw new RuleViolationException("self-assessment.submitted", "Phiếu đã gửi, chỉ xem được; nếu cần sửa, đề nghị Sở Nội vụ mở lại.");
        }

        if (Status == SelfAssessmentStatus.HandedOver && !byHead)
        {
            throw new RuleViolationException("self-assessment.handed-over", "Phiếu đang chờ thủ trưởng duyệt; cần sửa thì đề nghị thủ trưởng trả lại phiếu.");
        }

        if (data.NotApplicable && !criterion.Leaf!.NotApplicableAllowed)
        {
            throw new RuleViolationException("leaf.not-applicable-refused", $"Tiêu chí {criterion.Code} không được ghi “không phát sinh”.");
        }

        var evaluation = Scorer.Evaluate(criterion.Leaf!.Rule, criterion.MaxPoints, data);
        if (evaluation.Status == EvaluationStatus.Invalid)
        {
            throw new RuleViolationException("leaf.data-invalid", $"Tiêu chí {criterion.Code}: {evaluation.Problem}");
        }

        _entries.Single(entry => entry.LeafCode == criterion.Code).Enter(evaluation, data, explanation, evidence, userId, now);
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
    public IEnumerable<string> FindMissing(CriteriaSetSnapshot set)
    {
        var entries = _entries.ToDictionary(entry => entry.LeafCode, StringComparer.Ordinal);
        foreach (var criterion in AnsweredLeaves(set))
        {
            var (leaf, entry) = (criterion.Leaf!, entries[criterion.Code]);
            var justified = entry.Evidence is not null || entry.Explanation is not null;
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
                yield return $"Tiêu chí {criterion.Code} chưa có tài liệu kiểm chứng. Ghi số, ký hiệu tài liệu, hoặc giải trình vì sao không có.";
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
            Evidence = entry.Evidence,
        })],
    };

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
