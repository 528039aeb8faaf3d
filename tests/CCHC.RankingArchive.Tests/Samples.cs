using System.Security.Cryptography;
using System.Text;
using CCHC.Scoring;

namespace CCHC.RankingArchive.Tests;

/// <summary>
/// A small result: 1.1 (max 50) appraised, 1.2 (max 30) survey, 2.1 (max 20) external, DT (max 3) bonus. By hand: a has 40 + 21 + 15 + 1 = 77 of 100;
/// b and c have 75 each and the same appraised points, last year's index puts c first; d owes points and has no index.
/// </summary>
internal static class Samples
{
    public static PublicationNote Note { get; } = new("CCHC-2024", 0, new DateTimeOffset(2026, 11, 30, 1, 0, 0, TimeSpan.Zero), DecisionNumber: "482/QĐ-UBND");

    public static ArchivedResult Result(int engine = 0) => new()
    {
        CampaignCode = "CCHC-2024",
        CampaignName = "Chỉ số CCHC năm 2024",
        Year = 2024,
        Engine = engine == 0 ? ScoringEngine.Version : $"{engine}.0",
        Groups = [Computation.Compute(Group())],
    };

    public static ArchivedGroup Group() => new()
    {
        Code = "so",
        Name = "Khối sở, ban, ngành",
        Settings = new GroupSettings
        {
            SurveyHeld = true,
            ClassBands = [new ClassBand("Tốt", 77), new ClassBand("Khá", 70)],
            TieBreakers = [TieBreaker.AppraisedPoints, TieBreaker.LastYearIndex],
            BonusCap = 2,
            Awards = 1,
        },
        Set = new ArchivedSet("BTC", "Bộ tiêu chí", 2),
        Criteria =
        [
            new() { Code = "1", Name = "Lĩnh vực một", Depth = 0, MaxPoints = 80 },
            Leaf("1.1", "1", 50, PointSource.Appraised, new RatioBandsRule([new RatioBand(100, true, BandValue.Max), new RatioBand(80, true, BandValue.Linear)])),
            Leaf("1.2", "1", 30, PointSource.Survey, new SurveyRule()),
            new() { Code = "2", Name = "Lĩnh vực hai", Depth = 0, MaxPoints = 20 },
            Leaf("2.1", "2", 20, PointSource.External, new ExternalIndexRule()),
            Leaf("DT", null, 3, PointSource.Appraised, new BonusRule(), LeafKind.Bonus),
        ],
        Units =
        [
            Unit("d", "Sở D", null, 45, 25, 18, 0, final: false),
            Unit("b", "Sở \"B\", cơ sở hai", 80.5m, 41.5m, 20, 13.5m, 0),
            Unit("a", "Sở A", null, 40, 21, 15, 1),
            Unit("c", "Sở C", 81, 41.5m, 20.5m, 13, 0),
        ],
    };

    public static byte[] Archive(ECDsa key, ArchivedResult? result = null) => RankingArchive.Archive.Create(result ?? Result(), Note, key);

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The archive with the text of one file replaced, and zipped anew as anybody could.</summary>
    public static byte[] Changed(byte[] archive, string name, string old, string changed)
    {
        var files = RankingArchive.Archive.Unzip(archive);
        var text = Encoding.UTF8.GetString(files.Single(file => file.Name == name).Content);
        Assert.Contains(old, text, StringComparison.Ordinal);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return RankingArchive.Archive.Zip(files.Select(file => file.Name == name ? new ArchiveFile(name, Encoding.UTF8.GetBytes(text[..at] + changed + text[(at + old.Length)..])) : file));
    }

    private static ArchivedUnit Unit(string code, string name, decimal? lastYear, decimal first, decimal survey, decimal external, decimal bonus, bool final = true) => new()
    {
        Code = code,
        Name = name,
        LastYearIndex = lastYear,
        Scores =
        [
            new() { Leaf = "1.1", Source = PointSource.Appraised, Kind = LeafKind.Ordinary, Max = 50, Points = final ? first : null, Applicable = true, Final = final, Evidence = [new string('7', 64)] },
            new() { Leaf = "1.2", Source = PointSource.Survey, Kind = LeafKind.Ordinary, Max = 30, Points = survey, Applicable = true, Final = true, Answers = 31, StandardError = 2.25m },
            new() { Leaf = "2.1", Source = PointSource.External, Kind = LeafKind.Ordinary, Max = 20, Points = external, Applicable = true, Final = true },
            new() { Leaf = "DT", Source = PointSource.Appraised, Kind = LeafKind.Bonus, Max = 3, Points = bonus, Applicable = true, Final = true },
        ],
    };

    private static ArchivedCriterion Leaf(string code, string? field, decimal max, PointSource source, ScoringRule rule, LeafKind kind = LeafKind.Ordinary) => new()
    {
        Code = code,
        ParentCode = field,
        Name = "Tiêu chí " + code,
        Depth = field is null ? 0 : 1,
        MaxPoints = max,
        Leaf = new ArchivedLeaf { Kind = kind, Source = source, FieldCode = field ?? code, Rule = rule, EvidenceRequired = true, NotApplicableAllowed = true },
    };
}
