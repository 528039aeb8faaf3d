using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Ranking.Snapshots;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Heads;

/// <summary>Records that the head of a unit has another class than the unit, or the unit's again. It counts in the next snapshot.</summary>
public static class DecideHead
{
    /// <param name="Class">One of the group's; null for that of the unit.</param>
    /// <param name="Reason">Public with the result.</param>
    public sealed record Request(
        string? Class,
        [property: Required(ErrorMessage = "Ghi lý do; lý do này được công khai cùng kết quả.")]
        [property: StringLength(1000, ErrorMessage = "Lý do dài tối đa 1.000 ký tự.")]
        string Reason);

    public static async Task<Results<NoContent, NotFound>> Handle(
        string code, string unitCode, Request request, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaigns, code, user, Permissions.PrepareDocuments, cancellationToken) is not { } campaign
            || await db.FindShownUnitAsync(campaign, unitCode, user, cancellationToken) is not var (group, unit))
        {
            return TypedResults.NotFound();
        }

        if (group.ClassBands.Count == 0)
        {
            throw new RuleViolationException("head.no-classes", $"{group.Name} không xếp loại đơn vị nên không xếp loại người đứng đầu.");
        }

        if (request.Class is { } wanted && !group.ClassBands.Any(band => band.Name == wanted))
        {
            throw new InvalidInputException("class", $"Chọn một trong các mức xếp loại của khối: {string.Join(", ", group.ClassBands.OrderByDescending(band => band.Threshold).Select(band => band.Name))}.");
        }

        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.LockPublicationAsync(campaign.Id, cancellationToken); // a snapshot being taken has either all of it or nothing
        db.HeadDecisions.Add(new HeadDecision
        {
            Id = Guid.CreateVersion7(),
            CampaignId = campaign.Id,
            UnitId = unit.UnitId,
            Class = request.Class,
            Reason = request.Reason.Trim().Normalize(),
            DecidedBy = user.Id,
            DecidedByName = user.DisplayName,
            DecidedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
