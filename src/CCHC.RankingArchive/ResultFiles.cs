using System.Security.Cryptography;
using System.Text;
using CCHC.Scoring;

namespace CCHC.RankingArchive;

/// <summary>A file of the archive.</summary>
public sealed record ArchiveFile(string Name, byte[] Content)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));
}

/// <summary>A result as files that people and programs can read, each in one form only.</summary>
public static class ResultFiles
{
    public const string Settings = "settings.json";
    public const string Criteria = "criteria.json";
    public const string Scores = "scores.csv";
    public const string Results = "results.csv";
    public const string Groups = "groups.csv";
    public const string Surveys = "surveys.csv";
    public const string Evidence = "evidence.csv";

    /// <summary>Where the head of some unit has another class than the unit.</summary>
    public const string Heads = "heads.csv";

    /// <summary>Grows when the files are laid out in another way.</summary>
    public const int Format = 1;

    internal const string ScoresHeader = "group,unit,leaf,source,kind,max,points,applicable,final";
    internal const string ResultsHeader =
        "group,unit,unitName,rank,shared,index,points,maxPoints,appraised,survey,external,bonus,penalty,class,awarded,lastYearIndex";

    private const string GroupsHeader = "group,groupName,units,ranked,mean";
    private const string SurveysHeader = "group,unit,leaf,answers,standardError";
    private const string EvidenceHeader = "group,unit,leaf,sha256";
    private const string HeadsHeader = "group,unit,class,reason";

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<ArchiveFile> Write(ArchivedResult result)
    {
        var scores = result.Groups.SelectMany(group => group.Units.SelectMany(unit => unit.Scores.Select(score => (Group: group, Unit: unit, Score: score)))).ToList();
        var heads = result.Groups.SelectMany(group => group.Units.Where(unit => unit.Head is not null).Select(unit => Csv.Row(group.Code, unit.Code, unit.Head!.Class, unit.Head.Reason))).ToList();
        return
        [
            new(Criteria, CanonicalJson.Write(new CriteriaFile([.. result.Groups.Select(group => new GroupCriteria(group.Code, group.Set, group.Criteria))]))),
            new(Evidence, Csv.Write(EvidenceHeader, scores.SelectMany(x => x.Score.Evidence.Select(hash => Csv.Row(x.Group.Code, x.Unit.Code, x.Score.Leaf, hash))))),
            new(Groups, Csv.Write(GroupsHeader, result.Groups.Select(group => Csv.Row(
                group.Code, group.Name, Text(group.Units.Count), Text(group.Units.Count(unit => unit.Place.Rank is not null)), Exact.Text(group.Mean))))),
            .. heads.Count == 0 ? Array.Empty<ArchiveFile>() : [new(Heads, Csv.Write(HeadsHeader, heads))],
            new(Results, Csv.Write(ResultsHeader, result.Groups.SelectMany(group => group.Units.Select(unit => ResultRow(group, unit))))),
            new(Scores, Csv.Write(ScoresHeader, scores.Select(x => ScoreRow(x.Group, x.Unit, x.Score)))),
            new(Settings, CanonicalJson.Write(new SettingsFile(
                Format, result.Engine, result.CampaignCode, result.CampaignName, result.Year,
                [.. result.Groups.Select(group => new GroupInSettings(group.Code, group.Name, group.Settings))]))),
            new(Surveys, Csv.Write(SurveysHeader, scores.Where(x => x.Score.Answers is not null).Select(x => Csv.Row(
                x.Group.Code, x.Unit.Code, x.Score.Leaf, Text(x.Score.Answers!.Value), Exact.Text(x.Score.StandardError))))),
        ];
    }

    /// <exception cref="InvalidDataException">The files are not laid out as <see cref="Write"/> lays them out.</exception>
    public static ArchivedResult Read(IReadOnlyList<ArchiveFile> files)
    {
        var settings = CanonicalJson.Read<SettingsFile>(ContentOf(files, Settings), Settings);
        if (settings.Format != Format)
        {
            throw new InvalidDataException($"{Settings}: format {settings.Format} is not known; this program reads format {Format}");
        }

        var criteria = CanonicalJson.Read<CriteriaFile>(ContentOf(files, Criteria), Criteria).Groups.ToDictionary(group => group.Group, StringComparer.Ordinal);
        var evidence = Csv.Read(ContentOf(files, Evidence), Evidence, EvidenceHeader).ToLookup(row => (row[1], row[2]), row => row[3]);
        var surveys = Csv.Read(ContentOf(files, Surveys), Surveys, SurveysHeader).ToLookup(row => (row[1], row[2]));
        var scores = Csv.Read(ContentOf(files, Scores), Scores, ScoresHeader).ToLookup(row => (row[0], row[1]));
        var results = Csv.Read(ContentOf(files, Results), Results, ResultsHeader).ToLookup(row => row[0], StringComparer.Ordinal);
        var heads = (files.Any(file => file.Name == Heads) ? Csv.Read(ContentOf(files, Heads), Heads, HeadsHeader) : []).ToLookup(row => (row[0], row[1]), row => new HeadClass(row[2], row[3]));
        var means = Csv.Read(ContentOf(files, Groups), Groups, GroupsHeader).ToLookup(row => row[0], StringComparer.Ordinal);
        return new ArchivedResult
        {
            CampaignCode = settings.Campaign,
            CampaignName = settings.CampaignName,
            Year = settings.Year,
            Engine = settings.Engine,
            Groups =
            [
                .. settings.Groups.Select(group => new ArchivedGroup
                {
                    Code = group.Code,
                    Name = group.Name,
                    Settings = group.Settings,
                    Set = criteria.GetValueOrDefault(group.Code)?.Set,
                    Criteria = criteria.GetValueOrDefault(group.Code)?.Criteria ?? throw new InvalidDataException($"{Criteria}: group {group.Code} is missing"),
                    Mean = means[group.Code].FirstOrDefault() is { } mean ? mean.Number(4) : throw new InvalidDataException($"{Groups}: group {group.Code} is missing"),
                    Units = [.. results[group.Code].Select(row => ToUnit(row, [.. scores[(group.Code, row[1])].Select(score => ToScore(score, surveys, evidence))]) with { Head = heads[(group.Code, row[1])].SingleOrDefault() })],
                }),
            ],
        };
    }

