using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>Records the Ministry's points, leaf by leaf; a leaf without points is taken back. Our own result does not change.</summary>
public static class RecordMinistryPoints
{
    public sealed record Item([property: Required] string LeafCode, decimal? Points, [property: StringLength(2000)] string? Reason);

    public sealed record Request([property: Required, MinLength(1), MaxLength(2000)] IReadOnlyList<Item> Items);

    public sealed record Response(int Recorded);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sheet = await db.FindManagedReviewAsync(id, user, cancellationToken);
        if (sheet is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet.CampaignId, cancellationToken);
        var maxima = campaign.SetOf(sheet.GroupCode).Leaves().ToDictionary(leaf => leaf.Code, leaf => leaf.MaxPoints, StringComparer.Ordinal);
        var known = await db.MinistryPoints.Where(x => x.SelfAssessmentId == id).ToDictionaryAsync(x => x.LeafCode, StringComparer.Ordinal, cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var (item, i) in request.Items.Select((item, i) => (item, i)))
        {
            Check(item, i, maxima);
            if (item.Points is not { } points)
            {
                if (known.Remove(item.LeafCode, out var gone))
                {
                    db.MinistryPoints.Remove(gone);
                }
            }
            else if (known.TryGetValue(item.LeafCode, out var recorded))
            {
                (recorded.Points, recorded.Reason, recorded.RecordedBy, recorded.RecordedAt) = (points, Tidy(item.Reason), user.DisplayName, now);
            }
            else
            {
                known[item.LeafCode] = new MinistryPoints
                {
                    SelfAssessmentId = id, LeafCode = item.LeafCode, Points = points, Reason = Tidy(item.Reason), RecordedBy = user.DisplayName, RecordedAt = now,
                };
                db.MinistryPoints.Add(known[item.LeafCode]);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new Response(known.Count));
    }

    private static void Check(Item item, int i, Dictionary<string, decimal> maxima)
    {
        if (!maxima.TryGetValue(item.LeafCode, out var max))
        {
            throw new InvalidInputException($"items[{i}].leafCode", $"Bộ tiêu chí không có tiêu chí {item.LeafCode}.");
        }

        if (item.Points < 0 || item.Points > max)
        {
            var limit = max.ToString("0.###", CultureInfo.InvariantCulture).Replace('.', ',');
            throw new InvalidInputException($"items[{i}].points", $"Điểm của tiêu chí {item.LeafCode} phải từ 0 đến {limit}.");
        }
    }

    private static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}
