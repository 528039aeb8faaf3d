using CCHC.Appraisal.Campaigns;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Appraisal.Cases;

/// <summary>What an appraiser says of a leaf: corrected data, or points by judgement, or whether it applies; nothing of these agrees with the unit.</summary>
public sealed record Verdict(LeafData? Data, decimal? Points, bool? Applicable, string? Reason, string? Request = null)
{
    /// <summary>The points that follow with what is written beside them; a result that differs from the claim has a reason.</summary>
    public (Outcome Outcome, string? Reason, string? Request) Checked(CampaignLeaf leaf, SelfScore? self)
    {
        var (outcome, reason) = (On(leaf, self), Written(Reason));
        return reason is null && (self is null || self.Points != outcome.Points || self.Applicable != outcome.Applicable)
            ? throw new RuleViolationException("appraisal.reason-required", $"Tiêu chí {leaf.Code}: kết quả khác với tự đánh giá nên phải nêu lý do.")
            : (outcome, reason, Written(Request));
    }

    private static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();

    /// <summary>Points by judgement have at most 3 decimals.</summary>
    private static readonly ManualRule ByJudgement = new(0.001m);

    public sealed record Outcome(LeafData? Data, decimal Points, bool Applicable, IReadOnlyList<string> Steps);

    /// <summary>The points that follow, before it is asked whether they need a reason.</summary>
    public Outcome On(CampaignLeaf leaf, SelfScore? self) => this switch
    {
        { Applicable: false } => NotApplicable(leaf, self),
        { Data: { } data } => Computed(leaf, data),
        { Points: { } points } => Given(leaf, points),
        _ => Agreed(self),
    };

    private Outcome NotApplicable(CampaignLeaf leaf, SelfScore? self)
    {
        var data = Data ?? self?.Data ?? new LeafData();
        var withoutClaim = Scorer.Evaluate(leaf.Rule, leaf.MaxPoints, data with { NotApplicable = false });
        var steps = withoutClaim.Status == EvaluationStatus.NotApplicable
            ? withoutClaim.Steps
            : leaf.NotApplicableAllowed
                ? Scorer.Evaluate(leaf.Rule, leaf.MaxPoints, data with { NotApplicable = true }).Steps
                : throw new RuleViolationException("appraisal.not-applicable-not-allowed", $"Tiêu chí {leaf.Code} không được tính là không phát sinh.");
        return new Outcome(Data, 0, Applicable: false, steps);
    }

    private Outcome Computed(CampaignLeaf leaf, LeafData data)
    {
        if (data.NotApplicable && Applicable is null)
        {
            return NotApplicable(leaf, self: null);
        }

        var evaluation = Scorer.Evaluate(leaf.Rule, leaf.MaxPoints, data);
        return evaluation.Status switch
        {
            EvaluationStatus.Scored => new Outcome(data, evaluation.Points, Applicable: true, evaluation.Steps),
            EvaluationStatus.NotApplicable when Applicable is null => new Outcome(data, 0, Applicable: false, evaluation.Steps),
            EvaluationStatus.NotApplicable => throw InvalidData(leaf, "Số liệu cho thấy không phát sinh, nên chưa tính được điểm."),
            _ => throw InvalidData(leaf, evaluation.Problem!),
        };
    }

    private static Outcome Given(CampaignLeaf leaf, decimal points)
    {
        var evaluation = Scorer.Evaluate(ByJudgement, leaf.MaxPoints, new LeafData { Points = points });
        return evaluation.Status == EvaluationStatus.Scored
            ? new Outcome(Data: null, evaluation.Points, Applicable: true, evaluation.Steps)
            : throw new RuleViolationException("appraisal.points-invalid", $"Tiêu chí {leaf.Code}: {evaluation.Problem}");
    }

    private Outcome Agreed(SelfScore? self) => self switch
    {
        null => throw new InvalidInputException("points", "Đơn vị không tự chấm tiêu chí này: cần nhập số liệu hoặc điểm."),
        { Applicable: false } when Applicable is true => throw new RuleViolationException(
            "appraisal.points-required", "Không đồng ý là không phát sinh thì phải nhập số liệu hoặc điểm."),
        _ => new Outcome(self.Data, self.Points, self.Applicable, ["Thống nhất với kết quả tự đánh giá"]),
    };

    private static RuleViolationException InvalidData(CampaignLeaf leaf, string problem) =>
        new("appraisal.data-invalid", $"Tiêu chí {leaf.Code}: {problem}", [problem]);
}
