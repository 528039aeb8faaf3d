using System.Globalization;
using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>A person with a sheet in front of them: the one way from data to a leaf, whether one is entered or a hundred.</summary>
internal sealed class DataEntry
{
    private readonly Campaign _campaign;
    private readonly CurrentUser _user;
    private readonly DateTimeOffset _now;

    private DataEntry(SelfAssessment assessment, Campaign campaign, CurrentUser user, DateTimeOffset now) =>
        (Assessment, _campaign, _user, _now) = (assessment, campaign, user, now);

    public SelfAssessment Assessment { get; }

    public CriteriaSetSnapshot Set => _campaign.SetOf(Assessment.GroupCode);

    private bool ByHead => _user.UnitIds(Roles.UnitHead).Contains(Assessment.SubmittingUnitId);

    /// <summary>Null where the person's units have no part in the sheet. Who is going to save has locked its status before.</summary>
    /// <param name="db">Where the sheet is.</param>
    /// <param name="campaigns">Known by their row's version.</param>
    /// <param name="id">Of the sheet.</param>
    /// <param name="user">Who enters.</param>
    /// <param name="arrived">When the request reached the system.</param>
    /// <param name="cancellationToken">Of the request.</param>
    /// <param name="onlyLeaf">Loads this leaf alone: on the last evening most of a save's time would go into the others.</param>
    public static async Task<DataEntry?> OpenAsync(
        AssessmentDbContext db, KnownCampaigns campaigns, Guid id, CurrentUser user, DateTimeOffset arrived, CancellationToken cancellationToken, string? onlyLeaf = null)
    {
        var found = await db.SelfAssessments.AnsweredByUnitsOf(user).Where(x => x.Id == id)
            .Include(x => x.Entries.Where(entry => onlyLeaf == null || entry.LeafCode == onlyLeaf)).Include(x => x.Contributions).AsSingleQuery()
            .Select(x => new { Sheet = x, Campaign = db.Campaigns.Where(campaign => campaign.Id == x.CampaignId).Select(campaign => EF.Property<uint>(campaign, Campaign.RowVersion)).First() })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new DataEntry(found.Sheet, await campaigns.GetAsync(db, found.Sheet.CampaignId, found.Campaign, cancellationToken), user, arrived);
    }

    public CriterionSnapshot? Find(string leafCode) => SelfAssessment.AnsweredLeaves(Set).SingleOrDefault(leaf => leaf.Code == leafCode);

    public LeafEntry EntryOf(string leafCode) => Assessment.Entries.Single(entry => entry.LeafCode == leafCode);

    /// <summary>Whether the leaf is for the person's units to answer.</summary>
    public bool Answers(string leafCode) => _user.UnitIds(Permissions.FillSheets).Contains(Assessment.AnsweringUnitOf(leafCode));

    /// <summary>Refuses, before any leaf is looked at, where the sheet as a whole takes no data from this person now.</summary>
    public void RequireOpen()
    {
        _campaign.RequireSelfAssessmentOpen(Assessment.Round, Assessment.GroupCode, Assessment.UnitId, _now);
        Assessment.RequireEditable(ByHead);
    }

    /// <param name="criterion">A leaf that <see cref="Find"/> found.</param>
    /// <param name="input">As entered.</param>
    /// <param name="version">What the person has seen, as an entity tag or plain; null to write over whatever there is.</param>
    public Evaluation Enter(CriterionSnapshot criterion, LeafInput input, string? version)
    {
        if (!Answers(criterion.Code))
        {
            throw new RuleViolationException("leaf.of-another-unit", $"Tiêu chí {criterion.Code} do đơn vị khác phụ trách nên chỉ xem được.");
        }

        _campaign.RequireSelfAssessmentOpen(Assessment.Round, Assessment.GroupCode, Assessment.UnitId, _now);
        if (version is not null && version.Trim('"') != EntryOf(criterion.Code).Version.ToString(CultureInfo.InvariantCulture))
        {
            throw new DbUpdateConcurrencyException("The leaf was changed since it was read.");
        }

        return Assessment.Enter(_campaign, criterion, input, ByHead, _user.Id, _user.DisplayName, _now);
    }
}
