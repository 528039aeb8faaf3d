using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.IndependentScoring;

/// <summary>Reads of a case's independent scores; each needs the case's lock.</summary>
internal static class IndependentParts
{
    /// <summary>The rules of the campaign's council, or those that hold until somebody sets them.</summary>
    public static async Task<Council> CouncilOfAsync(this AppraisalDbContext db, Guid campaignId, CancellationToken cancellationToken) =>
        await db.Councils.AsNoTracking().SingleOrDefaultAsync(council => council.CampaignId == campaignId, cancellationToken) ?? Council.Of(campaignId);

    /// <summary>The last score of every member on every leaf of the case's round.</summary>
    public static async Task<List<Opinion>> OpinionsAsync(this AppraisalDbContext db, AppraisalCase x, CancellationToken cancellationToken) =>
    [
        .. (await db.Opinions.AsNoTracking().Where(opinion => opinion.CaseId == x.Id && opinion.Round == x.Round).ToListAsync(cancellationToken))
            .GroupBy(opinion => (opinion.LeafCode, opinion.AppraiserId)).Select(opinions => opinions.MaxBy(opinion => opinion.Number)!),
    ];

    /// <summary>How far the scores of each leaf lie apart, of the last round in which somebody wrote one; of finished parts only, as they were compared. Needs them saved.</summary>
    public static async Task<IReadOnlyDictionary<string, Spread>> SpreadsAsync(this AppraisalDbContext db, AppraisalCase x, CancellationToken cancellationToken)
    {
        var finished = await (
            from opinion in db.Opinions
            join leaf in db.CampaignLeaves on new { x.CampaignId, x.GroupCode, Code = opinion.LeafCode } equals new { leaf.CampaignId, leaf.GroupCode, leaf.Code }
            join part in db.MemberCompletions on new { opinion.CaseId, opinion.Round, leaf.FieldCode, opinion.AppraiserId } equals new { part.CaseId, part.Round, part.FieldCode, part.AppraiserId }
            where opinion.CaseId == x.Id
            select opinion).AsNoTracking().ToListAsync(cancellationToken);
        return (
            from scores in finished.GroupBy(opinion => (opinion.LeafCode, opinion.Round))
            let spread = Spread.Of([.. scores.GroupBy(opinion => opinion.AppraiserId).Select(own => own.MaxBy(opinion => opinion.Number)!)])
            where spread is not null
            group (scores.Key.Round, Spread: spread) by scores.Key.LeafCode)
            .ToDictionary(rounds => rounds.Key, rounds => rounds.MaxBy(round => round.Round).Spread, StringComparer.Ordinal);
    }

    /// <summary>One's own scores; those of others when every member who scores the field of this unit has finished it, or it is completed.</summary>
    public static IQueryable<Opinion> VisibleOpinions(this AppraisalDbContext db, Appraiser appraiser) => db.Opinions.Where(opinion =>
        opinion.AppraiserId == appraiser.Id
        || (from x in db.Cases
            where x.Id == opinion.CaseId
            join leaf in db.CampaignLeaves on new { x.CampaignId, x.GroupCode, Code = opinion.LeafCode } equals new { leaf.CampaignId, leaf.GroupCode, leaf.Code }
            where opinion.Round < x.Round
                || db.FieldCompletions.Any(completion => completion.CaseId == x.Id && completion.Round == opinion.Round && completion.FieldCode == leaf.FieldCode)
                || db.Disputes.Any(dispute => dispute.CaseId == x.Id && dispute.Round == opinion.Round && dispute.FieldCode == leaf.FieldCode)
            select x.Id).Any());

    /// <summary>Members that score the field of this unit, those in conflict with it not among them.</summary>
    public static Task<List<Guid>> MembersOfAsync(this AppraisalDbContext db, AppraisalCase x, string fieldCode, CancellationToken cancellationToken) =>
        db.AssignedFields.Where(field => field.CampaignId == x.CampaignId && field.GroupCode == x.GroupCode && field.FieldCode == fieldCode
                && (field.UnitId == AssignedField.AllUnits || field.UnitId == x.UnitId)
                && !db.Conflicts.Any(conflict => conflict.CampaignId == x.CampaignId && conflict.UserId == field.UserId && conflict.UnitId == x.UnitId && conflict.WithdrawnAt == null))
            .Select(field => field.UserId).Distinct().ToListAsync(cancellationToken);

    /// <summary>A new submission or a reopening: members finish their parts again, with what they wrote; what was implied or in dispute is open, what was arbitrated and still claimed alike stands.</summary>
    public static async Task ReopenPartsAsync(this AppraisalDbContext db, Guid caseId, int round, CancellationToken cancellationToken)
    {
        await db.MemberCompletions.Where(part => part.CaseId == caseId && part.Round == round).ExecuteDeleteAsync(cancellationToken);
        await db.Opinions.Where(opinion => opinion.CaseId == caseId && opinion.Round == round && opinion.Implied).ExecuteDeleteAsync(cancellationToken);
        await db.Disputes.Where(dispute => dispute.CaseId == caseId && dispute.Round == round
            && (dispute.SettledBy == null || !db.CaseLeaves.Any(leaf => leaf.CaseId == caseId && leaf.Round == round && leaf.LeafCode == dispute.LeafCode && leaf.JudgementRevision != null)))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
