using System.Globalization;
using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Assessment.Workbooks;

/// <summary>What a returned workbook would change, leaf by leaf; stores nothing.</summary>
public static class PreviewWorkbook
{
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>A field that would change.</summary>
    public sealed record Line(string Label, string? Before, string? After);

    /// <param name="LeafCode">Of the leaf.</param>
    /// <param name="Name">Of the leaf.</param>
    /// <param name="Version">As it is now; to be sent with what is applied.</param>
    /// <param name="Data">What would be stored.</param>
    /// <param name="Explanation">What would be stored.</param>
    /// <param name="Supplement">What would be stored.</param>
    /// <param name="Evidence">What would be stored.</param>
    /// <param name="Lines">What differs, field by field.</param>
    /// <param name="PointsBefore">Null while there are none.</param>
    /// <param name="PointsAfter">Null where there would be none.</param>
    /// <param name="MaxPoints">Of the leaf.</param>
    /// <param name="Problem">Why it cannot be applied; null where it can.</param>
    /// <param name="Note">What the leaf would still lack.</param>
    public sealed record Change(
        string LeafCode, string Name, uint Version, LeafData Data, string? Explanation, string? Supplement, string? Evidence, IReadOnlyList<Line> Lines,
        decimal? PointsBefore, decimal? PointsAfter, decimal MaxPoints, string? Problem, string? Note);

    /// <summary>A cell that is not taken, and why.</summary>
    public sealed record IgnoredCell(string Cell, string Why);

    /// <param name="Changes">In the order of the sheet.</param>
    /// <param name="Ignored">In the order of the file.</param>
    /// <param name="Unchanged">Leaves of the person's units that stay as they are.</param>
    public sealed record Response(IReadOnlyList<Change> Changes, IReadOnlyList<IgnoredCell> Ignored, int Unchanged);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Stream body, CurrentUser user, AssessmentDbContext db, KnownCampaigns campaigns, RequestArrival arrival, CancellationToken cancellationToken)
    {
        var entering = await DataEntry.OpenAsync(db, campaigns, id, user, arrival.Time, cancellationToken);
        if (entering is null)
        {
            return TypedResults.NotFound();
        }

        entering.RequireOpen();
        using var file = await BufferAsync(body, cancellationToken);
        var comparison = new WorkbookComparison(entering, WorkbookReader.Read(file));
        var changes = entering.Set.Leaves().Where(comparison.Differs).Select(leaf => Try(entering, leaf, comparison)).ToList();
        var mine = SelfAssessment.AnsweredLeaves(entering.Set).Count(leaf => entering.Answers(leaf.Code));
        return TypedResults.Ok(new Response(changes, comparison.Ignored, mine - changes.Count));
    }

    /// <summary>Enters the data into a copy that nobody saves, so that the points and the refusals are those of the real thing.</summary>
    private static Change Try(DataEntry entering, CriterionSnapshot leaf, WorkbookComparison comparison)
    {
        var entry = entering.EntryOf(leaf.Code);
        var (content, lines) = (comparison.ContentOf(leaf), comparison.LinesOf(leaf));
        var (version, before) = (entry.Version, entry.Status == EvaluationStatus.Scored ? entry.Points : (decimal?)null);
        try
        {
            var evaluation = entering.Enter(leaf, content, version.ToString(CultureInfo.InvariantCulture));
            return ToChange(evaluation.Status == EvaluationStatus.Scored ? evaluation.Points : null, problem: null, evaluation.Problem);
        }
        catch (RuleViolationException refused)
        {
            return ToChange(after: null, refused.Message, note: null);
        }

        Change ToChange(decimal? after, string? problem, string? note) => new(
            leaf.Code, leaf.Name, version, content.Data, content.Explanation, content.Supplement, content.Evidence, lines, before, after, leaf.MaxPoints, problem, note);
    }

    private static async Task<MemoryStream> BufferAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (file.Length + read > LargestFile)
            {
                throw new InvalidInputException("file", "Tệp lớn hơn 10 MB. Xóa hình ảnh và các trang không thuộc phiếu rồi nạp lại.");
            }

            file.Write(buffer, 0, read);
        }

        return file;
    }
}
