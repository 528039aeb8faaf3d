using CCHC.Assessment.Data;
using CCHC.Assessment.MinistryReview;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Assessment.Evidence;

/// <summary>Where a new document belongs: to leaves of a sheet, to a submission as its signed report, or to a request of the Ministry as an answer.</summary>
internal sealed record Placement(IReadOnlyList<string> Leaves, Guid? Supersedes, int? Submission, Guid? Request, DocumentDetails Details)
{
    /// <summary>
    /// Checks that the person may put a document there now, and gives what puts it there; null when sheet, submission or request is not found. Holds
    /// the sheet's status for the rest of the transaction.
    /// </summary>
    public async Task<Action<EvidenceDocument>?> OpenAsync(
        AssessmentDbContext db, Guid sheetId, CurrentUser user, RequestArrival arrival, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (by, name, now) = (user.Id, user.DisplayName, clock.GetUtcNow());
        if (Submission is { } submission)
        {
            var submitted = await db.LoadForSigningAsync(sheetId, user, submission, cancellationToken);
            return submitted is null ? null : document => submitted.AttachSigned(document, submission, by, name, now);
        }

        if (Request is { } requestId)
        {
            var asked = await db.LoadForAnswerAsync(sheetId, cancellationToken);
            var request = asked is null ? null : await db.FindAssignedRequestAsync(sheetId, requestId, user, cancellationToken);
            request?.RequireOpen("bổ sung tài liệu");
            return request is null ? null : document => asked!.AddAnswer(document, Details, request, by, name, now);
        }

        var sheet = await db.LoadForEvidenceAsync(sheetId, user, Leaves, Supersedes, arrival, cancellationToken);
        return sheet is null ? null : document => sheet.AddDocument(document, Details, Leaves, Supersedes, by, name, now);
    }
}
