using System.Text.RegularExpressions;

namespace CCHC.Architecture.Tests;

/// <summary>What scripts in the browser do not do, read from their sources.</summary>
public sealed partial class ScriptTests
{
    /// <summary>Places where the name of a member is computed: none can be <c>__proto__</c> of something that others share.</summary>
    private static readonly string[] Computed =
    [
        "sheet.js shortcuts[`Key${key}`]", // begins with Key
        "tablet-screens.mjs draft.answers[key]", // of one draft, which only has values; a question's code
        "tablet-screens.mjs stack[stack.length - 1]", // a number
    ];

    private static readonly IReadOnlyList<(string Name, string Text)> Scripts =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "CCHC.Portal", "Assets"), "*.*js")
            .Where(path => Path.GetFileName(path) != "build.mjs").Select(path => (Path.GetFileName(path), File.ReadAllText(path))),
    ];

    [Fact]
    public void No_name_that_came_from_outside_reaches_what_all_objects_share()
    {
        Assert.True(Scripts.Count > 15);
        Assert.Equal(Computed, Scripts.SelectMany(script => Assignment().Matches(script.Text).Select(match => $"{script.Name} {match.Groups["member"].Value}")).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Scripts, script => Assert.DoesNotMatch(Shared(), script.Text));
    }

    [GeneratedRegex(@"(?<member>[\w.]+\[(?!['""\d])[^\]\n]*\])\s*(\?\?|\|\|)?=(?![=>])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assignment();

    /// <summary>Merging what is not written there, and prototypes.</summary>
    [GeneratedRegex(@"Object\.assign\(\w+, (?!\{)|__proto__|\.prototype\b|\bfor \((const|let|var) \w+ in\b|Reflect\.set\b|setPrototypeOf|defineProperty", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shared();
}
