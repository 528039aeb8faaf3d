using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Councils;

internal static class CouncilLock
{
    /// <summary>Loads a campaign and holds its row: whoever changes its council, its meetings or its ratification takes turns. Cases are locked before it.</summary>
    public static Task<Campaign?> LockCampaignAsync(this AppraisalDbContext db, Guid campaignId, CancellationToken cancellationToken) =>
        db.Campaigns.FromSql($"SELECT *, xmin FROM campaigns WHERE id = {campaignId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    /// <summary>The campaign's council with a new revision; needs the campaign's lock.</summary>
    public static async Task<Council> ChangeCouncilAsync(this AppraisalDbContext db, Guid campaignId, CancellationToken cancellationToken)
    {
        var council = await db.Councils.SingleOrDefaultAsync(x => x.CampaignId == campaignId, cancellationToken);
        if (council is null)
        {
            council = Council.Of(campaignId);
            db.Councils.Add(council);
        }

        council.Change();
        return council;
    }
}
