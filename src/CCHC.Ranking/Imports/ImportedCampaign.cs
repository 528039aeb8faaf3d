using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.Ranking.Imports;

/// <summary>One campaign of an import file, with the line on which each thing was first named.</summary>
public sealed class ImportedCampaign(string code, string name, int year, int line)
{
    private readonly Dictionary<string, ImportedGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImportedUnit> _units = new(StringComparer.Ordinal);

    public string Code => code;
    public string Name => name;
    public int Year => year;
    public int Line => line;

    public IReadOnlyCollection<ImportedUnit> Units => _units.Values;

    /// <summary>The known group, or a new one.</summary>
    public ImportedGroup Group(string groupCode, string groupName, int atLine)
    {
        if (!_groups.TryGetValue(groupCode, out var group))
        {
            _groups[groupCode] = group = new ImportedGroup(groupCode, groupName, atLine);
        }

        return group;
    }

    /// <summary>The known unit, or a new one of the group.</summary>
    public ImportedUnit Unit(ImportedGroup group, string unitCode, string unitName, int atLine)
    {
        if (!_units.TryGetValue(unitCode, out var unit))
        {
            _units[unitCode] = unit = new ImportedUnit(group, unitCode, unitName, atLine);
            group.Units.Add(unit);
        }

        return unit;
    }

    /// <summary>The same for the same content, however the file writes decimals, quotes and line ends.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(code, name, year.ToString(CultureInfo.InvariantCulture));
        foreach (var group in _groups.Values)
        {
            Append("group", group.Code, group.Name);
            foreach (var criterion in group.Criteria)
            {
                Append("criterion", criterion.Code, criterion.Name, criterion.FieldCode, criterion.FieldName, criterion.Source.ToString());
            }

            foreach (var unit in group.Units)
            {
                Append("unit", unit.Code, unit.Name);
                foreach (var point in unit.Points.Values)
                {
                    Append(point.Criterion.Code, Text(point.MaxPoints), Text(point.Points), point.Applicable ? "1" : "0");
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // Texts hold no control characters, so these cannot be confused with content.
        void Append(params ReadOnlySpan<string> values) => hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\u001f', values) + '\u001e'));

        // 28 places: 5.10 and 5.1 are one number.
        static string Text(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>The campaign as a result, ranked; points without rules, and no classes.</summary>
    public ArchivedResult ToResult() => new()
    {
        CampaignCode = code,
        CampaignName = name,
        Year = year,
        Engine = ScoringEngine.Version,
        Groups = [.. _groups.Values.Select(group => Computation.Compute(group.ToArchived()))],
    };
}

public sealed class ImportedGroup(string code, string name, int line)
{
    private readonly Dictionary<string, ImportedCriterion> _criteria = new(StringComparer.Ordinal);

    public string Code => code;
    public string Name => name;
    public int Line => line;
    public IReadOnlyCollection<ImportedCriterion> Criteria => _criteria.Values;
    public List<ImportedUnit> Units { get; } = [];

    /// <summary>The known criterion, or a new one.</summary>
    public ImportedCriterion Criterion(string criterionCode, string criterionName, string fieldCode, string fieldName, PointSource source, int atLine)
    {
        if (!_criteria.TryGetValue(criterionCode, out var criterion))
        {
            _criteria[criterionCode] = criterion = new ImportedCriterion(criterionCode, criterionName, fieldCode, fieldName, source, atLine);
        }

        return criterion;
    }

    /// <summary>A field's node stands before the first of its criteria; a criterion may bear the code of its field.</summary>
    public ArchivedGroup ToArchived() => new()
    {
        Code = code,
        Name = name,
        Settings = new GroupSettings { SurveyHeld = true, ClassBands = [], TieBreakers = [], Awards = 0 },
        Criteria = [.. _criteria.Values.GroupBy(criterion => criterion.FieldCode, StringComparer.Ordinal).SelectMany(field => field.Select(ToLeaf).Prepend(ToField(field.First())))],
        Units = [.. Units.Select(unit => unit.ToArchived())],
    };

    private static ArchivedCriterion ToField(ImportedCriterion criterion) => new() { Code = criterion.FieldCode, Name = criterion.FieldName, Depth = 0 };

    private static ArchivedCriterion ToLeaf(ImportedCriterion criterion) => new()
    {
        Code = criterion.Code,
        ParentCode = criterion.FieldCode,
        Name = criterion.Name,
        Depth = 1,
        Leaf = new ArchivedLeaf { Kind = LeafKind.Ordinary, Source = criterion.Source, FieldCode = criterion.FieldCode },
    };
}

public sealed record ImportedCriterion(string Code, string Name, string FieldCode, string FieldName, PointSource Source, int Line);

public sealed class ImportedUnit(ImportedGroup group, string code, string name, int line)
{
    public ImportedGroup Group => group;
    public string Code => code;
    public string Name => name;
    public int Line => line;

    /// <summary>By criterion code.</summary>
    public Dictionary<string, ImportedPoint> Points { get; } = new(StringComparer.Ordinal);

    public ArchivedUnit ToArchived() => new()
    {
        Code = code,
        Name = name,
        Scores =
        [
            .. Points.Values.Select(point => new ArchivedScore
            {
                Leaf = point.Criterion.Code,
                Source = point.Criterion.Source,
                Kind = LeafKind.Ordinary,
                Max = point.MaxPoints,
                Points = point.Points,
                Applicable = point.Applicable,
                Final = true,
            }),
        ],
    };
}

public sealed record ImportedPoint(ImportedCriterion Criterion, decimal MaxPoints, decimal? Points, bool Applicable);
