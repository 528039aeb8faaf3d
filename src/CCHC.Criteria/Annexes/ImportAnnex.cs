using System.ComponentModel.DataAnnotations;
using CCHC.Annexes;
using CCHC.Criteria.CriteriaSets;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.Annexes;

/// <summary>Reads the annex of a decision: as a preview that stores nothing, or into a draft.</summary>
public static class ImportAnnex
{
    public const int LargestFile = 10 * 1024 * 1024;

    public sealed record Preview(
        string Name, int Leaves, decimal Total, IReadOnlyList<AnnexDoubt> Doubts, AnnexColumns Columns, IReadOnlyList<AnnexRow> Rows, IReadOnlyList<AnnexPreviewNode> Nodes);

    public sealed record Response(
        Guid Id, string Code, string Name, int Year, int Version, CriteriaSetStatus Status, int Leaves, decimal Total, IReadOnlyList<AnnexDoubt> Doubts);

    public static async Task<Results<Ok<Preview>, Created<Response>>> Handle(
        [FromQuery, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string? code,
        [FromQuery, StringLength(300)] string? name,
        [FromQuery, Range(2000, 2100)] int? year,
        [FromQuery] bool? preview,
        [FromQuery] Guid? ownerUnitId,
        Stream body,
        CurrentUser user,
        CriteriaDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var file = await BufferAsync(body, cancellationToken);
        var (document, tree) = Understand(() =>
        {
            var document = AnnexReader.Read(file);
            return (document, AnnexTree.Of(document));
        });
        return await AnswerAsync(code, name ?? document.Name, year, preview == true, ownerUnitId, document.Columns, tree, user, db, clock, cancellationToken);
    }

    /// <summary>The one way from an annex to an answer, for a file as for corrected rows.</summary>
    internal static async Task<Results<Ok<Preview>, Created<Response>>> AnswerAsync(
        string? code, string name, int? year, bool preview, Guid? ownerUnitId, AnnexColumns columns, AnnexTree tree,
        CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (preview)
        {
            return TypedResults.Ok(new Preview(
                name, tree.Nodes.Count(node => node.IsLeaf), tree.Total, tree.Doubts, columns, tree.Rows, [.. tree.Nodes.Select(AnnexPreviewNode.Of)]));
        }

        if (code is null || year is null || name.Length == 0)
        {
            throw new InvalidInputException(code is null ? "code" : year is null ? "year" : "name", "Cần mã, tên và năm của bộ tiêu chí để lưu bản dự thảo.");
        }

        var owner = await db.OwnerOfNewSetAsync(user, ownerUnitId, cancellationToken);
        await db.RequireFreeCodeAsync(code, cancellationToken);
        var set = CriteriaSet.Draft(code, name.Normalize(), year.Value, tree.Nodes.ToCriteria(), clock.GetUtcNow(), owner);
        db.CriteriaSets.Add(set);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created(
            $"/api/criteria/sets/{set.Id}",
            new Response(set.Id, set.Code, set.Name, set.Year, set.Version, set.Status, set.Nodes.Count(node => node.IsLeaf), set.Total, tree.Doubts));
    }

    internal static T Understand<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (AnnexException exception)
        {
            throw new InvalidInputException("file", exception.Message);
        }
    }

    private static async Task<MemoryStream> BufferAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (file.Length + read > LargestFile)
            {
                throw new InvalidInputException("file", "Tệp lớn hơn 10 MB. Xóa hình ảnh và các trang tính thừa, chỉ giữ bảng tiêu chí rồi tải lại.");
            }

            file.Write(buffer, 0, read);
        }

        file.Position = 0;
        return file.Length > 0 ? file : throw new InvalidInputException("file", "Chưa có tệp: gửi nội dung tệp Excel trong thân yêu cầu.");
    }
}
