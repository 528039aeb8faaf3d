using System.Globalization;
using System.Text.RegularExpressions;

namespace CCHC.Architecture.Tests;

/// <summary>The checklist of docs/security.md is whole, names only tests and files that there are, and counts itself rightly.</summary>
public sealed partial class SecurityChecklistTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));

    private static readonly IReadOnlyList<Line> Lines =
    [
        .. LineOfTable().Matches(Document).Select(match => new Line(match.Groups["id"].Value, match.Groups["what"].Value, match.Groups["shown"].Value)),
    ];

    private static readonly HashSet<string> Tests = new(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal)).SelectMany(path => TestsOf(File.ReadAllText(path))),
        StringComparer.Ordinal);

    private enum Kind
    {
        Test,
        Document,
        NotApplicable,
        Open,
    }

    [Fact]
    public void Every_requirement_of_levels_1_and_2_has_one_line()
    {
        var required = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "CCHC.Architecture.Tests", "asvs.txt"));
        Assert.Equal(253, required.Length);
        Assert.Equal(required, Lines.Select(line => line.Id));
    }

    [Fact]
    public void Every_line_says_in_a_few_words_what_is_asked_and_names_what_shows_it()
    {
        Assert.Empty(Lines.Where(line => line.What.Split(' ').Length > 12).Select(line => line.Id));
        Assert.Empty(Lines.Where(line => line.Kind switch { Kind.Test => !line.Tests.Any(), Kind.Document => !line.Files.Any(), _ => !line.Shown.Contains(": ", StringComparison.Ordinal) }).Select(line => line.Id));
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        Assert.Contains("SecurityChecklistTests.Every_test_that_is_named_exists", Tests);
        Assert.Empty(Lines.SelectMany(line => line.Tests).Except(Tests, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_that_is_named_exists() =>
        Assert.All(Lines.SelectMany(line => line.Files), file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), file));

    [Fact]
    public void The_summary_counts_what_the_tables_say()
    {
        var written = LineOfSummary().Matches(Document).Select(match => (match.Groups["chapter"].Value, match.Groups["counts"].Value));
        var counted = Lines.GroupBy(line => line.Id.Split('.')[0], StringComparer.Ordinal).Append(Lines.GroupBy(_ => "All", StringComparer.Ordinal).Single())
            .Select(chapter => (chapter.Key, string.Join(" | ", Enum.GetValues<Kind>().Select(kind => chapter.Count(line => line.Kind == kind).ToString(CultureInfo.InvariantCulture)))));
        Assert.Equal(counted, written);
    }

    /// <summary>The test classes of a file, and their tests as <c>Class.Method</c>.</summary>
    private static IEnumerable<string> TestsOf(string source)
    {
        var classes = TestClass().Matches(source);
        return classes.Select(match => match.Groups["name"].Value).Concat(TestMethod().Matches(source)
            .Where(method => classes.Any(match => match.Index < method.Index))
            .Select(method => $"{classes.Last(match => match.Index < method.Index).Groups["name"].Value}.{method.Groups["name"].Value}"));
    }

    [GeneratedRegex(@"^\| (?<id>V\d+\.\d+\.\d+) \| (?<what>[^|]+) \| (?<shown>[^|]+) \|$", RegexOptions.Multiline, 1000)]
    private static partial Regex LineOfTable();

    [GeneratedRegex(@"^\| (?:\[?(?<chapter>V\d+|All)\b[^|]*) \| (?<counts>\d+ \| \d+ \| \d+ \| \d+) \|$", RegexOptions.Multiline, 1000)]
    private static partial Regex LineOfSummary();

    [GeneratedRegex(@"\bclass (?<name>\w+Tests)\b", RegexOptions.None, 1000)]
    private static partial Regex TestClass();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b.*?public (?:async )?(?:Task|void) (?<name>\w+)\(", RegexOptions.Singleline, 1000)]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"`(?<name>\w+Tests(?:\.\w+)?)`", RegexOptions.None, 1000)]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"`(?<name>\.ci/run|[\w./-]+\.(?:cs|md|razor|js|mjs|props|sql|txt))`", RegexOptions.None, 1000)]
    private static partial Regex NamedFile();

    private sealed record Line(string Id, string What, string Shown)
    {
        public Kind Kind { get; } = Shown switch
        {
            _ when Shown.StartsWith("**open**: ", StringComparison.Ordinal) => Kind.Open,
            _ when Shown.StartsWith("not applicable: ", StringComparison.Ordinal) => Kind.NotApplicable,
            _ when Shown.StartsWith("document: ", StringComparison.Ordinal) => Kind.Document,
            _ => Kind.Test,
        };

        public IEnumerable<string> Tests => NamedTest().Matches(Shown).Select(match => match.Groups["name"].Value);

        public IEnumerable<string> Files => NamedFile().Matches(Shown).Select(match => match.Groups["name"].Value);
    }
}
