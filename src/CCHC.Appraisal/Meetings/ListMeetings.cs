using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

/// <summary>The meetings of a campaign's council; counts leave out what the caller may not see.</summary>
public static class ListMeetings
{
    public sealed record Item(Guid Id, int Number, DateTimeOffset HeldAt, string Place, MeetingStatus Status, int Items, int Pending);

    public sealed record Response(Guid CampaignId, string CampaignName, bool Practice, bool Runs, IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(x => x.Id == campaignId, cancellationToken);
        if (campaign is null || !await db.MaySeeMeetingsAsync(campaign, user, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var readable = db.ItemsReadableBy(user);
        var items = await db.Meetings.Where(meeting => meeting.CampaignId == campaignId).OrderBy(meeting => meeting.Number)
            .Select(meeting => new Item(
                meeting.Id, meeting.Number, meeting.HeldAt, meeting.Place, meeting.Status, readable.Count(item => item.MeetingId == meeting.Id),
                readable.Count(item => item.MeetingId == meeting.Id && item.Outcome == ItemOutcome.Pending)))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(campaignId, campaign.Name, campaign.Practice, await db.RunsMeetingsAsync(campaignId, user, cancellationToken), items));
    }
}
