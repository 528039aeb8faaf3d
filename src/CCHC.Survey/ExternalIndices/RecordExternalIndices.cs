using System.ComponentModel.DataAnnotations;
using System.Data;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.ExternalIndices;

/// <summary>Enters percentages measured elsewhere, such as SIPAS, for one leaf of several units, all or nothing; what is entered already changes nothing.</summary>
public static class RecordExternalIndices
{
    public sealed record ValueRequest([property: Required] string UnitCode, decimal Percentage);

    public sealed record Request(
        Guid CampaignId,
        [property: Required] string LeafCode,
        [property: Required(ErrorMessage = "Cần ghi số, ký hiệu của văn bản nêu chỉ số."), StringLength(1000)] string Evidence,
        [property: Required, MinLength(1, ErrorMessage = "Chưa có giá trị nào.")] IReadOnlyList<ValueRequest> Values);

    public sealed record Item(string UnitCode, decimal Percentage, decimal Points, int Revision);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Request request, CurrentUser user, SurveyDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var campaign = await db.HoldCampaignAsync(request.CampaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.RunSurveys))
        {
            return TypedResults.NotFound();
        }

        var values = Check(request, campaign);
        var recorded = await db.ExternalIndices
            .Where(index => index.CampaignId == request.CampaignId && index.LeafCode == request.LeafCode)
            .GroupBy(index => index.UnitId)
            .Select(revisions => revisions.OrderByDescending(index => index.Revision).First())
            .ToDictionaryAsync(index => index.UnitId, cancellationToken);

        var evidence = request.Evidence.Normalize();
        var items = new List<Item>();
        foreach (var (unit, percentage, points) in values)
        {
            var last = recorded.GetValueOrDefault(unit.UnitId);
            var unchanged = last is not null && last.Percentage == percentage && last.Evidence == evidence;
            var revision = unchanged ? last!.Revision : (last?.Revision ?? 0) + 1;
            if (!unchanged)
            {
                var index = new ExternalIndex
                {
                    CampaignId = campaign.Id,
                    UnitId = unit.UnitId,
                    LeafCode = request.LeafCode,
                    Revision = revision,
                    Percentage = percentage,
                    Points = points,
                    Evidence = evidence,
                    RecordedBy = user.Id,
                    RecordedAt = clock.GetUtcNow(),
                };
                db.ExternalIndices.Add(index);
                events.Publish(index.ToEvent());
            }

            items.Add(new Item(unit.Code, percentage, points, revision));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(items));
    }

    private static List<(CampaignUnit Unit, decimal Percentage, decimal Points)> Check(Request request, Campaign campaign)
    {
        var leaves = campaign.State.Groups.ToDictionary(group => group.Code, group => Campaign.FindLeaf(group, request.LeafCode, PointSource.External), StringComparer.Ordinal);
        if (leaves.Values.All(leaf => leaf is null))
        {
            throw new RuleViolationException(
                "external-index.leaf-not-external", $"Kỳ đánh giá không có tiêu chí {request.LeafCode} lấy điểm từ chỉ số bên ngoài.");
        }

        var units = campaign.State.Groups.SelectMany(group => group.Units.Select(unit => (Unit: unit, Leaf: leaves[group.Code])))
            .ToDictionary(x => x.Unit.Code, StringComparer.Ordinal);
        var values = new List<(CampaignUnit Unit, decimal Percentage, decimal Points)>();
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < request.Values.Count; i++)
        {
            var value = request.Values[i];
            if (!units.TryGetValue(value.UnitCode, out var rated))
            {
                errors[$"values[{i}]"] = [$"Kỳ đánh giá không có đơn vị {value.UnitCode}."];
            }
            else if (rated.Leaf is null)
            {
                errors[$"values[{i}]"] = [$"Bộ tiêu chí của {rated.Unit.Name} không có tiêu chí {request.LeafCode} lấy điểm từ chỉ số bên ngoài."];
            }
            else if (values.Exists(x => x.Unit.UnitId == rated.Unit.UnitId))
            {
                errors[$"values[{i}]"] = [$"Đơn vị {value.UnitCode} có nhiều giá trị."];
            }
            else if (Scorer.Evaluate(rated.Leaf.Leaf!.Rule, rated.Leaf.MaxPoints, new LeafData { Percentage = value.Percentage }) is var evaluation
                && evaluation.Status != EvaluationStatus.Scored)
            {
                errors[$"values[{i}]"] = [$"{rated.Unit.Name}: {evaluation.Problem}"];
            }
            else
            {
                values.Add((rated.Unit, value.Percentage, evaluation.Points));
            }
        }

        return errors.Count == 0 ? values : throw new InvalidInputException("Có giá trị không hợp lệ; chưa ghi nhận gì.", errors);
    }
}
