using CCHC.Contracts.Criteria;
using CCHC.Criteria.Campaigns;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Criteria.Calendars;

/// <summary>A later deadline or a reopening, with who granted it and why; never taken back, a later one replaces it.</summary>
public sealed class GrantedExtension
{
    public int Number { get; internal set; }
    public required CampaignPhase Phase { get; init; }
    public required int Round { get; init; }
    public string? GroupCode { get; init; }
    public Guid? UnitId { get; init; }
    public required DateTimeOffset Until { get; init; }
    public required bool Reopens { get; init; }
    public required string Reason { get; init; }
    public required string GrantedBy { get; init; }
    public required DateTimeOffset GrantedAt { get; init; }

    public bool IsForAll => GroupCode is null && UnitId is null;

    /// <summary>For whom, in words.</summary>
    public string Subject(IEnumerable<CampaignUnitGroup> groups) =>
        UnitId is not null ? groups.SelectMany(group => group.Members).First(member => member.UnitId == UnitId).Name
        : GroupCode is not null ? $"khối {groups.First(group => group.Code == GroupCode).Name}"
        : "cả kỳ đánh giá";

    public PhaseExtension ToContract() => new()
    {
        Number = Number,
        Phase = Phase,
        Round = Round,
        GroupCode = GroupCode,
        UnitId = UnitId,
        Until = Until,
        Reopens = Reopens,
        Reason = Reason,
    };
}

/// <summary>When a deadline may be moved or a phase taken back.</summary>
internal static class ExtensionRules
{
    public static void Check(Campaign campaign, GrantedExtension extension, DateTimeOffset now)
    {
        var name = PhaseNames.Of(extension.Phase, extension.Round);
        if (campaign.Phase == CampaignPhase.Published || campaign.EndedAt is not null)
        {
            throw new RuleViolationException("extension.campaign-over", "Kỳ đánh giá đã kết thúc nên không gia hạn hay mở lại được.");
        }

        if (extension.Phase is not (CampaignPhase.SelfAssessment or CampaignPhase.Appraisal))
        {
            throw new RuleViolationException("extension.phase-without-deadline", "Chỉ gia hạn hoặc mở lại bước tự đánh giá và bước thẩm định.");
        }

        if (campaign.Calendar.FirstOrDefault(step => step.Is(extension.Phase, extension.Round)) is not { OpenedAt: not null } step)
        {
            throw new RuleViolationException("extension.phase-not-begun", $"Bước “{name}” chưa mở; hãy sửa lịch thay vì gia hạn.");
        }

        if (extension.Until <= now)
        {
            throw new RuleViolationException("extension.past", "Thời hạn mới phải sau thời điểm hiện tại.");
        }

        if (!extension.Reopens && step.ClosesAt is null && campaign.CurrentStep == step)
        {
            throw new RuleViolationException("extension.no-deadline", $"Bước “{name}” chưa có thời điểm kết thúc nên không cần gia hạn.");
        }

        if (!extension.Reopens && extension.Until <= step.ClosesAt)
        {
            throw new RuleViolationException("extension.not-later", $"Thời hạn mới phải sau thời hạn đang có: {LocalTime.Text(step.ClosesAt.Value)}.");
        }

        if (extension is { IsForAll: true, Reopens: false } && campaign.CurrentStep != step)
        {
            throw new RuleViolationException("extension.phase-over", $"Kỳ đánh giá đã qua bước “{name}”. Muốn cả kỳ quay lại bước này, chọn “Mở lại”.");
        }

        if (extension.GroupCode is not null && campaign.Groups.All(group => group.Code != extension.GroupCode))
        {
            throw new RuleViolationException("extension.group-unknown", $"Kỳ đánh giá không có khối {extension.GroupCode}.");
        }

        if (extension.UnitId is { } unit && !campaign.Groups.Any(group => group.Members.Exists(member => member.UnitId == unit)))
        {
            throw new RuleViolationException("extension.unit-unknown", "Đơn vị này không thuộc kỳ đánh giá.");
        }
    }
}
