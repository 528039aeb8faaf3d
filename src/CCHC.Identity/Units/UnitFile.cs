using System.Globalization;
using CCHC.Identity.UnitTypes;

namespace CCHC.Identity.Units;

/// <summary>The lines of a file of units, checked against each other and against the register.</summary>
internal static class UnitFile
{
    public static readonly string[] Columns =
        ["code", "name", "type", "group_code", "group_name", "parent_code", "valid_from", "valid_to", "predecessor_codes"];

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "dd/MM/yyyy"];

    public sealed record Row(CsvLine Line, Guid Id, UnitFacts Facts);

    /// <param name="Rows">In the order of the file.</param>
    /// <param name="Codes">Of all units, by id.</param>
    /// <param name="Warnings">By line number.</param>
    public sealed record Content(IReadOnlyList<Row> Rows, IReadOnlyDictionary<Guid, string> Codes, IReadOnlyDictionary<string, string[]> Warnings);

    public static Content Read(CsvFile file, Dictionary<string, Unit> stored, UnitTypeNames types)
    {
        var ids = stored.ToDictionary(unit => unit.Key, unit => unit.Value.Id, StringComparer.Ordinal);
        foreach (var line in file.Lines)
        {
            ids.TryAdd(line["code"], Guid.CreateVersion7());
        }

        List<Row> rows = [.. file.Lines.Select(line => new Row(line, ids[line["code"]], Facts(line, ids, types, file)))];
        FindDuplicates(file);
        FindGroupsWithTwoNames(file);

        var rules = UnitRules.Of(stored.Values);
        rows.ForEach(row => rules.Put(row.Id, row.Line["code"], row.Facts));
        foreach (var row in rows)
        {
            foreach (var problem in rules.Problems(row.Id))
            {
                file.AddError(row.Line.Number, problem.Message);
            }
        }

        var warnings = rows.Select(row => (row.Line.Number, Texts: rules.Warnings(row.Id).ToArray())).Where(line => line.Texts.Length > 0).DistinctBy(line => line.Number)
            .ToDictionary(
                line => line.Number.ToString(CultureInfo.InvariantCulture), line => line.Texts.Select(text => $"Dòng {line.Number}: {text}").ToArray(), StringComparer.Ordinal);
        return new Content(rows, ids.ToDictionary(pair => pair.Value, pair => pair.Key), warnings);
    }

    /// <summary>What a line would change, in words.</summary>
    public static IReadOnlyList<string> Changes(UnitFacts before, UnitFacts after, IReadOnlyDictionary<Guid, string> codes, UnitTypeNames types)
    {
        return
        [
            .. Change("tên", before.Name, after.Name),
            .. Change("loại", types[before.TypeCode].Name, types[after.TypeCode].Name),
            .. Change("khối", $"{before.GroupName} ({before.GroupCode})", $"{after.GroupName} ({after.GroupCode})"),
            .. Change("cấp trên", Code(before.ParentId), Code(after.ParentId)),
            .. Change("có hiệu lực", Date(before.ValidFrom), Date(after.ValidFrom)),
            .. Change("hết hiệu lực", Date(before.ValidTo), Date(after.ValidTo)),
            .. Change("tiền thân", CodeList(before.PredecessorIds), CodeList(after.PredecessorIds)),
        ];

        static IEnumerable<string> Change(string what, string old, string now) => old == now ? [] : [$"{what}: {old} → {now}"];
        static string Date(DateOnly? date) => date is { } day ? UnitRules.Date(day) : "không ghi";
        string Code(Guid? id) => id is { } known ? codes[known] : "không có";
        string CodeList(IReadOnlyList<Guid> unitIds) => unitIds.Count == 0 ? "không có" : string.Join(", ", unitIds.Select(id => codes[id]));
    }

    private static UnitFacts Facts(CsvLine line, Dictionary<string, Guid> ids, UnitTypeNames types, CsvFile file)
    {
        foreach (var (column, label, length) in new[]
            { ("code", "mã", 50), ("name", "tên", 300), ("type", "loại", 100), ("group_code", "mã khối", 50), ("group_name", "tên khối", 300) })
        {
            if (line[column].Length == 0)
            {
                file.AddError(line.Number, $"thiếu {label} ({column}).");
            }
            else if (line[column].Length > length)
            {
                file.AddError(line.Number, $"{label} ({column}) dài quá {length} ký tự.");
            }
        }

        var type = types.Find(line["type"]);
        if (type is null && line["type"].Length > 0)
        {
            file.AddError(line.Number, $"chưa có loại đơn vị “{line["type"]}” (type). Đăng ký loại này ở mục Loại đơn vị, sửa lại theo một loại đã có, hoặc chọn tự đăng ký loại mới.");
        }

        Guid? parentId = line["parent_code"] is { Length: > 0 } parent ? Known(parent, "đơn vị cấp trên") : null;
        var predecessors = line["predecessor_codes"].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new UnitFacts(
            line["name"], type?.Code ?? "", line["group_code"], line["group_name"], parentId, Date("valid_from"), Date("valid_to"),
            [.. predecessors.Distinct(StringComparer.Ordinal).Select(code => Known(code, "đơn vị tiền thân")).OfType<Guid>()]);

        DateOnly? Date(string column)
        {
            if (line[column].Length == 0)
            {
                return null;
            }

            if (DateOnly.TryParseExact(line[column], DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            file.AddError(line.Number, $"ngày “{line[column]}” ({column}) phải có dạng dd/MM/yyyy hoặc yyyy-MM-dd.");
            return null;
        }

        Guid? Known(string code, string label)
        {
            if (ids.TryGetValue(code, out var id))
            {
                return id;
            }

            file.AddError(line.Number, $"không có {label} mang mã {code}. Thêm đơn vị {code} vào tệp hoặc sửa mã.");
            return null;
        }
    }

    private static void FindDuplicates(CsvFile file)
    {
        foreach (var same in file.Lines.GroupBy(line => line["code"], StringComparer.Ordinal).Where(same => same.Key.Length > 0))
        {
            foreach (var line in same.Skip(1))
            {
                file.AddError(line.Number, $"trùng mã {same.Key} với dòng {same.First().Number}.");
            }
        }
    }

    private static void FindGroupsWithTwoNames(CsvFile file)
    {
        foreach (var group in file.Lines.GroupBy(line => line["group_code"], StringComparer.Ordinal))
        {
            foreach (var line in group.Where(line => line["group_name"] != group.First()["group_name"]))
            {
                file.AddError(line.Number, $"khối {group.Key} mang tên khác với dòng {group.First().Number}.");
            }
        }
    }
}
