using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Publications;

/// <summary>Which years can be looked at, and which are under way; of the latter no result.</summary>
public static class GetPublicCampaigns
{
    public sealed record Item(string Code, string Name, int Year, string Status, IReadOnlyList<Group> Groups);

    public sealed record Group(string Code, string Name);

    public static async Task<PublicDocument<IReadOnlyList<Item>>> Handle(RankingDbContext db, CampaignCache campaigns, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var items = await db.CurrentPublications(now)
            .Select(publication => new Item(
                publication.CampaignCode, publication.CampaignName, publication.Year, "published",
                publication.Groups.OrderBy(group => group.Position).Select(group => new Group(group.Code, group.Name)).ToList()))
            .ToListAsync(cancellationToken);
        var open = await db.Campaigns
            .Where(campaign => campaign.Phase != CampaignPhase.Draft && !campaign.Practice)
            .Where(campaign => !db.Publications.Any(publication => publication.CampaignCode == campaign.Code && publication.PublicFrom <= now))
            .Select(campaign => campaign.Code)
            .ToListAsync(cancellationToken);
        foreach (var code in open)
        {
            var campaign = (await campaigns.FindAsync(db, code, cancellationToken))!;
            items.Add(new Item(
                campaign.Code, campaign.Name, campaign.Year, "open", [.. campaign.Groups.Select(group => new Group(group.Code, group.Name))]));
        }

        return new PublicDocument<IReadOnlyList<Item>>(
            [.. items.OrderByDescending(item => item.Year).ThenBy(item => item.Code, StringComparer.Ordinal)]);
    }
}
