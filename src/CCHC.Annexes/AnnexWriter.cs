using CCHC.OfficialDocuments;
using CCHC.Scoring;

namespace CCHC.Annexes;

/// <summary>Writes a criteria set as the annex of a decision, ready to print; a hidden column keeps what the printed words cannot say.</summary>
public static class AnnexWriter
{
    private static readonly TableColumn[] Columns =
    [
        new("STT", 8, CellAlignment.Centre),
        new("Lĩnh vực/Tiêu chí/Tiêu chí thành phần", 46),
        new("Điểm tối đa", 10, CellAlignment.Centre) { NumberFormat = "General" },
        new("Cách tính điểm", 48),
        new("Tài liệu kiểm chứng", 34),
        new(AnnexReader.ExactHeader, 10) { Hidden = true },
    ];

    /// <param name="name">Of the set, the title of the sheet.</param>
    /// <param name="decision">"số … ngày … của …"; null for a draft.</param>
    /// <param name="nodes">In reading order.</param>
    public static byte[] Write(string name, string? decision, IReadOnlyList<AnnexNode> nodes)
    {
        var total = nodes.Where(node => node is { IsLeaf: true, Kind: LeafKind.Ordinary }).Sum(node => node.MaxPoints);
        var rows = nodes.Select(node => new TableRow(node.Code, node.Name, node.MaxPoints, node.MethodText, node.RequiredEvidence, ExactNode.Write(node))
        {
            Bold = node is { Depth: 0, IsLeaf: false },
        });
        var subtitle = decision is null ? "(Dự thảo, chưa ban hành kèm theo quyết định)" : $"(Kèm theo Quyết định {decision})";
        using var file = new MemoryStream();
        new ReportWorkbook(new ReportSheet("Bộ tiêu chí", name, subtitle, new Table(Columns)
        {
            Rows = [.. rows, new TableRow("", "Tổng cộng", total, "", "", "") { Bold = true }],
        })).Write(file);
        return file.ToArray();
    }
}
