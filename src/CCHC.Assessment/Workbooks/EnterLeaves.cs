using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Workbooks;

/// <summary>Saves many leaves by the rules of one, all or none; refused where one has changed since it was seen.</summary>
public static class EnterLeaves
{
    public sealed record Entry(
        [property: Required, StringLength(100)] string LeafCode,
        uint Version,
        [property: Required] LeafData Data,
        [property: StringLength(LeafField.LongestExplanation)] string? Explanation,
        [property: StringLength(LeafField.LongestEvidence)] string? Evidence,
        [property: StringLength(LeafField.LongestExplanation)] string? Supplement = null);

    public sealed record Request([property: Required, MinLength(1), MaxLength(2000)] IReadOnlyList<Entry> Entries);

    public sealed record Saved(string LeafCode, decimal Points, decimal MaxPoints, EvaluationStatus Status, string? Problem, uint Version);

    public sealed record Response(IReadOnlyList<Saved> Entries, decimal SelfPoints, decimal TotalMax, int Filled, int LeafCount);

    public static async Task<Results<Ok<Response>, NotFound, ProblemHttpResult>> Handle(
        Guid id, Request request, CurrentUser user, AssessmentDbContext db, KnownCampaigns campaigns, RequestArrival arrival, CancellationToken cancellationToken)
    {
        var now = arrival.Time;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockStatusAsync(id, cancellationToken);
        var entering = await DataEntry.OpenAsync(db, campaigns, id, user, now, cancellationToken);
        if (entering is null)
        {
            return TypedResults.NotFound();
        }

        entering.RequireOpen();
        RequireKnown(entering, request.Entries);
        if (request.Entries.Where(entry => entering.EntryOf(entry.LeafCode).Version != entry.Version).Select(entry => entry.LeafCode).ToList() is { Count: > 0 } stale)
        {
            return Stale(stale);
        }

        var evaluations = request.Entries.ToDictionary(
            entry => entry.LeafCode,
            entry => entering.Enter(entering.Find(entry.LeafCode)!, new LeafInput(entry.Data, entry.Explanation, entry.Evidence, entry.Supplement), entry.Version.ToString(CultureInfo.InvariantCulture)),
            StringComparer.Ordinal);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException exception)
        {
            return Stale([.. exception.Entries.Select(entry => entry.Entity).OfType<LeafEntry>().Select(entry => entry.LeafCode)]);
        }

        await transaction.CommitAsync(cancellationToken);

        var totals = SelfAssessmentTotals.Of(entering.Set, entering.Assessment.Entries);
        return TypedResults.Ok(new Response(
            [.. evaluations.Select(x => new Saved(x.Key, x.Value.Points, entering.Find(x.Key)!.MaxPoints, x.Value.Status, x.Value.Problem, entering.EntryOf(x.Key).Version))],
            totals.Points, totals.MaxPoints, totals.Filled, entering.Assessment.LeafCount));
    }

    private static void RequireKnown(DataEntry entering, IReadOnlyList<Entry> entries)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!codes.Add(entry.LeafCode))
            {
                throw new InvalidInputException("entries", $"Tiêu chí {entry.LeafCode} được gửi hai lần.");
            }

            if (entering.Find(entry.LeafCode) is null)
            {
                throw new InvalidInputException("entries", $"Phiếu không có tiêu chí {entry.LeafCode}, hoặc tiêu chí này không do đơn vị tự đánh giá.");
            }
        }
    }

    private static ProblemHttpResult Stale(IReadOnlyList<string> codes) => TypedResults.Problem(
        $"Tiêu chí {string.Join(", ", codes)} vừa được người khác sửa sau khi đồng chí xem trước; chưa thay đổi nào được ghi. Nạp lại phiếu để xem bản mới, hoặc bỏ đánh dấu các tiêu chí này.",
        statusCode: StatusCodes.Status412PreconditionFailed,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "leaf.stale", ["details"] = codes.Select(code => $"Tiêu chí {code} vừa được người khác sửa.") });
}
