using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

/// <summary>The ranking of one group as of now, for everybody who may see some of it; what is withheld from whom is decided when it is shown.</summary>
/// <param name="Campaign">As it was defined then.</param>
/// <param name="Group">Of the campaign.</param>
/// <param name="Results">In the campaign's order.</param>
/// <param name="Ranks">Of all units, by rank.</param>
/// <param name="RatifiedAt">Since when the council stands by the result; null while it does not.</param>
public sealed record StandingBoard(Campaign Campaign, CampaignGroup Group, IReadOnlyList<UnitResult> Results, IReadOnlyList<RankedCandidate> Ranks, DateTimeOffset? RatifiedAt)
{
    /// <param name="now">What is public then of the year before may decide a tie.</param>
    public static async Task<StandingBoard> ReadAsync(RankingDbContext db, LiveResults live, Campaign campaign, CampaignGroup group, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var results = await live.GetAsync(db, campaign, group, cancellationToken);
        return new StandingBoard(
            campaign, group, results, await LiveResults.RankAsync(db, campaign, group, results, now, cancellationToken),
            await db.Ratifications.Where(x => x.CampaignId == campaign.Id && x.Ratified).Select(x => (DateTimeOffset?)x.DecidedAt).SingleOrDefaultAsync(cancellationToken));
    }
}
