using System.Globalization;
using System.Text.RegularExpressions;

namespace CCHC.Fuzzing;

/// <summary>What came back. A status of 0: nothing did, and <paramref name="Body"/> says why.</summary>
public sealed record Reply(int Status, string? MediaType, string Body, TimeSpan Elapsed);

/// <summary>What no answer may be or say, whatever was asked.</summary>
public static partial class Judgement
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static string? Of(Reply reply) => reply switch
    {
        { Status: 0 } => $"no answer: {reply.Body}",
        { Status: >= 500 } => string.Create(CultureInfo.InvariantCulture, $"answer {reply.Status}"),
        _ when reply.Elapsed > Longest => string.Create(CultureInfo.InvariantCulture, $"{reply.Elapsed.TotalSeconds:0.0} s"),
        _ when Inside().Match(reply.Body) is { Success: true } match => $"tells of the inside: {match.Value}",
        _ => null,
    };

    /// <summary>A line of a stack trace, the name of a .NET exception or of our code, a statement or a message of PostgreSQL.</summary>
    [GeneratedRegex(
        @"\bat (?:System|Microsoft|Npgsql|CCHC|MassTransit|Yarp)\.[\w.`<>]+\(|\b(?:System|Microsoft|Npgsql|MassTransit)\.\w[\w.]*Exception\b|\b\w+Exception:|\.cs:line \d|\bCCHC\.\w+\.\w+\.\w+|\bSELECT\b[^.]{1,200}\bFROM\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|\bDELETE FROM \w|SQLSTATE|\b(?:22|23|40|42)[0-9A-Z]{3}: |relation ""|violates \w+|Host=\S+;",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Inside();
}

/// <summary>A request that was answered as none may be.</summary>
public sealed record Finding(string Service, int Seed, Shot Shot, Reply Reply, string Why)
{
    /// <summary>By which findings are taken for the same.</summary>
    public string Kind => $"{Shot.Route} {Why}";

    public override string ToString()
    {
        var headers = string.Concat(Shot.Headers.Select(header => $"\n    {header.Name}: {Short(header.Value)}"));
        return $"""
            {Why}: {Shot.Route.Method} {Short(Shot.PathAndQuery)}
                as {Shot.Role}, {Shot.What}; number {Shot.Number}: ./cchc fuzz --service {Service} --seed {Seed} --only {Shot.Number}{headers}
                {Shot.BodyText()}
                → {Reply.Status} after {Reply.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms: {Short(Reply.Body)}
            """;
    }

    private static string Short(string text) => text.Length > 1500 ? text[..1500] + "…" : text;
}
