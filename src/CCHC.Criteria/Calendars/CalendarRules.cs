using CCHC.Contracts.Criteria;
using CCHC.Criteria.Campaigns;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Criteria.Calendars;

/// <summary>What a calendar must be like: phases in the order of the year, each ending after it begins and before the next begins.</summary>
internal static class CalendarRules
{
    /// <exception cref="InvalidInputException">By index of the step, in words for the officer who set the dates.</exception>
    public static void Check(
        List<(CampaignPhase Phase, int Round)> phases, IReadOnlyList<PlannedPhase> planned, IReadOnlyList<CalendarStep> known, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        PlannedPhase? before = null;
        for (var i = 0; i < planned.Count; i++)
        {
            var problem = ProblemOf(planned[i], before, phases, known.FirstOrDefault(step => step.Is(planned[i].Phase, planned[i].Round)), now)
                ?? (planned.Take(i).Any(x => (x.Phase, x.Round) == (planned[i].Phase, planned[i].Round)) ? "Bước này được nêu hai lần." : null);
            if (problem is not null)
            {
                errors[$"steps[{i}]"] = [problem];
            }

            before = planned[i];
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException("Lịch chưa đúng; chưa lưu gì.", errors);
        }
    }

    private static string? ProblemOf(
        PlannedPhase plan, PlannedPhase? before, List<(CampaignPhase Phase, int Round)> phases, CalendarStep? step, DateTimeOffset now)
    {
        var name = PhaseNames.Of(plan.Phase, plan.Round);
        if (!phases.Contains((plan.Phase, plan.Round)))
        {
            return "Kỳ đánh giá không có bước này.";
        }

        if (plan.ClosesAt <= plan.OpensAt)
        {
            return $"“{name}” kết thúc lúc {LocalTime.Text(plan.ClosesAt!.Value)}, trước khi bắt đầu lúc {LocalTime.Text(plan.OpensAt!.Value)}. Chọn thời điểm kết thúc sau thời điểm bắt đầu.";
        }

        if (plan.OpensAt is null && plan.ClosesAt is not null && step?.OpenedAt is null)
        {
            return $"“{name}” có thời điểm kết thúc mà chưa có thời điểm bắt đầu. Nhập cả hai, hoặc bỏ trống cả hai để mở bằng tay.";
        }

        if (before is not null && phases.IndexOf((plan.Phase, plan.Round)) < phases.IndexOf((before.Phase, before.Round)))
        {
            return $"“{name}” phải đứng trước “{PhaseNames.Of(before.Phase, before.Round)}” theo thứ tự của năm.";
        }

        if ((before?.ClosesAt ?? before?.OpensAt) is { } earlier && plan.OpensAt < earlier)
        {
            return $"“{name}” mở lúc {LocalTime.Text(plan.OpensAt.Value)} khi “{PhaseNames.Of(before!.Phase, before.Round)}” chưa xong ({LocalTime.Text(earlier)}). Dời một trong hai bước.";
        }

        if (step?.OpenedAt is null && plan.OpensAt < now && plan.OpensAt != step?.OpensAt)
        {
            return $"Thời điểm mở “{name}” đã qua. Chọn thời điểm sau bây giờ, hoặc mở bằng tay.";
        }

        return step is { OpenedAt: not null, ClosedAt: null } && plan.ClosesAt < now
            ? $"“{name}” đang mở, không đặt thời điểm kết thúc trong quá khứ; cần đóng ngay thì dùng “Đóng bước”."
            : null;
    }
}
