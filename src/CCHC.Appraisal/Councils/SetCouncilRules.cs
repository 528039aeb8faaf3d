using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Councils;

/// <summary>Says how the council scores, votes and draws up its agenda.</summary>
public static class SetCouncilRules
{
    /// <param name="Threshold">Share of a leaf's maximum, 0 … 1.</param>
    /// <param name="Quorum">Share of those who may vote, above 0 … 1.</param>
    /// <param name="AgendaChange">Share of a leaf's maximum, above 0 … 1.</param>
    public sealed record Request(
        bool Independent,
        [property: Range(typeof(decimal), "0", "1", ErrorMessage = "Ngưỡng lệch từ 0 đến 100 % điểm tối đa.")] decimal Threshold,
        Combination Combination,
        [property: Range(typeof(decimal), "0.01", "1", ErrorMessage = "Tỷ lệ biểu quyết tối thiểu trên 0 và không quá 100 %.")] decimal Quorum,
        [property: Range(typeof(decimal), "0.01", "1", ErrorMessage = "Mức thay đổi đưa ra họp trên 0 và không quá 100 % điểm tối đa.")] decimal AgendaChange);

    public static async Task<Results<Ok<GetCouncil.Response>, NotFound>> Handle(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.AppointCouncils))
        {
            return TypedResults.NotFound();
        }

        campaign.RequireNotRatified();
        var scored = await db.Cases.AnyAsync(
            x => x.CampaignId == campaignId && (db.Judgements.Any(judgement => judgement.CaseId == x.Id) || db.Opinions.Any(opinion => opinion.CaseId == x.Id)), cancellationToken);
        var council = await db.ChangeCouncilAsync(campaignId, cancellationToken);
        council.SetRules(request.Independent, request.Threshold, request.Combination, request.Quorum, request.AgendaChange, scored);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await GetCouncil.ReadAsync(campaignId, db, whole: true, user.Id, cancellationToken));
    }
}
