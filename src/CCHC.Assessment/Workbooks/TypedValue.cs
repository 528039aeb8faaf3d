using System.Globalization;

namespace CCHC.Assessment.Workbooks;

/// <summary>From a cell to a field's value, in the one spelling that values have.</summary>
internal static class TypedValue
{
    private const string Whole = "0123456789";
    private static readonly string[] YesWords = ["có", "co", "c", "x", "yes", "y", "true", "đúng", "1"];
    private static readonly string[] NoWords = ["không", "khong", "ko", "k", "no", "n", "false", "sai", "0"];

    /// <summary>The value, null where the cell is empty; or why it cannot be read.</summary>
    public static (string? Value, string? Why) Read(LeafField field, WorkbookCell cell)
    {
        if (cell.Type is CellType.Error or CellType.Date)
        {
            return (null, cell.Type == CellType.Error ? $"Ô báo lỗi {cell.Text}." : "Excel đã đổi giá trị thành ngày tháng. Đặt ô về dạng chung (General) rồi ghi lại.");
        }

        var text = LeafField.Lines(cell.Type == CellType.Number && Exact(cell.Text!) is { } number ? LeafField.Text(number) : cell.Text);
        if (text is null)
        {
            return (null, null);
        }

        return field.Kind switch
        {
            FieldKind.Number => cell.Type == CellType.Boolean ? (null, $"“{Shown(text)}” không phải là số.") : ReadNumber(text, cell.Type),
            FieldKind.YesNo => Word(text) is { } yes ? (yes ? LeafField.Yes : LeafField.No, null) : (null, $"“{Shown(text)}” không phải Có hay Không."),
            FieldKind.Mark => Word(text) is { } marked ? (marked ? LeafField.Marked : null, null) : (null, $"“{Shown(text)}” không hiểu được: ghi x nếu không phát sinh, hoặc để trống."),
            FieldKind.Choice => Option(field, text) is { } option ? (option, null) : (null, $"Không có mức “{Shown(text)}”. Chọn một mức trong danh sách."),
            _ => text.Length <= field.MaxLength ? (text, null) : (null, $"Dài {text.Length} ký tự; tối đa {field.MaxLength} ký tự."),
        };
    }

    /// <summary>Whether the cell still says what was written into it; a number may have lost what Excel does not keep.</summary>
    public static bool IsSame(LeafField field, string? value, string? before) =>
        value == before
        || (field.Kind == FieldKind.Number && value is not null && before is not null
            && Exact(LeafField.Number(before).ToString(CultureInfo.InvariantCulture)) == Exact(LeafField.Number(value).ToString(CultureInfo.InvariantCulture)));

    /// <summary>What was typed: Excel writes 0.29 as 0.28999999999999998, and keeps fifteen digits of a number.</summary>
    public static decimal? Exact(string raw)
    {
        var digits = raw.Split('e', 'E')[0].TrimStart('-', '0', '.').Count(char.IsAsciiDigit);
        var text = digits > 15 && double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var binary) ? binary.ToString("G15", CultureInfo.InvariantCulture) : raw;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static (string? Value, string? Why) ReadNumber(string text, CellType type)
    {
        var typed = text.Replace(" ", "", StringComparison.Ordinal);
        if (type == CellType.Text && IsAmbiguous(typed))
        {
            return (null, $"“{Shown(text)}” có thể hiểu theo hai cách. Ghi {typed.Replace(".", "", StringComparison.Ordinal)} hoặc {typed.Replace('.', ',')}.");
        }

        return Parse(typed) is { } number ? (LeafField.Text(number), null) : (null, $"“{Shown(text)}” không phải là số. Ghi như 85,5 hoặc 85.5.");
    }

    /// <summary>Point and comma both may be the decimal mark; the other one, or the same one several times, groups by three: 1.234,5 · 1.234.567.</summary>
    private static decimal? Parse(string text)
    {
        var (point, comma) = (text.LastIndexOf('.'), text.LastIndexOf(','));
        var mark = point > comma ? '.' : ',';
        var group = mark == '.' ? ',' : '.';
        if (text.Count(x => x == mark) > 1)
        {
            return !text.Contains(group, StringComparison.Ordinal) && GroupsAreThree(text, mark) ? Invariant(text.Replace(mark.ToString(), "", StringComparison.Ordinal)) : null;
        }

        var whole = text.Split(mark)[0];
        return !whole.Contains(group, StringComparison.Ordinal) || GroupsAreThree(whole, group)
            ? Invariant(text.Replace(group.ToString(), "", StringComparison.Ordinal).Replace(mark, '.'))
            : null;
    }

    private static bool IsAmbiguous(string text) =>
        text.TrimStart('-').Split('.') is [{ Length: >= 1 and <= 3 } whole, { Length: 3 } rest] && whole[0] != '0' && (whole + rest).All(Whole.Contains);

    private static bool GroupsAreThree(string text, char mark) => text.TrimStart('-').Split(mark) is [{ Length: >= 1 and <= 3 }, .. var groups] && groups.All(x => x.Length == 3);

    private static decimal? Invariant(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool? Word(string text)
    {
        var word = text.ToLowerInvariant();
        return YesWords.Contains(word) ? true : NoWords.Contains(word) ? false : null;
    }

    private static string? Option(LeafField field, string text) =>
        field.Options.FirstOrDefault(option => option == text) ?? field.Options.FirstOrDefault(option => string.Equals(option, text, StringComparison.OrdinalIgnoreCase));

    private static string Shown(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