    /// <summary>SHA-256 over the names and hashes of the files, as <c>sha256sum</c> prints them: equal for equal results.</summary>
    public static string Hash(IEnumerable<ArchiveFile> files) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => $"{file.Sha256}  {file.Name}\n")))));

    internal static string HashOf(string row) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row)));

    internal static byte[] ContentOf(IReadOnlyList<ArchiveFile> files, string name) =>
        files.FirstOrDefault(file => file.Name == name)?.Content ?? throw new InvalidDataException($"{name}: the file is missing");

    internal static string ScoreRow(ArchivedGroup group, ArchivedUnit unit, ArchivedScore score) => Csv.Row(
        group.Code, unit.Code, score.Leaf, Text(score.Source), Text(score.Kind), Exact.Text(score.Max), Exact.Text(score.Points), Text(score.Applicable), Text(score.Final));

    internal static string ResultRow(ArchivedGroup group, ArchivedUnit unit)
    {
        var place = unit.Place;
        return Csv.Row(
            group.Code, unit.Code, unit.Name, place.Rank is { } rank ? Text(rank) : "", Text(place.Shared), Exact.Text(place.Index), Exact.Text(place.Points), Exact.Text(place.MaxPoints),
            Exact.Text(place.Appraised), Exact.Text(place.Survey), Exact.Text(place.External), Exact.Text(place.Bonus), Exact.Text(place.Penalty), place.Class ?? "",
            Text(place.Awarded), Exact.Text(unit.LastYearIndex));
    }

    private static ArchivedUnit ToUnit(CsvRow row, IReadOnlyList<ArchivedScore> scores) => new()
    {
        Code = row[1],
        Name = row[2],
        LastYearIndex = row.Number(15),
        Scores = scores,
        Place = new UnitPlace
        {
            Rank = row.Whole(3),
            Shared = row.Flag(4),
            Index = row.Number(5),
            Points = row.Needed(row.Number(6), 6),
            MaxPoints = row.Needed(row.Number(7), 7),
            Appraised = row.Needed(row.Number(8), 8),
            Survey = row.Needed(row.Number(9), 9),
            External = row.Needed(row.Number(10), 10),
            Bonus = row.Needed(row.Number(11), 11),
            Penalty = row.Needed(row.Number(12), 12),
            Class = row[13].Length == 0 ? null : row[13],
            Awarded = row.Flag(14),
        },
    };

    private static ArchivedScore ToScore(CsvRow row, ILookup<(string, string), CsvRow> surveys, ILookup<(string, string), string> evidence)
    {
        var survey = surveys[(row[1], row[2])].FirstOrDefault();
        return new ArchivedScore
        {
            Leaf = row[2],
            Source = row.Name<PointSource>(3),
            Kind = row.Name<LeafKind>(4),
            Max = row.Needed(row.Number(5), 5),
            Points = row.Number(6),
            Applicable = row.Flag(7),
            Final = row.Flag(8),
            Answers = survey?.Whole(3),
            StandardError = survey?.Number(4),
            Evidence = [.. evidence[(row[1], row[2])]],
        };
    }

    private static string Text(int value) => Exact.Text((decimal)value);

    private static string Text(bool value) => value ? "true" : "false";

    private static string Text(Enum value)
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private sealed record SettingsFile(int Format, string Engine, string Campaign, string CampaignName, int Year, IReadOnlyList<GroupInSettings> Groups);

    private sealed record GroupInSettings(string Code, string Name, GroupSettings Settings);

    private sealed record CriteriaFile(IReadOnlyList<GroupCriteria> Groups);

    private sealed record GroupCriteria(string Group, ArchivedSet? Set, IReadOnlyList<ArchivedCriterion> Criteria);
}
