using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

internal static class MeetingAccess
{
    /// <summary>Whether the person takes part in the council of the campaign, or oversees it.</summary>
    public static async Task<bool> MaySeeMeetingsAsync(this AppraisalDbContext db, Campaign campaign, CurrentUser user, CancellationToken cancellationToken) =>
        user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary)
        || await db.CouncilMembers.AnyAsync(member => member.CampaignId == campaign.Id && member.UserId == user.Id, cancellationToken);

    /// <summary>Chair and secretary of this council run its meetings.</summary>
    public static Task<bool> RunsMeetingsAsync(this AppraisalDbContext db, Guid campaignId, CurrentUser user, CancellationToken cancellationToken) =>
        db.CouncilMembers.AnyAsync(member => member.CampaignId == campaignId && member.UserId == user.Id && member.Office != CouncilOffice.Member, cancellationToken);

    /// <summary>The meeting with its row held, when the caller runs it; null when not found.</summary>
    public static async Task<Meeting?> LockMeetingAsync(this AppraisalDbContext db, Guid id, CurrentUser user, CancellationToken cancellationToken)
    {
        var meeting = await db.Meetings.FromSql($"SELECT * FROM meetings WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        return meeting is not null && await db.RunsMeetingsAsync(meeting.CampaignId, user, cancellationToken) ? meeting : null;
    }

    /// <summary>Members of the council that have no conflict with the unit.</summary>
    public static Task<List<CouncilMember>> EligibleAsync(this AppraisalDbContext db, Guid campaignId, Guid unitId, CancellationToken cancellationToken) =>
        db.CouncilMembers.AsNoTracking().Where(member => member.CampaignId == campaignId
            && !db.Conflicts.Any(conflict => conflict.CampaignId == campaignId && conflict.UserId == member.UserId && conflict.UnitId == unitId && conflict.WithdrawnAt == null))
            .ToListAsync(cancellationToken);
}
