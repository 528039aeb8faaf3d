using System.ComponentModel.DataAnnotations;
using CCHC.Annexes;
using CCHC.Criteria.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.Annexes;

/// <summary>The rows of a preview as the officer corrected them, read once more by the same rules.</summary>
public static class ImportAnnexRows
{
    public sealed record Request(
        [property: RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string? Code,
        [property: StringLength(300)] string? Name,
        [property: Range(2000, 2100)] int? Year,
        [property: Required, MinLength(1, ErrorMessage = "Chưa có dòng nào."), MaxLength(5_000)] IReadOnlyList<AnnexRow> Rows,
        AnnexColumns? Columns,
        Guid? OwnerUnitId);

    public static Task<Results<Ok<ImportAnnex.Preview>, Created<ImportAnnex.Response>>> Handle(
        Request request, [FromQuery] bool? preview, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (preview != true && string.IsNullOrWhiteSpace(request.Name))
        {
            throw new InvalidInputException("name", "Cần tên bộ tiêu chí.");
        }

        var columns = request.Columns ?? new AnnexColumns("A", "B", "C", "D", "E");
        var tree = ImportAnnex.Understand(() => AnnexTree.Of(columns, request.Rows));
        return ImportAnnex.AnswerAsync(
            request.Code, request.Name ?? "", request.Year, preview == true, request.OwnerUnitId, columns, tree, user, db, clock, cancellationToken);
    }
}

/// <summary>A node as the set would keep it, with its rule in words.</summary>
public sealed record AnnexPreviewNode(
    int Row, string Code, string? ParentCode, string Name, int Depth, decimal MaxPoints, bool IsLeaf, LeafKind Kind, PointSource Source, ScoringRule? Rule, string? RuleText,
    bool RuleProposed, bool EvidenceRequired, bool NotApplicableAllowed, string? RequiredEvidence, string? Guidance)
{
    public static AnnexPreviewNode Of(AnnexNode node) => new(
        node.Row, node.Code, node.ParentCode, node.Name, node.Depth, node.MaxPoints, node.IsLeaf, node.Kind, node.Source, node.Rule,
        node.Rule is null ? null : Scorer.Describe(node.Rule, node.MaxPoints), node.RuleProposed, node.EvidenceRequired, node.NotApplicableAllowed,
        node.RequiredEvidence, node.Guidance);
}
