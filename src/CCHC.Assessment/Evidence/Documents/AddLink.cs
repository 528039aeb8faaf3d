using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.EvidenceFiles.Checks;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Assessment.Evidence.Documents;

/// <summary>Adds a document that stays where it is, in a document system (hệ thống quản lý văn bản), by its address.</summary>
public static class AddLink
{
    public sealed record Request(
        [property: Required, StringLength(SafeFileName.MaxLength)] string Name,
        [property: Required, StringLength(2000)] string Url,
        [property: StringLength(100)] string? Number, DateOnly? IssuedOn, [property: StringLength(300)] string? Issuer, DateOnly? EffectiveOn,
        IReadOnlyList<string>? Leaves, Guid? Supersedes, Guid? RequestId = null);

    public sealed record Response(Guid Id);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, AssessmentDbContext db, RequestArrival arrival, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(request.Url.Trim(), UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new InvalidInputException("url", "Đường liên kết phải bắt đầu bằng http:// hoặc https://.");
        }

        var leaves = (request.Leaves ?? []).Distinct(StringComparer.Ordinal).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var details = new DocumentDetails(request.Number, request.IssuedOn, request.Issuer, request.EffectiveOn).Tidy();
        var placement = new Placement(leaves, request.Supersedes, Submission: null, request.RequestId, details);
        if (await placement.OpenAsync(db, id, user, arrival, clock, cancellationToken) is not { } place)
        {
            return TypedResults.NotFound();
        }

        var document = EvidenceDocument.OfLink(request.Name.Trim().Normalize(), url);
        place(document);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created($"/api/assessment/self-assessments/{id}/documents", new Response(document.Id));
    }
}
