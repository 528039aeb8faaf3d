using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Saves one leaf and answers at once with its points and how they came about.</summary>
public static class EnterData
{
    public sealed record Request(
        [property: Required] LeafData Data,
        [property: StringLength(4000)] string? Explanation,
        [property: StringLength(1000)] string? Evidence,
        [property: StringLength(4000)] string? Supplement = null);

    public sealed record Response(
        string LeafCode, decimal Points, decimal MaxPoints, EvaluationStatus Status, IReadOnlyList<string> Steps, string? Problem, uint Version,
        decimal SelfPoints, decimal TotalMax, int Filled, int LeafCount);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string leafCode, Request request, [FromHeader(Name = "If-Match")] string? ifMatch,
        CurrentUser user, AssessmentDbContext db, KnownCampaigns campaigns, RequestArrival arrival, CancellationToken cancellationToken)
    {
        var now = arrival.Time;
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.LockStatusAsync(id, cancellationToken);
        var found = await db.SelfAssessments.AnsweredByUnitsOf(user).Where(x => x.Id == id)
            .Include(x => x.Entries.Where(entry => entry.LeafCode == leafCode)).Include(x => x.Contributions).AsSingleQuery()
            .Select(x => new { Sheet = x, Campaign = db.Campaigns.Where(campaign => campaign.Id == x.CampaignId).Select(campaign => EF.Property<uint>(campaign, Campaign.RowVersion)).First() })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        var assessment = found.Sheet;
        var campaign = await campaigns.GetAsync(db, assessment.CampaignId, found.Campaign, cancellationToken);
        var set = campaign.SetOf(assessment.GroupCode);
        var criterion = SelfAssessment.AnsweredLeaves(set).SingleOrDefault(leaf => leaf.Code == leafCode);
        if (criterion is null)
        {
            return TypedResults.NotFound();
        }

        var answering = assessment.AnsweringUnitOf(leafCode);
        if (!user.UnitIds(Roles.UnitOfficer, Roles.UnitHead).Contains(answering))
        {
            throw new RuleViolationException("leaf.of-another-unit", $"Tiêu chí {leafCode} do đơn vị khác phụ trách nên chỉ xem được.");
        }

        campaign.RequireSelfAssessmentOpen(assessment.Round, assessment.GroupCode, assessment.UnitId, now);
        var entry = assessment.Entries.Single(x => x.LeafCode == leafCode);
        if (ifMatch is not null && ifMatch.Trim('"') != entry.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw new DbUpdateConcurrencyException("The leaf was changed since it was read.");
        }

        var byHead = user.UnitIds(Roles.UnitHead).Contains(assessment.SubmittingUnitId);
        var evaluation = assessment.Enter(
            campaign, criterion, new LeafInput(request.Data, request.Explanation, request.Evidence, request.Supplement), byHead, user.Id, user.DisplayName, now);
        await db.SaveChangesAsync(cancellationToken);
        var totals = await SelfAssessmentTotals.OfStoredAsync(db, id, set, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(
            leafCode, evaluation.Points, criterion.MaxPoints, evaluation.Status, evaluation.Steps, evaluation.Problem, entry.Version,
            totals.Points, totals.MaxPoints, totals.Filled, assessment.LeafCount));
    }
}
