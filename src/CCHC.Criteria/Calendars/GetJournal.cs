using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Calendars;

/// <summary>What was done to a campaign, the newest first.</summary>
public static class GetJournal
{
    public sealed record Item(DateTimeOffset At, string By, string Text, string? Reason);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var campaign = db.Campaigns.OverseenBy(user).Where(x => x.Id == id);
        if (!await campaign.AnyAsync(cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var items = await campaign.SelectMany(x => x.Journal).OrderByDescending(entry => entry.Sequence)
            .Select(entry => new Item(entry.At, entry.By, entry.Text, entry.Reason))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(items));
    }
}
