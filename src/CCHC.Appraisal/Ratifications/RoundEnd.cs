using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Contracts.Appraisal;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Ratifications;

internal static class RoundEnd
{
    public static Task<bool> HoldsOfficeAsync(this AppraisalDbContext db, Guid campaignId, Guid userId, CouncilOffice office, CancellationToken cancellationToken) =>
        db.CouncilMembers.AnyAsync(member => member.CampaignId == campaignId && member.UserId == userId && member.Office == office, cancellationToken);

    /// <summary>The campaign, the definitions, and tracked in the case's own lists its leaves and completions of the round. Needs the case's lock.</summary>
    public static async Task<(Campaign Campaign, List<CampaignLeaf> Definitions)> LoadRoundAsync(this AppraisalDbContext db, AppraisalCase appraisalCase, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.SingleAsync(x => x.Id == appraisalCase.CampaignId, cancellationToken);
        var definitions = await db.CampaignLeaves.AsNoTracking()
            .Where(leaf => leaf.CampaignId == appraisalCase.CampaignId && leaf.GroupCode == appraisalCase.GroupCode)
            .OrderBy(leaf => leaf.Position)
            .ToListAsync(cancellationToken);
        await db.CaseLeaves.Include(leaf => leaf.Judgement).Where(leaf => leaf.CaseId == appraisalCase.Id && leaf.Round == appraisalCase.Round).LoadAsync(cancellationToken);
        await db.FieldCompletions.Where(completion => completion.CaseId == appraisalCase.Id && completion.Round == appraisalCase.Round).LoadAsync(cancellationToken);
        return (campaign, definitions);
    }

    /// <summary>Tells of a completed case, and of the round when it was the last of the campaign's units.</summary>
    public static async Task TellCompletedAsync(
        this AppraisalDbContext db, AppraisalCase appraisalCase, IReadOnlyList<CampaignLeaf> definitions, IEventPublisher events, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken); // the last member's own scores count among the others
        var completed = appraisalCase.ToCompletedEvent(definitions, await db.SpreadsAsync(appraisalCase, cancellationToken));
        events.Publish(completed);

        // Two last cases at once: the later one waits here and then sees the other as completed.
        await db.LockUnitAsync(appraisalCase.CampaignId, Guid.Empty, cancellationToken);
        var waiting = await db.CampaignUnits.CountAsync(
            unit => unit.CampaignId == appraisalCase.CampaignId && unit.UnitId != appraisalCase.UnitId
                && !db.Cases.Any(x => x.CampaignId == unit.CampaignId && x.UnitId == unit.UnitId && x.Round == appraisalCase.Round && x.Status == CaseStatus.Completed),
            cancellationToken);
        if (waiting == 0)
        {
            events.Publish(new AppraisalRoundCompleted
            {
                CampaignId = appraisalCase.CampaignId,
                Round = appraisalCase.Round,
                Units = await db.CampaignUnits.CountAsync(unit => unit.CampaignId == appraisalCase.CampaignId, cancellationToken),
                CompletedAt = completed.CompletedAt,
            });
        }
    }
}
