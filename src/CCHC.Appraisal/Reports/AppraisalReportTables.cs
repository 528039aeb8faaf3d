using CCHC.OfficialDocuments;
using CCHC.Scoring;

namespace CCHC.Appraisal.Reports;

/// <summary>The tables of the report on an appraisal; a unit that is not completed has no part in any sum.</summary>
internal sealed class AppraisalReportTables(AppraisalReportFacts facts)
{
    private const string Total = "Tổng cộng";
    private const string Dash = "–";

    private static readonly Cell Blank = (string?)null;

    public static IEnumerable<ReportedUnit> Completed(ReportedGroup group) => group.Units.Where(unit => unit.Completed);

    public static IEnumerable<ReportedUnit> Unchanged(ReportedGroup group) => Completed(group).Where(unit => !Changed(unit).Any());

    /// <summary>Leaves whose result is not what the unit claimed, as far as it was decided.</summary>
    public static IEnumerable<ReportedLeaf> Changed(ReportedUnit unit) => unit.Leaves.Where(leaf =>
        (unit.Completed || leaf.Points is not null || !leaf.Applicable) && (leaf.SelfApplicable != leaf.Applicable || Difference(leaf) != 0));

    public static AppraisalSums SumsOf(ReportedGroup group) => AppraisalSums.Of(Completed(group).Select(SumsOf));

    public AppraisalSums SumsOfAll() => AppraisalSums.Of(facts.Groups.Select(SumsOf));

    /// <summary>Part I: a row for each group.</summary>
    public Table OfGroups() => new(
        new("Nhóm đơn vị", 21), Points("Số đơn vị", 9), Points("Đã gửi", 9), Points("Đã thẩm định xong", 9), Claimed, Appraised, Cut, Raised)
    {
        Rows =
        [
            .. facts.Groups.Select(group => OfGroup(group.Name, group.Units, SumsOf(group))),
            .. facts.Groups.Count < 2 ? Array.Empty<TableRow>() : [OfGroup(Total, [.. facts.Groups.SelectMany(group => group.Units)], SumsOfAll()) with { Bold = true }],
        ],
    };

    /// <summary>Part II: a row for each unit of a group.</summary>
    public static Table OfUnits(ReportedGroup group) => new(
        new TableColumn("TT", 6, CellAlignment.Centre), new TableColumn("Đơn vị", 27), Maximum, Claimed, Appraised, Cut, Raised, Share)
    {
        Rows =
        [
            .. group.Units.Select((unit, i) => new TableRow([DocumentText.Number(i + 1), unit.Name, .. FiguresOf(unit, StateOf(unit))])),
            new TableRow([Blank, Total, .. FiguresOf(SumsOf(group))]) { Bold = true },
        ],
    };

    /// <summary>Part III: a row for each field of a group.</summary>
    public static Table OfFields(ReportedGroup group) => new(
        new("Mã", 7, CellAlignment.Centre), new("Lĩnh vực", 27), Points("Điểm tối đa", 9), Points("Số đơn vị", 8), Claimed, Appraised, Cut, Raised)
    {
        Rows =
        [
            .. group.Fields.Select(field =>
            {
                var units = Completed(group).Where(unit => Under(unit, field).Any()).ToList();
                var sums = AppraisalSums.Of(units.Select(unit => SumsOf(Under(unit, field))));
                return new TableRow(field.Code, field.Name, field.MaxPoints, DocumentText.Number(units.Count), sums.Claimed, sums.Appraised, sums.Cut, sums.Raised);
            }),
            OfAllFields(SumsOf(group), Completed(group).Count()),
        ],
    };

    /// <summary>Part IV: what was changed, unit by unit, in bold the unit with what it lost.</summary>
    public static Table OfChanges(ReportedGroup group) => new(
        new("Mã", 9, CellAlignment.Centre), new("Đơn vị, tiêu chí", 30), Points("Điểm tối đa", 9), Points("Điểm tự chấm", 10), Points("Điểm thẩm định", 10), new("Lý do", 38))
    {
        Rows =
        [
            .. group.Units.Select(unit => (Unit: unit, Leaves: Changed(unit).ToList())).Where(x => x.Leaves.Count > 0)
                .SelectMany(x => x.Leaves.Select(OfChange).Prepend(OfUnit(x.Unit, x.Leaves))),
        ],
    };

