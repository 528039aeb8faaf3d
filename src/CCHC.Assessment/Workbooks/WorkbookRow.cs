using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;

namespace CCHC.Assessment.Workbooks;

/// <summary>A line of the workbook: a heading, or one field of one leaf, found again by its key wherever the row has gone.</summary>
/// <param name="Node">What stands in the columns A to D.</param>
/// <param name="Field">Null for a heading.</param>
/// <param name="Key">Names sheet, field and leaf.</param>
/// <param name="Value">Of the field.</param>
/// <param name="Points">As the server computed them, in words or figures; on a leaf's first row only.</param>
/// <param name="First">Whether it is the first row of its leaf.</param>
/// <param name="Open">Whether the person who asks may fill it in.</param>
internal sealed record WorkbookRow(CriterionSnapshot Node, LeafField? Field, string? Key, string? Value, string? Points, bool First, bool Open)
{
    public static IEnumerable<WorkbookRow> Of(SelfAssessment assessment, CriteriaSetSnapshot set, Func<string, bool> open)
    {
        var entries = assessment.Entries.ToDictionary(entry => entry.LeafCode, StringComparer.Ordinal);
        foreach (var node in set.Nodes)
        {
            if (node.Leaf is null)
            {
                yield return new WorkbookRow(node, Field: null, Key: null, Value: null, Points: null, First: true, Open: false);
                continue;
            }

            var entry = entries.GetValueOrDefault(node.Code);
            var first = true;
            foreach (var field in LeafField.Of(node, assessment.Round))
            {
                yield return new WorkbookRow(
                    node, field, KeyOf(assessment.Id, field, node.Code), entry is null ? null : field.Read(entry.ToInput()),
                    first ? PointsOf(entry) : null, first, field.Kind != FieldKind.None && open(node.Code));
                first = false;
            }
        }
    }

    public static string KeyOf(Guid sheet, LeafField field, string leafCode) => $"{sheet:N}|{field.Key}|{leafCode}";

    /// <summary>The sheet that a key belongs to.</summary>
    public static Guid? SheetOf(string key) => key.Length > 33 && key[32] == '|' && Guid.TryParseExact(key[..32], "N", out var sheet) ? sheet : null;

    private static string? PointsOf(LeafEntry? entry) => entry?.Status switch
    {
        EvaluationStatus.Scored => LeafField.Text(decimal.Round(entry.Points, 4, MidpointRounding.AwayFromZero)),
        EvaluationStatus.NotApplicable => "Không phát sinh",
        _ => null,
    };
}
