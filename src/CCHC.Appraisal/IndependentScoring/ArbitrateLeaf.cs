using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.Ratifications;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.IndependentScoring;

/// <summary>The chair decides a leaf on which members differ beyond the threshold; the last one completes its field.</summary>
public static class ArbitrateLeaf
{
    public sealed record Request(
        LeafData? Data, decimal? Points, bool? Applicable, [property: StringLength(4_000, ErrorMessage = "Lý do dài tối đa 4.000 ký tự.")] string? Reason);

    public static async Task<Results<Ok<AppraiseLeaf.Response>, NotFound>> Handle(
        Guid id, string leafCode, Request request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        AppraiseLeaf.CheckShape(request.Data, request.Points, request.Applicable, request.Reason);
        var (chair, now) = (Appraiser.From(user), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var appraisalCase = await db.LockCaseAsync(id, cancellationToken);
        var dispute = appraisalCase is null || !await chair.Cases(db).AnyAsync(x => x.Id == id, cancellationToken) || !await db.HoldsOfficeAsync(appraisalCase.CampaignId, user.Id, CouncilOffice.Chair, cancellationToken)
            ? null
            : await db.Disputes.SingleOrDefaultAsync(x => x.CaseId == id && x.Round == appraisalCase.Round && x.LeafCode == leafCode, cancellationToken);
        if (dispute is null)
        {
            return TypedResults.NotFound();
        }

        var (campaign, definitions) = await db.LoadRoundAsync(appraisalCase!, cancellationToken);
        var judgement = appraisalCase!.Arbitrate(
            campaign, definitions.Single(leaf => leaf.Code == leafCode), new Verdict(request.Data, request.Points, request.Applicable, request.Reason), dispute, chair, now);
        events.Publish(appraisalCase.ToAppraisedEvent(judgement));
        await db.CloseSettledAsync(appraisalCase, definitions, dispute, chair, events, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new AppraiseLeaf.Response(leafCode, judgement.Points, judgement.Applicable, judgement.Steps, judgement.Revision));
    }

    /// <summary>Completes the field of a settled leaf when it was the last in dispute, and tells if that completed the case. Needs the round loaded.</summary>
    internal static async Task CloseSettledAsync(
        this AppraisalDbContext db, AppraisalCase appraisalCase, IReadOnlyList<Campaigns.CampaignLeaf> definitions, Dispute dispute, Appraiser by, IEventPublisher events,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await db.Disputes.AnyAsync(
            x => x.CaseId == appraisalCase.Id && x.Round == appraisalCase.Round && x.FieldCode == dispute.FieldCode && x.LeafCode != dispute.LeafCode && x.SettledBy == null, cancellationToken);
        if (!open && appraisalCase.CloseCompared(definitions, dispute.FieldCode, by, now))
        {
            await db.TellCompletedAsync(appraisalCase, definitions, events, cancellationToken);
        }
    }
}
