using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

/// <summary>A meeting with its agenda: claim, result, positions and votes; items of units with which the caller has a conflict are left out.</summary>
public static class GetMeeting
{
    public sealed record MemberItem(Guid UserId, string DisplayName, CouncilOffice Office, bool Present);

    public sealed record PositionItem(string By, decimal Points, bool Applicable, string? Reason);

    /// <param name="Positions">What members, or the one who decided, hold of it.</param>
    /// <param name="Cast">Votes cast so far; how they fall is told when the item is settled.</param>
    /// <param name="Eligible">Members without a conflict.</param>
    /// <param name="MyVote">The caller's.</param>
    /// <param name="MayVote">The caller is present and has no conflict.</param>
    public sealed record Item(
        Guid Id, Guid CaseId, string? UnitCode, string? UnitName, string GroupCode, string LeafCode, string LeafName, decimal MaxPoints, string RuleText, ScoringRule Rule,
        IReadOnlyList<AgendaReason> Why, string? Note, SelfScore? Self, GetCase.ResultItem? Result, IReadOnlyList<PositionItem> Positions, Proposition? Proposal, int Cast, int Eligible,
        VoteChoice? MyVote, bool MayVote, ItemOutcome Outcome, int Yes, int No, int Abstain, IReadOnlyList<string> NotVoting, DateTimeOffset? DecidedAt, Guid? SelfAssessmentId);

    /// <param name="Runs">The caller is chair or secretary of this council.</param>
    public sealed record Response(
        Guid Id, Guid CampaignId, string CampaignName, int Year, bool Practice, int Number, DateTimeOffset HeldAt, string Place, MeetingStatus Status, string? Conclusion, DateTimeOffset? ClosedAt,
        bool Runs, decimal Quorum, IReadOnlyList<MemberItem> Members, IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken) =>
        await ReadAsync(id, user, db, cancellationToken) is { } meeting ? TypedResults.Ok(meeting) : TypedResults.NotFound();

    internal static async Task<Response?> ReadAsync(Guid id, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var campaign = meeting is null ? null : await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == meeting.CampaignId, cancellationToken);
        if (campaign is null || !await db.MaySeeMeetingsAsync(campaign, user, cancellationToken))
        {
            return null;
        }

        var council = await db.CouncilOfAsync(campaign.Id, cancellationToken);
        var members = await db.CouncilMembers.AsNoTracking().Where(member => member.CampaignId == campaign.Id)
            .OrderBy(member => EF.Functions.Collate(member.DisplayName, AppraisalDbContext.VietnameseCollation)).ThenBy(member => member.UserId).ToListAsync(cancellationToken);
        var conflicts = await db.Conflicts.AsNoTracking().Where(x => x.CampaignId == campaign.Id && x.WithdrawnAt == null).ToListAsync(cancellationToken);
        var visible = db.VisibleOpinions(Appraiser.From(user));
        var rows = await (
            from item in db.ItemsReadableBy(user).AsNoTracking().Include(item => item.Votes)
            where item.MeetingId == id
            join x in db.Cases on item.CaseId equals x.Id
            join definition in db.CampaignLeaves on new { x.CampaignId, x.GroupCode, Code = item.LeafCode } equals new { definition.CampaignId, definition.GroupCode, definition.Code }
            join unit in db.CampaignUnits on new { x.CampaignId, x.UnitId } equals new { unit.CampaignId, unit.UnitId }
            orderby x.GroupCode, EF.Functions.Collate(unit.Name, AppraisalDbContext.VietnameseCollation), definition.Position, item.Id
            select new
            {
                Item = item,
                Case = x,
                Definition = definition,
                Unit = unit,
                Leaf = db.CaseLeaves.Include(leaf => leaf.Judgement).SingleOrDefault(leaf => leaf.CaseId == x.Id && leaf.Round == item.Round && leaf.LeafCode == item.LeafCode),
                // What stood before the council decided is what members held.
                Before = db.Judgements.FirstOrDefault(earlier => earlier.CaseId == x.Id && db.CaseLeaves.Any(leaf =>
                    leaf.CaseId == x.Id && leaf.Round == item.Round && leaf.LeafCode == item.LeafCode && leaf.Judgement!.Origin == JudgementOrigin.Council
                    && leaf.Judgement.ReplacedRevision == earlier.Revision)),
                Opinions = visible.Where(opinion => opinion.CaseId == x.Id && opinion.Round == item.Round && opinion.LeafCode == item.LeafCode).ToList(),
            }).ToListAsync(cancellationToken);

        return new Response(
            id, campaign.Id, campaign.Name, campaign.Year, campaign.Practice, meeting!.Number, meeting.HeldAt, meeting.Place, meeting.Status, meeting.Conclusion, meeting.ClosedAt,
            members.Exists(member => member.UserId == user.Id && member.Office != CouncilOffice.Member), council.Quorum,
            [.. members.Select(member => new MemberItem(member.UserId, member.DisplayName, member.Office, meeting.Present.Contains(member.UserId)))],
            [
                .. from row in rows
                   let barred = conflicts.Where(conflict => conflict.UnitId == row.Case.UnitId).Select(conflict => conflict.UserId).ToHashSet()
                   let settled = row.Item.Outcome != ItemOutcome.Pending
                   let voters = row.Item.Votes.Select(vote => vote.UserId).ToHashSet()
                   select new Item(
                       row.Item.Id, row.Case.Id, row.Unit.Code, row.Unit.Name, row.Case.GroupCode, row.Definition.Code, row.Definition.Name, row.Definition.MaxPoints,
                       Scorer.Describe(row.Definition.Rule, row.Definition.MaxPoints), row.Definition.Rule, row.Item.Why, row.Item.Note, row.Leaf?.Self,
                       CaseLeaf.ResultOf(row.Leaf, row.Definition) is { } result ? new GetCase.ResultItem(result.Points, result.Applicable) : null,
                       Positions(row.Opinions, row.Leaf?.Judgement is { Origin: JudgementOrigin.Council } ? row.Before : row.Leaf?.Judgement), row.Item.Proposal, row.Item.Votes.Count,
                       settled ? row.Item.Eligible : members.Count(member => !barred.Contains(member.UserId)),
                       row.Item.Votes.FirstOrDefault(vote => vote.UserId == user.Id)?.Choice,
                       meeting.Status == MeetingStatus.Open && !settled && row.Item.Proposal is not null && meeting.Present.Contains(user.Id) && !barred.Contains(user.Id),
                       row.Item.Outcome, settled ? row.Item.Count(VoteChoice.Yes) : 0, settled ? row.Item.Count(VoteChoice.No) : 0, settled ? row.Item.Count(VoteChoice.Abstain) : 0,
                       settled ? [.. members.Where(member => barred.Contains(member.UserId) && !voters.Contains(member.UserId)).Select(member => member.DisplayName)] : [],
                       row.Item.DecidedAt, row.Case.SelfAssessmentId),
            ]);
    }

    private static List<PositionItem> Positions(List<Opinion> opinions, Judgement? judgement) => opinions.Exists(opinion => !opinion.Implied)
        ? [.. opinions.GroupBy(opinion => opinion.AppraiserId).Select(own => own.MaxBy(opinion => opinion.Number)!).OrderBy(opinion => opinion.AppraisedBy, StringComparer.Ordinal)
            .Select(opinion => new PositionItem(opinion.AppraisedBy, opinion.Points, opinion.Applicable, opinion.Implied ? null : opinion.Reason))]
        : judgement is null ? [] : [new PositionItem(judgement.AppraisedBy, judgement.Points, judgement.Applicable, judgement.Reason)];
}