    /// <summary>Sheet a: every unit with its state, and the sum of each group.</summary>
    public Table OfAllUnits() => new(
        new TableColumn("Nhóm", 22), new TableColumn("Mã", 12, CellAlignment.Centre), new TableColumn("Đơn vị", 36), new TableColumn("Tình trạng", 18),
        Maximum, Claimed, Appraised, Cut, Raised, Share)
    {
        Rows =
        [
            .. facts.Groups.SelectMany(group => group.Units
                .Select(unit => new TableRow([group.Name, unit.Code, unit.Name, StateOf(unit), .. FiguresOf(unit, Dash)]))
                .Append(new TableRow([group.Name, Blank, Total, Blank, .. FiguresOf(SumsOf(group))]) { Bold = true })),
        ],
    };

    /// <summary>Sheet b: every unit, and for each field the points it was given and those it lost; fields of the same code and name share their columns.</summary>
    public Table OfUnitsByField()
    {
        var fields = facts.Groups.SelectMany(group => group.Fields).Select(field => (field.Code, field.Name)).Distinct().ToList();
        return new Table(
        [
            new TableColumn("Nhóm", 16), new TableColumn("Mã", 10, CellAlignment.Centre), new TableColumn("Đơn vị", 30),
            .. fields.SelectMany(field => new[] { Points($"{field.Code}. {field.Name}:\nđiểm thẩm định", 12), Points($"{field.Code}:\nbị trừ", 8) }),
        ])
        {
            Rows = [.. facts.Groups.SelectMany(group => group.Units.Select(unit => new TableRow(
            [
                group.Name, unit.Code, unit.Name,
                .. fields.SelectMany(field => group.Fields.FirstOrDefault(own => (own.Code, own.Name) == field) is not { } own
                    ? [Blank, Blank]
                    : unit.Completed && SumsOf(Under(unit, own)) is var sums ? [sums.Appraised, sums.Cut] : new Cell[] { Dash, Dash }),
            ])))],
        };
    }

    /// <summary>Sheet c: every changed leaf with its reason, who decided and when.</summary>
    public Table OfAllChanges() => new(
        new TableColumn("Nhóm", 16), new TableColumn("Đơn vị", 26), new TableColumn("Mã", 8, CellAlignment.Centre), new TableColumn("Tiêu chí", 34), Points("Điểm tối đa", 9),
        Points("Điểm tự chấm", 10), Points("Điểm thẩm định", 10), Points("Chênh lệch", 9),
        new TableColumn("Lý do", 50), new TableColumn("Người quyết định", 18), new TableColumn("Vòng", 7, CellAlignment.Centre) { NumberFormat = "0" })
    {
        Rows =
        [
            .. from reported in facts.Groups
               from unit in reported.Units
               from leaf in Changed(unit)
               select new TableRow(
                   reported.Name, NameOf(unit), leaf.Code, leaf.Name, leaf.MaxPoints, ClaimOf(leaf), ResultOf(leaf), Difference(leaf),
                   leaf.Reason, leaf.DecidedBy, (decimal?)leaf.Round),
        ],
    };

    private static TableColumn Maximum => Points("Điểm tối đa áp dụng", 12);

    private static TableColumn Claimed => Points("Điểm tự chấm", 13);

    private static TableColumn Appraised => Points("Điểm thẩm định", 13);

    private static TableColumn Cut => Points("Điểm bị trừ", 11);

    private static TableColumn Raised => Points("Điểm tăng thêm", 11);

    private static TableColumn Share => Points("Tỷ lệ (%)", 9);

    private static TableColumn Points(string title, double width) => new(title, width, CellAlignment.Right);

    private static TableRow OfGroup(string name, IReadOnlyList<ReportedUnit> units, AppraisalSums sums) => new(
        name, DocumentText.Number(units.Count), DocumentText.Number(units.Count(unit => unit.Submitted)), DocumentText.Number(units.Count(unit => unit.Completed)),
        sums.Claimed, sums.Appraised, sums.Cut, sums.Raised);

    private static TableRow OfAllFields(AppraisalSums sums, int units) =>
        new(Blank, Total, Blank, DocumentText.Number(units), sums.Claimed, sums.Appraised, sums.Cut, sums.Raised) { Bold = true };

