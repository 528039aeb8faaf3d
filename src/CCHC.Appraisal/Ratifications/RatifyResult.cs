using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.Meetings;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Ratifications;

/// <summary>The chair ratifies the whole result of a campaign; from then on nothing that makes points may change.</summary>
public static class RatifyResult
{
    public sealed record Request([property: StringLength(4_000, ErrorMessage = "Ghi chú dài tối đa 4.000 ký tự.")] string? Note);

    public static async Task<Results<Ok<GetRatification.Response>, NotFound>> Handle(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.HoldsOfficeAsync(campaignId, user.Id, CouncilOffice.Chair, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        // Whoever is deciding on a case finishes first; whoever comes later sees the ratification.
        await db.LockCasesAsync(await db.Cases.Where(x => x.CampaignId == campaignId).Select(x => x.Id).ToListAsync(cancellationToken), cancellationToken);
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        if (await BlockersAsync(db, campaign!, cancellationToken) is { Count: > 0 } blockers)
        {
            var conflicted = await Appraiser.From(user).Conflicts(db).AnyAsync(conflict => conflict.CampaignId == campaignId, cancellationToken);
            throw new RuleViolationException("ratification.not-ready", "Chưa thông qua được: còn việc của hội đồng chưa xong.", conflicted ? [] : blockers);
        }

        campaign!.Ratify(now);
        await db.AddStepAsync(campaign, RatificationKind.Ratified, user, request.Note, events, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await GetRatification.ReadAsync(db, campaign, user, cancellationToken));
    }

    /// <summary>What is still to be done, in words.</summary>
    internal static async Task<List<string>> BlockersAsync(AppraisalDbContext db, Campaign campaign, CancellationToken cancellationToken)
    {
        // From the council's step on nobody submits any more: what was appraised in an earlier round stands, and who never submitted is left unranked.
        var stillComing = campaign.Phase is not (CampaignPhase.Council or CampaignPhase.Published);
        var open = await (
            from unit in db.CampaignUnits
            where unit.CampaignId == campaign.Id
            join x in db.Cases on new { unit.CampaignId, unit.UnitId } equals new { x.CampaignId, x.UnitId } into cases
            from x in cases.DefaultIfEmpty()
            where (x != null && x.Status != CaseStatus.Completed) || (stillComing && (x == null || x.Round < campaign.Round))
            orderby EF.Functions.Collate(unit.Name, AppraisalDbContext.VietnameseCollation)
            select new { unit.Name, Submitted = x != null && (x.Round >= campaign.Round || !stillComing) }).ToListAsync(cancellationToken);
        var disputes = await db.Disputes.CountAsync(dispute => dispute.SettledBy == null && db.Cases.Any(x => x.Id == dispute.CaseId && x.CampaignId == campaign.Id && x.Round == dispute.Round), cancellationToken);
        var items = await db.AgendaItems.CountAsync(
            item => item.Outcome == ItemOutcome.Pending && db.Meetings.Any(meeting => meeting.Id == item.MeetingId && meeting.CampaignId == campaign.Id && meeting.Status != MeetingStatus.Closed), cancellationToken);
        List<string> blockers = [];
        if (campaign.Phase is not (CampaignPhase.Appraisal or CampaignPhase.Council or CampaignPhase.Published) || campaign.Round < campaign.Rounds)
        {
            blockers.Add($"Kỳ đánh giá chưa đến bước thẩm định lần cuối (lần {campaign.Rounds}) hoặc bước họp hội đồng.");
        }

        blockers.AddRange(open.Select(unit => unit.Submitted ? $"{unit.Name}: chưa thẩm định xong." : $"{unit.Name}: chưa gửi phiếu của vòng này."));
        if (disputes > 0)
        {
            blockers.Add($"{disputes} tiêu chí chấm lệch nhau chưa phân xử.");
        }

        if (items > 0)
        {
            blockers.Add($"{items} nội dung trong chương trình họp chưa quyết định.");
        }

        return blockers;
    }

    /// <summary>Records a step and tells of it where the result's state changed. Needs the campaign's lock.</summary>
    internal static async Task AddStepAsync(
        this AppraisalDbContext db, Campaign campaign, RatificationKind kind, CurrentUser user, string? reason, IEventPublisher events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var written = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim().Normalize();
        db.RatificationSteps.Add(new RatificationStep
        {
            CampaignId = campaign.Id, Number = await db.RatificationSteps.CountAsync(step => step.CampaignId == campaign.Id, cancellationToken) + 1,
            Kind = kind, UserId = user.Id, By = user.DisplayName, At = now, Reason = written,
        });
        if (kind is RatificationKind.Ratified or RatificationKind.Reopened)
        {
            events.Publish(new ResultRatified
            {
                CampaignId = campaign.Id, Revision = campaign.RatificationRevision, Ratified = kind == RatificationKind.Ratified, DecidedBy = user.DisplayName, DecidedAt = now, Reason = written,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
