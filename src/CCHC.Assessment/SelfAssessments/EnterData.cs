using System.ComponentModel.DataAnnotations;
using System.Globalization;
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
        CurrentUser user, AssessmentDbContext db, RequestArrival arrival, CancellationToken cancellationToken)
    {
        var now = arrival.Time;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockStatusAsync(id, cancellationToken);
        var assessment = await db.SelfAssessments.AnsweredByUnitsOf(user).Include(x => x.Entries).Include(x => x.Contributions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
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
        await transaction.CommitAsync(cancellationToken);

        var totals = SelfAssessmentTotals.Of(set, assessment.Entries);
        return TypedResults.Ok(new Response(
            leafCode, evaluation.Points, criterion.MaxPoints, evaluation.Status, evaluation.Steps, evaluation.Problem, entry.Version,
            totals.Points, totals.MaxPoints, totals.Filled, assessment.LeafCount));
    }
}
