using CCHC.Contracts.Criteria;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>A campaign whose units have 45, 35 and 25 of 50 on the first leaf, 20 of 20 on the second, 15 of 20 by survey and 0 of 10 external: 80, 70 and 60 of 100.</summary>
internal static class ThreeUnits
{
    public static async Task<TestCampaign> DeliverAsync(ServiceHost<RankingDbContext> ranking)
    {
        var campaign = new TestCampaign(units: 3);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal));
        foreach (var (unit, first) in new[] { (0, 45m), (1, 35m), (2, 25m) })
        {
            await ranking.Deliver(campaign.Completed(unit, 1, 1, first, 20));
            await ranking.Deliver(campaign.External(unit, 1, 0));
        }

        await ranking.Deliver(campaign.Surveyed(1, 15, 15, 15));
        return campaign;
    }
}
