using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Conflicts;

/// <summary>A member says that it has a conflict of interest with a unit, or home affairs or the secretary records it for a member; it counts at once.</summary>
public static class DeclareConflict
{
    /// <param name="UserId">Null for the caller itself.</param>
    public sealed record Request(
        Guid? UserId, Guid UnitId, ConflictKind Kind, [property: StringLength(1_000, ErrorMessage = "Ghi chú dài tối đa 1.000 ký tự.")] string? Note);

    public sealed record Response(Guid Id);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        var member = request.UserId ?? user.Id;
        if (campaign is null || !(member == user.Id || user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs, Roles.CouncilSecretary))
            || !await db.CouncilMembers.AnyAsync(x => x.CampaignId == campaignId && x.UserId == member, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        if (!await db.CampaignUnits.AnyAsync(unit => unit.CampaignId == campaignId && unit.UnitId == request.UnitId, cancellationToken))
        {
            throw new InvalidInputException("unitId", "Kỳ đánh giá này không có đơn vị đó.");
        }

        var standing = await db.StandingAsync(campaignId, cancellationToken);
        if (standing.Find(x => x.UserId == member && x.UnitId == request.UnitId && x.Kind == request.Kind) is { } known)
        {
            return TypedResults.Ok(new Response(known.Id));
        }

        var conflict = new Conflict
        {
            Id = Guid.CreateVersion7(), CampaignId = campaignId, UserId = member, UnitId = request.UnitId, Kind = request.Kind,
            Note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim().Normalize(), RecordedBy = user.DisplayName, RecordedAt = clock.GetUtcNow(),
        };
        db.Conflicts.Add(conflict);
        RecordedConflicts.Tell(await db.ChangeCouncilAsync(campaignId, cancellationToken), [.. standing, conflict], events);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(conflict.Id));
    }
}
