namespace CCHC.Portal.Councils;

/// <summary>Offices, kinds of conflicts and work in words.</summary>
internal static class CouncilWords
{
    public static string Of(CouncilOffice office) => office switch
    {
        CouncilOffice.Chair => CouncilsTexts.OfficeChair,
        CouncilOffice.Secretary => CouncilsTexts.OfficeSecretary,
        _ => CouncilsTexts.OfficeMember,
    };

    public static string Of(ConflictKind kind) => kind switch
    {
        ConflictKind.OwnUnit => CouncilsTexts.KindOwnUnit,
        ConflictKind.FormerPost => CouncilsTexts.KindFormerPost,
        _ => CouncilsTexts.KindDeclared,
    };

    /// <summary>One line for all fields that are given for the same units of the same group.</summary>
    public static IEnumerable<string> Lines(IEnumerable<GivenField> fields, IReadOnlyDictionary<string, string> groups) =>
        from field in fields
        group field by (field.GroupCode, Units: field.UnitIds is null ? "" : string.Join(' ', field.UnitIds.Order())) into same
        let units = same.First().UnitIds is { } ids ? Formats.Text(CouncilsTexts.SomeUnits, ids.Count) : CouncilsTexts.AllUnits
        select Line(groups, same.Key.GroupCode, same.Select(field => field.FieldCode), units);

    public static string Line(IReadOnlyDictionary<string, string> groups, string groupCode, IEnumerable<string> fieldCodes, string units)
    {
        var line = Formats.Text(CouncilsTexts.FieldLine, string.Join(", ", fieldCodes), units);
        return groups.Count > 1 ? Formats.Text(CouncilsTexts.GroupLine, NameOf(groups, groupCode), line) : line;
    }

    public static string NameOf(IReadOnlyDictionary<string, string> groups, string code) => groups.GetValueOrDefault(code) ?? code;

    /// <summary>A share of the whole as people type it: 66,67 for two thirds.</summary>
    public static string Percent(decimal share) => Formats.Input(decimal.Round(share * 100, 2, MidpointRounding.AwayFromZero));

    /// <summary>Reads a percentage; one that was not touched keeps its exact share, for two thirds of three are two and 66,67 % are three.</summary>
    public static decimal? Share(string? typed, decimal stored)
    {
        var text = (typed ?? "").Replace("%", "", StringComparison.Ordinal).Trim();
        return text == Percent(stored) ? stored : Formats.TryParse(text, out var percent) ? percent / 100 : null;
    }
}
