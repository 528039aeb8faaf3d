using System.Text.RegularExpressions;
using CCHC.Testing.Installations;

namespace CCHC.Chaos.Invariants;

/// <summary>What the host says about processes that ended: one that nobody ended has crashed.</summary>
public sealed partial class HostLog(Installation system)
{
    private int _read;

    /// <summary>The names of resources that ended since the last call.</summary>
    public IReadOnlyList<string> Ended()
    {
        var lines = system.Log("host");
        var news = lines.Count >= _read ? lines.Skip(_read) : lines; // a host that was started again begins a new one
        _read = lines.Count;
        return [.. news.Select(line => Ending().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];
    }

    [GeneratedRegex("^(?<name>[a-z0-9-]+) ended with exit code", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ending();
}