    private static TableRow OfUnit(ReportedUnit unit, List<ReportedLeaf> changed)
    {
        var changes = SumsOf(changed);
        var (cut, raised) = ($"Bị trừ {DocumentText.Exact(changes.Cut)} điểm", $"Tăng thêm {DocumentText.Exact(changes.Raised)} điểm");
        var told = (changes.Cut, changes.Raised) switch
        {
            ( > 0, > 0) => $"{cut}\n{raised}",
            ( > 0, _) => cut,
            (_, > 0) => raised,
            _ => null,
        };
        return new TableRow(Blank, NameOf(unit), Blank, Blank, Blank, told) { Bold = true };
    }

    private static TableRow OfChange(ReportedLeaf leaf) => new(leaf.Code, leaf.Name, leaf.MaxPoints, ClaimOf(leaf), ResultOf(leaf), leaf.Reason ?? "Không ghi lý do");

    private static Cell[] FiguresOf(ReportedUnit unit, string otherwise) => unit.Completed ? FiguresOf(SumsOf(unit)) : [Dash, Dash, otherwise, Dash, Dash, Dash];

    private static Cell[] FiguresOf(AppraisalSums sums) =>
        [sums.Maximum, sums.Claimed, sums.Appraised, sums.Cut, sums.Raised, sums.Percent is { } percent ? percent : (Cell)Dash];

    private static string StateOf(ReportedUnit unit) => unit.Completed ? "Đã thẩm định" : unit.Submitted ? "Chưa xong" : "Chưa gửi";

    private static string NameOf(ReportedUnit unit) => unit.Completed ? unit.Name : $"{unit.Name} (chưa thẩm định xong)";

    private static Cell ClaimOf(ReportedLeaf leaf) => CellOf(leaf.Kind, leaf.SelfPoints, leaf.SelfApplicable, "Không chấm");

    private static Cell ResultOf(ReportedLeaf leaf) => CellOf(leaf.Kind, leaf.Points, leaf.Applicable, "Không có điểm");

    private static Cell CellOf(LeafKind kind, decimal? points, bool applicable, string none) => (applicable, points) switch
    {
        (false, _) => DocumentText.NotApplicable,
        (_, null) => none,
        (_, { } given) => kind == LeafKind.Penalty ? -given : given,
    };

    private static IEnumerable<ReportedLeaf> Under(ReportedUnit unit, ReportedField field) => unit.Leaves.Where(leaf => leaf.FieldCode == field.Code);

    private static AppraisalSums SumsOf(ReportedUnit unit) => SumsOf(unit.Leaves);

    private static AppraisalSums SumsOf(IEnumerable<ReportedLeaf> leaves)
    {
        var all = leaves.ToList();
        var (claim, result) = (IndexCalculator.Compute(all.Select(Claim)), IndexCalculator.Compute(all.Select(Result)));
        var differences = all.Select(Difference).Order().ToList();
        return new AppraisalSums(result.MaxPoints, claim.Points, result.Points, -differences.Where(x => x < 0).Sum(), differences.Where(x => x > 0).Sum());
    }

    private static decimal Difference(ReportedLeaf leaf) => IndexCalculator.Compute([Result(leaf)]).Points - IndexCalculator.Compute([Claim(leaf)]).Points;

    private static LeafScore Claim(ReportedLeaf leaf) => new(leaf.Code, leaf.Kind, PointSource.Appraised, leaf.MaxPoints, leaf.SelfPoints, leaf.SelfApplicable);

    private static LeafScore Result(ReportedLeaf leaf) => new(leaf.Code, leaf.Kind, PointSource.Appraised, leaf.MaxPoints, leaf.Points, leaf.Applicable);
}

/// <summary>Claim and result of some leaves: <c>Claimed − Cut + Raised = Appraised</c>.</summary>
/// <param name="Maximum">Applicable by the result.</param>
internal readonly record struct AppraisalSums(decimal Maximum, decimal Claimed, decimal Appraised, decimal Cut, decimal Raised)
{
    /// <summary>Null where nothing applies.</summary>
    public decimal? Percent => Maximum == 0 ? null : IndexCalculator.Round2(Appraised * 100 / Maximum);

    public static AppraisalSums Of(IEnumerable<AppraisalSums> parts) => parts.Aggregate(default(AppraisalSums), (sum, part) => new(
        sum.Maximum + part.Maximum, sum.Claimed + part.Claimed, sum.Appraised + part.Appraised, sum.Cut + part.Cut, sum.Raised + part.Raised));
}
