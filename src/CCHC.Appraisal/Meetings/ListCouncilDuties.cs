using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.Ratifications;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

/// <summary>What the councils wait for the caller to do, beside scoring: arbitrate, vote, agree to a reopening.</summary>
public static class ListCouncilDuties
{
    public enum DutyKind
    {
        Arbitrate,
        Vote,
        AgreeToReopening,
    }

    /// <param name="MeetingId">Where the vote is.</param>
    /// <param name="CaseId">The first to be arbitrated.</param>
    public sealed record Item(DutyKind Kind, Guid CampaignId, string CampaignName, bool Practice, Guid? MeetingId, Guid? CaseId, int Count);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Ok<Response>> Handle(CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var seats = await (
            from member in db.CouncilMembers
            join campaign in db.Campaigns on member.CampaignId equals campaign.Id
            where member.UserId == user.Id
            orderby campaign.Year descending, campaign.Name
            select new { Campaign = campaign, member.Office }).AsNoTracking().ToListAsync(cancellationToken);
        var readable = Appraiser.From(user).Cases(db);
        var items = new List<Item>();
        foreach (var (campaign, office) in seats.Select(seat => (seat.Campaign, seat.Office)))
        {
            if (office == CouncilOffice.Chair)
            {
                var disputed = await (
                    from x in readable
                    where x.CampaignId == campaign.Id
                    join dispute in db.Disputes on new { CaseId = x.Id, x.Round } equals new { dispute.CaseId, dispute.Round }
                    where dispute.SettledBy == null
                    orderby x.Id
                    select x.Id).ToListAsync(cancellationToken);
                Add(DutyKind.Arbitrate, disputed.Count, caseId: disputed.FirstOrDefault());
            }

            foreach (var meeting in await db.Meetings.AsNoTracking().Where(meeting => meeting.CampaignId == campaign.Id && meeting.Status == MeetingStatus.Open).ToListAsync(cancellationToken))
            {
                if (meeting.Present.Contains(user.Id))
                {
                    Add(DutyKind.Vote, await db.ItemsReadableBy(user).CountAsync(
                        item => item.MeetingId == meeting.Id && item.Outcome == ItemOutcome.Pending && item.Proposal != null && !db.Votes.Any(vote => vote.ItemId == item.Id && vote.UserId == user.Id),
                        cancellationToken), meeting.Id);
                }
            }

            if (office != CouncilOffice.Member)
            {
                var last = await db.RatificationSteps.AsNoTracking().Where(step => step.CampaignId == campaign.Id).OrderByDescending(step => step.Number).FirstOrDefaultAsync(cancellationToken);
                Add(DutyKind.AgreeToReopening, last is { Kind: RatificationKind.ReopeningAsked } && last.UserId != user.Id ? 1 : 0);
            }

            void Add(DutyKind kind, int count, Guid? meetingId = null, Guid? caseId = null)
            {
                if (count > 0)
                {
                    items.Add(new Item(kind, campaign.Id, campaign.Name, campaign.Practice, meetingId, caseId, count));
                }
            }
        }

        return TypedResults.Ok(new Response(items));
    }
}
