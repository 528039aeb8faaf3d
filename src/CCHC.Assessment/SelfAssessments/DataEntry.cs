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
    public static async Task<DataEntry?> OpenAsync(AssessmentDbContext db, Guid id, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        var assessment = await db.SelfAssessments.AnsweredByUnitsOf(user).Include(x => x.Entries).Include(x => x.Contributions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return null;
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        return new DataEntry(assessment, campaign, user, clock.GetUtcNow());
    }

    public CriterionSnapshot? Find(string leafCode) => SelfAssessment.AnsweredLeaves(Set).SingleOrDefault(leaf => leaf.Code == leafCode);

    public LeafEntry EntryOf(string leafCode) => Assessment.Entries.Single(entry => entry.LeafCode == leafCode);

    /// <summary>Whether the leaf is for the person's units to answer.</summary>
    public bool Answers(string leafCode) => _user.UnitIds(Roles.UnitOfficer, Roles.UnitHead).Contains(Assessment.AnsweringUnitOf(leafCode));

    /// <summary>Refuses, before any leaf is looked at, where the sheet as a whole takes no data from this person now.</summary>
    public void RequireOpen()
    {
        _campaign.RequireSelfAssessmentOpen(Assessment.Round, Assessment.GroupCode, Assessment.UnitId, _now);
        Assessment.RequireEditable(ByHead);
    }

    /// <param name="criterion">A leaf that <see cref="Find"/> found.</param>
    /// <param name="data">As entered.</param>
    /// <param name="explanation">As typed.</param>
    /// <param name="evidence">As typed.</param>
    /// <param name="version">What the person has seen, as an entity tag or plain; null to write over whatever there is.</param>
    public Evaluation Enter(CriterionSnapshot criterion, LeafData data, string? explanation, string? evidence, string? version)
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

        return Assessment.Enter(criterion, data, explanation, evidence, ByHead, _user.Id, _now);
    }
}
