using System.Collections.Concurrent;
using CCHC.Ranking.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Campaigns;

/// <summary>Campaigns with their criteria sets, parsed once per revision; read-only.</summary>
public sealed class CampaignCache
{
    private readonly ConcurrentDictionary<Guid, Campaign> _campaigns = new();

    /// <summary>The campaign as of now, null when Ranking has not heard of it.</summary>
    public async Task<Campaign?> FindAsync(RankingDbContext db, string code, CancellationToken cancellationToken)
    {
        var current = await db.Campaigns.Where(campaign => campaign.Code == code)
            .Select(campaign => new { campaign.Id, campaign.Revision })
            .SingleOrDefaultAsync(cancellationToken);
        if (current is null)
        {
            return null;
        }

        if (_campaigns.TryGetValue(current.Id, out var known) && known.Revision == current.Revision)
        {
            return known;
        }

        return _campaigns[current.Id] = await db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == current.Id, cancellationToken);
    }
}
