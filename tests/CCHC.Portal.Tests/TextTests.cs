using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

public sealed partial class TextTests
{
    public static TheoryData<string> Sources() =>
        [.. Directory.EnumerateFiles(Portal(), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".razor" or ".cs" && !IsBuilt(path))
            .Select(path => Path.GetRelativePath(Portal(), path))];

    [Theory]
    [MemberData(nameof(Sources))]
    public void What_people_read_stands_in_resource_files(string source)
    {
        var lines = File.ReadLines(Path.Combine(Portal(), source))
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.TrimStart().StartsWith("@*", StringComparison.Ordinal))
            .Select(line => Comment().Replace(line, ""));

        Assert.DoesNotContain(lines, line => VietnameseLetter().IsMatch(line));
    }

    private static bool IsBuilt(string path) =>
        Path.GetRelativePath(Portal(), path).Split(Path.DirectorySeparatorChar)[0] is "obj" or "bin" or "node_modules" or "wwwroot";

    private static string Portal([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../src/CCHC.Portal"));

    [GeneratedRegex("(?<!:)//.*$", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("[\u00C0-\u00FF\u0102\u0103\u0110\u0111\u01A0\u01A1\u01AF\u01B0\u1EA0-\u1EF9-[\u00D7]]", RegexOptions.None, 1000)]
    private static partial Regex VietnameseLetter();
}
