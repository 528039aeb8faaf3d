using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Appraisal.Ratifications;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

/// <summary>An item of the agenda from proposal over votes to the decision, which then stands as the leaf's result.</summary>
public static class DecideItem
{
    public sealed record ProposalRequest(
        LeafData? Data, decimal? Points, bool? Applicable,
        [property: Required(ErrorMessage = "Đề nghị phải nêu lý do."), StringLength(4_000, ErrorMessage = "Lý do dài tối đa 4.000 ký tự.")] string Reason);

    public sealed record VoteRequest(VoteChoice Choice);

    /// <param name="Keep">Leave the result as it is, without a vote.</param>
    public sealed record SettlementRequest(bool Keep = false);

    public sealed record Response(ItemOutcome Outcome, int Votes, int Eligible);

    public static async Task<Results<Ok<Response>, NotFound>> Propose(
        Guid id, Guid itemId, ProposalRequest request, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        AppraiseLeaf.CheckShape(request.Data, request.Points, request.Applicable, request.Reason);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockMeetingAsync(id, user, cancellationToken) is not { } meeting || await FindAsync(db, id, itemId, user, cancellationToken) is not { } item)
        {
            return TypedResults.NotFound();
        }

        meeting.RequireOpen();
        var leaf = await (
            from x in db.Cases
            where x.Id == item.CaseId
            join definition in db.CampaignLeaves on new { x.CampaignId, x.GroupCode } equals new { definition.CampaignId, definition.GroupCode }
            where definition.Code == item.LeafCode
            select new { x.UnitId, Definition = definition, Self = db.CaseLeaves.Where(own => own.CaseId == x.Id && own.Round == x.Round && own.LeafCode == item.LeafCode).Select(own => own.Self).SingleOrDefault() })
            .SingleAsync(cancellationToken);
        var proposal = new Proposition(request.Data, request.Points, request.Applicable, request.Reason.Trim().Normalize(), user.DisplayName);
        proposal.ToVerdict().Checked(leaf.Definition, leaf.Self);
        item.Propose(proposal);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(item.Outcome, 0, (await db.EligibleAsync(meeting.CampaignId, leaf.UnitId, cancellationToken)).Count));
    }

    public static async Task<Results<Ok<Response>, NotFound>> Vote(
        Guid id, Guid itemId, VoteRequest request, CurrentUser user, AppraisalDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Votes at once take turns, so that none is lost in the list.
        var meeting = await db.Meetings.FromSql($"SELECT * FROM meetings WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        var item = meeting is null ? null : await FindAsync(db, id, itemId, user, cancellationToken);
        var unitId = item is null ? Guid.Empty : await db.Cases.Where(x => x.Id == item.CaseId).Select(x => x.UnitId).SingleAsync(cancellationToken);
        var eligible = item is null ? [] : await db.EligibleAsync(meeting!.CampaignId, unitId, cancellationToken);
        if (item is null || eligible.Find(member => member.UserId == user.Id) is not { } voter || Appraiser.From(user).OwnUnits.Contains(unitId))
        {
            return TypedResults.NotFound();
        }

        meeting!.RequireOpen();
        if (!meeting.Present.Contains(user.Id))
        {
            throw new RuleViolationException("meeting.not-present", "Chỉ thành viên có mặt mới biểu quyết; nếu đồng chí dự họp, đề nghị thư ký ghi có mặt.");
        }

        item.Cast(user.Id, voter.DisplayName, request.Choice, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(item.Outcome, item.Votes.Count, eligible.Count));
    }

    public static async Task<Results<Ok<Response>, NotFound>> Settle(
        Guid id, Guid itemId, SettlementRequest request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The case before the meeting, as everywhere.
        var caseId = await db.ItemsReadableBy(user).Where(x => x.Id == itemId && x.MeetingId == id).Select(x => (Guid?)x.CaseId).SingleOrDefaultAsync(cancellationToken);
        var appraisalCase = caseId is null ? null : await db.LockCaseAsync(caseId.Value, cancellationToken);
        if (appraisalCase is null || await db.LockMeetingAsync(id, user, cancellationToken) is not { } meeting || await FindAsync(db, id, itemId, user, cancellationToken) is not { } item)
        {
            return TypedResults.NotFound();
        }

        meeting.RequireOpen();
        var eligible = await db.EligibleAsync(meeting.CampaignId, appraisalCase.UnitId, cancellationToken);
        if (request.Keep)
        {
            await RequireResultAsync(db, item, cancellationToken);
            item.Keep(eligible.Count, now);
        }
        else
        {
            item.Settle(eligible.Count, (await db.CouncilOfAsync(meeting.CampaignId, cancellationToken)).Quorum, now);
        }

        if (item.Outcome == ItemOutcome.Adopted)
        {
            await AdoptAsync(db, appraisalCase, item, meeting, Appraiser.From(user), events, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(item.Outcome, item.Votes.Count, eligible.Count));
    }

    private static async Task AdoptAsync(
        AppraisalDbContext db, AppraisalCase appraisalCase, AgendaItem item, Meeting meeting, Appraiser by, IEventPublisher events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (item.Round != appraisalCase.Round)
        {
            throw new RuleViolationException("meeting.round-over", "Đơn vị đã gửi phiếu vòng sau; đưa nội dung này vào phiên họp của vòng mới.");
        }

        var (campaign, definitions) = await db.LoadRoundAsync(appraisalCase, cancellationToken);
        var dispute = await db.Disputes.SingleOrDefaultAsync(
            x => x.CaseId == appraisalCase.Id && x.Round == appraisalCase.Round && x.LeafCode == item.LeafCode && x.SettledBy == null, cancellationToken);
        var council = by with { Name = $"Hội đồng thẩm định, phiên họp số {meeting.Number}" };
        var judgement = appraisalCase.DecideByVote(campaign, definitions.Single(leaf => leaf.Code == item.LeafCode), item.Proposal!.ToVerdict(), dispute, council, now);
        events.Publish(appraisalCase.ToAppraisedEvent(judgement));
        if (appraisalCase.Status == CaseStatus.Completed)
        {
            events.Publish(appraisalCase.ToCompletedEvent(definitions, await db.SpreadsAsync(appraisalCase, cancellationToken)));
        }

        if (dispute is not null)
        {
            await db.CloseSettledAsync(appraisalCase, definitions, dispute, council, events, now, cancellationToken);
        }
    }

    private static async Task RequireResultAsync(AppraisalDbContext db, AgendaItem item, CancellationToken cancellationToken)
    {
        if (await db.Disputes.AnyAsync(x => x.CaseId == item.CaseId && x.Round == item.Round && x.LeafCode == item.LeafCode && x.SettledBy == null, cancellationToken))
        {
            throw new RuleViolationException("meeting.still-disputed", "Các thành viên chấm lệch nhau và chưa phân xử nên chưa có kết quả để giữ nguyên; hãy đưa ra đề nghị và biểu quyết.");
        }
    }

    private static Task<AgendaItem?> FindAsync(AppraisalDbContext db, Guid meetingId, Guid itemId, CurrentUser user, CancellationToken cancellationToken) =>
        db.ItemsReadableBy(user).Include(item => item.Votes).SingleOrDefaultAsync(item => item.Id == itemId && item.MeetingId == meetingId, cancellationToken);
}
