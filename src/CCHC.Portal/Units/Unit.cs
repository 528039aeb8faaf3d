namespace CCHC.Portal.Units;

public sealed record UnitItem(
    Guid Id, string Code, string Name, string TypeCode, string Type, string GroupCode, string GroupName, string? ParentCode, string? ParentName,
    DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<string> PredecessorCodes);

public sealed record UnitRelative(Guid Id, string Code, string Name, DateOnly? ValidFrom, DateOnly? ValidTo);

public sealed record Unit(
    Guid Id, int Revision, string Code, string Name, string TypeCode, string Type, bool Governs, string GroupCode, string GroupName, UnitRelative? Parent,
    DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<UnitRelative> Predecessors, IReadOnlyList<UnitRelative> Successors, int Children);

public sealed record UnitType(string Code, string Name, bool Governs, int Position, int Units);

public sealed record UnitGroup(string Code, string Name, int Units);

public sealed record Stored(Guid Id, int Revision);

public sealed record SplitDone(IReadOnlyList<Stored> Units, IReadOnlyList<string> Warnings);

public sealed record ImportDone(int Created, int Updated, int Unchanged);

public sealed record ImportPreview(
    IReadOnlyList<CreatedLine> Created, IReadOnlyList<UpdatedLine> Updated, int Unchanged, IReadOnlyList<string> NewTypes,
    IReadOnlyDictionary<string, string[]> Errors, IReadOnlyDictionary<string, string[]> Warnings);

public sealed record CreatedLine(int Line, string Code, string Name);

public sealed record UpdatedLine(int Line, string Code, string Name, IReadOnlyList<string> Changes);

/// <summary>What the address of the list says.</summary>
public sealed record UnitFilter(string? Tim, string? Loai, string? Khoi, string? CapTren, string? Ngay, bool? TatCa, string? Sap, int? Trang, int? Co)
{
    public static readonly int[] PageSizes = [20, 50, 100, 200];

    public int Page => Trang is > 0 and var page ? page : 1;

    public int PageSize => Co is { } size && PageSizes.Contains(size) ? size : 50;

    public bool IsEmpty => string.IsNullOrEmpty(Tim) && string.IsNullOrEmpty(Loai) && string.IsNullOrEmpty(Khoi) && string.IsNullOrEmpty(CapTren) && string.IsNullOrEmpty(Ngay);

    public string Address(string path = "/quan-tri/don-vi")
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in ((string, string?)[])
            [
                ("tim", Tim), ("loai", Loai), ("khoi", Khoi), ("capTren", CapTren), ("ngay", Ngay), ("tatCa", TatCa == true ? "true" : null), ("sap", Sap),
                ("trang", Page > 1 ? Formats.Text("{0}", Page) : null), ("co", PageSize == 50 ? null : Formats.Text("{0}", PageSize)),
            ])
        {
            query = string.IsNullOrEmpty(value) ? query : query.Add(name, value);
        }

        return path + query.ToUriComponent();
    }
}
