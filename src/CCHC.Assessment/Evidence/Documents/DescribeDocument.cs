using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence.Documents;

/// <summary>Says what a document is and which leaves it proves, in place of what was said before.</summary>
public static class DescribeDocument
{
    public sealed record Request(
        [property: StringLength(100)] string? Number, DateOnly? IssuedOn, [property: StringLength(300)] string? Issuer, DateOnly? EffectiveOn,
        [property: Required] IReadOnlyList<string> Leaves);

    public sealed record Response(Guid Id, IReadOnlyList<string> Leaves, IReadOnlyList<string> Doubts);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Guid documentId, Request request, CurrentUser user, AssessmentDbContext db, RequestArrival arrival, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var sheet = await db.LoadForEvidenceAsync(id, user, request.Leaves, documentId, arrival, cancellationToken);
        if (sheet is null)
        {
            return TypedResults.NotFound();
        }

        var details = new DocumentDetails(request.Number, request.IssuedOn, request.Issuer, request.EffectiveOn).Tidy();
        sheet.DescribeDocument(documentId, details, request.Leaves);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var year = await db.Campaigns.Where(campaign => campaign.Id == sheet.CampaignId).Select(campaign => campaign.Year).SingleAsync(cancellationToken);
        return TypedResults.Ok(new Response(documentId, [.. request.Leaves.Distinct(StringComparer.Ordinal)], [.. details.Doubts(year, clock.Today())]));
    }
}
