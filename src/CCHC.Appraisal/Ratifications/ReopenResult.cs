using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Ratifications;

/// <summary>Opens a ratified result again: chair or secretary asks with a reason, the other agrees.</summary>
public static class ReopenResult
{
    public sealed record Request(
        [property: Required(ErrorMessage = "Ghi lý do mở lại kết quả."), StringLength(4_000, ErrorMessage = "Lý do dài tối đa 4.000 ký tự.")] string Reason);

    public static async Task<Results<Ok<GetRatification.Response>, NotFound>> Ask(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LoadAsync(db, campaignId, user, cancellationToken) is not var (campaign, asked))
        {
            return TypedResults.NotFound();
        }

        if (asked is not null)
        {
            throw new RuleViolationException("reopening.asked", $"{asked.By} đã đề nghị mở lại; chờ người còn lại đồng ý.");
        }

        await db.AddStepAsync(campaign, RatificationKind.ReopeningAsked, user, request.Reason, events, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await GetRatification.ReadAsync(db, campaign, user, cancellationToken));
    }

    /// <summary>The other of the two agrees.</summary>
    public static async Task<Results<Ok<GetRatification.Response>, NotFound>> Agree(
        Guid campaignId, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LoadAsync(db, campaignId, user, cancellationToken) is not var (campaign, asked))
        {
            return TypedResults.NotFound();
        }

        if (asked is null || asked.UserId == user.Id)
        {
            throw new RuleViolationException("reopening.other-needed", "Mở lại kết quả cần cả chủ tịch và thư ký hội đồng: một người đề nghị, người kia đồng ý.");
        }

        campaign.ReopenResult();
        await db.AddStepAsync(campaign, RatificationKind.Reopened, user, asked.Reason, events, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await GetRatification.ReadAsync(db, campaign, user, cancellationToken));
    }

    /// <summary>Either of the two drops what was asked.</summary>
    public static async Task<Results<Ok<GetRatification.Response>, NotFound>> Drop(
        Guid campaignId, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LoadAsync(db, campaignId, user, cancellationToken) is not var (campaign, asked) || asked is null)
        {
            return TypedResults.NotFound();
        }

        await db.AddStepAsync(campaign, RatificationKind.ReopeningDropped, user, reason: null, events, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await GetRatification.ReadAsync(db, campaign, user, cancellationToken));
    }

    private static async Task<(Campaign Campaign, RatificationStep? Asked)?> LoadAsync(AppraisalDbContext db, Guid campaignId, CurrentUser user, CancellationToken cancellationToken)
    {
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        if (campaign is null || !(await db.HoldsOfficeAsync(campaignId, user.Id, CouncilOffice.Chair, cancellationToken)
            || await db.HoldsOfficeAsync(campaignId, user.Id, CouncilOffice.Secretary, cancellationToken)))
        {
            return null;
        }

        if (campaign.RatifiedAt is null)
        {
            throw new RuleViolationException("ratification.not-ratified", "Kết quả chưa được thông qua nên không cần mở lại.");
        }

        var last = await db.RatificationSteps.Where(step => step.CampaignId == campaignId).OrderByDescending(step => step.Number).FirstOrDefaultAsync(cancellationToken);
        return (campaign, last is { Kind: RatificationKind.ReopeningAsked } ? last : null);
    }
}
