using CCHC.Contracts.Criteria;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Calendars;

/// <summary>Writes the reminders that are due for the deadlines of a campaign; what was written before is not written again.</summary>
internal static class Reminders
{
    public static async Task WriteAsync(CriteriaDbContext db, Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = Deadlines(campaign).Select(x => (Deadline: x, Days: Notice.DueReminder(x.DueAt, now))).Where(x => x.Days is not null).ToList();
        if (due.Count == 0)
        {
            return;
        }

        var known = await db.Notices.Where(notice => notice.CampaignId == campaign.Id)
            .Select(notice => new { notice.Subject, notice.UnitId, notice.DueAt, notice.DaysBefore })
            .ToListAsync(cancellationToken);
        var written = known.Select(x => (x.Subject, x.UnitId, x.DueAt, x.DaysBefore)).ToHashSet();
        db.Notices.AddRange(due.Where(x => !written.Contains((x.Deadline.Subject, x.Deadline.UnitId, x.Deadline.DueAt, x.Days!.Value))).Select(x => new Notice
        {
            Id = Guid.CreateVersion7(now),
            CampaignId = campaign.Id,
            Kind = x.Deadline.Kind,
            Subject = x.Deadline.Subject,
            UnitId = x.Deadline.UnitId,
            Text = x.Deadline.Text,
            DueAt = x.Deadline.DueAt,
            DaysBefore = x.Days!.Value,
            CreatedAt = now,
        }));
    }

    internal sealed record Deadline(NoticeKind Kind, string Subject, Guid UnitId, string Text, DateTimeOffset DueAt);

    internal static IEnumerable<Deadline> Deadlines(Campaign campaign)
    {
        if (campaign.Phase == CampaignPhase.Draft && campaign.Calendar.FirstOrDefault(step => step.OpensAt is not null) is { } first)
        {
            yield return new(
                NoticeKind.Opening, "opening", Guid.Empty,
                campaign.PreparedAt is null ? "Kỳ đánh giá sắp đến ngày mở nhưng chưa chuẩn bị; chưa chuẩn bị thì không tự mở" : "Kỳ đánh giá sắp tự mở; kiểm tra mức sẵn sàng",
                first.OpensAt!.Value);
        }

        foreach (var deadline in campaign.Phase switch
        {
            CampaignPhase.SelfAssessment => SelfAssessments(campaign),
            CampaignPhase.Appraisal when campaign.ClosesAt is { } closesAt =>
                [new(NoticeKind.Phase, $"appraisal-{campaign.Round}", Guid.Empty, $"Hạn hoàn thành thẩm định lần {campaign.Round}", closesAt)],
            _ => [],
        })
        {
            yield return deadline;
        }

        foreach (var step in campaign.PlanSteps.Where(step => step is { DoneOn: null, DueOn: not null }))
        {
            // The whole day of the deadline is still in time.
            var dueAt = LocalTime.StartOf(step.DueOn!.Value.AddDays(1)).AddMinutes(-1);
            yield return new(NoticeKind.Plan, $"plan-{step.Id}", step.LeadUnitId ?? Guid.Empty, $"Nhiệm vụ trong kế hoạch: {step.Name}", dueAt);
        }
    }

    private static IEnumerable<Deadline> SelfAssessments(Campaign campaign)
    {
        foreach (var group in campaign.Groups)
        {
            foreach (var member in group.Members.Where(member => member.SubmittedRound < campaign.Round))
            {
                if (campaign.DeadlineOf(CampaignPhase.SelfAssessment, campaign.Round, group.Code, member.UnitId) is not { } deadline)
                {
                    continue;
                }

                var text = $"Hạn gửi phiếu: {PhaseNames.Of(CampaignPhase.SelfAssessment, campaign.Round)}";
                foreach (var unit in group.AnsweringUnitIds(member).Distinct())
                {
                    yield return new(NoticeKind.Phase, $"self-assessment-{campaign.Round}-{member.Code}", unit, text, deadline);
                }
            }
        }
    }
}
