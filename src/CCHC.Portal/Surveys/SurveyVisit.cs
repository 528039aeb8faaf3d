using System.Globalization;

namespace CCHC.Portal.Surveys;

/// <summary>What the pages of one filling-in hand on to each other in hidden fields; the server keeps nothing of it, and no cookie does.</summary>
/// <param name="Code">Of the address.</param>
public sealed record SurveyVisit(string Code)
{
    private const int LongestKey = 64;

    /// <summary>On a device that many people use one after another.</summary>
    public bool Kiosk { get; init; }

    /// <summary>Whoever asked for more time on a kiosk has ten times as much.</summary>
    public bool Unhurried { get; init; }

    public string? Language { get; init; }

    /// <summary>The unit that the address names, at whose counter the kiosk stands.</summary>
    public string? FixedUnit { get; init; }

    public string? UnitCode { get; init; }

    /// <summary>Random; a form that is sent twice counts once.</summary>
    public string Key { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>When the consent was given, in seconds since 1970; whoever changes it deceives only the hint that a form was rushed.</summary>
    public long? BeganAt { get; init; }

    public string Address => $"/khao-sat/{Uri.EscapeDataString(Code)}";

    /// <summary>For the next person, so in Vietnamese.</summary>
    public string StartAddress => AddressIn(language: null);

    public string ThanksAddress => $"{Address}/cam-on{Query(Language)}";

    public IEnumerable<(string Name, string Value)> Fields
    {
        get
        {
            (string Name, string? Value)[] all =
            [
                ("key", Key),
                ("batDau", BeganAt?.ToString(CultureInfo.InvariantCulture)),
                ("kiosk", Kiosk ? "1" : null),
                ("lau", Unhurried ? "1" : null),
                ("ngonNgu", Language),
                ("donViCho", FixedUnit),
            ];
            return all.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => (one.Name, one.Value!));
        }
    }

    public static SurveyVisit Read(string code, IQueryCollection query) => new(code)
    {
        Kiosk = query["kiosk"] == "1",
        Language = One(query["ngonNgu"]),
        FixedUnit = One(query["donVi"]),
        UnitCode = One(query["donVi"]),
    };

    public static SurveyVisit Read(string code, IFormCollection fields)
    {
        var visit = new SurveyVisit(code)
        {
            Kiosk = fields["kiosk"] == "1",
            Unhurried = fields["lau"] == "1",
            Language = One(fields["ngonNgu"]),
            FixedUnit = One(fields["donViCho"]),
            UnitCode = One(fields["donVi"]),
            BeganAt = long.TryParse(fields["batDau"], CultureInfo.InvariantCulture, out var seconds) ? seconds : null,
        };
        return One(fields["key"]) is { Length: <= LongestKey } key ? visit with { Key = key } : visit;
    }

    /// <summary>How long a kiosk waits for the next deed before it goes back to the start: two minutes, for many questions twenty seconds each.</summary>
    public TimeSpan Patience(int questions = 0)
    {
        var usual = TimeSpan.FromMinutes(Math.Clamp((questions + 2) / 3, 2, 30));
        return Unhurried ? usual * 10 : usual;
    }

    public string AddressIn(string? language) => Address + Query(language);

    /// <summary>From the consent until now; null when that cannot be true.</summary>
    public int? SecondsUntil(DateTimeOffset now) => BeganAt is { } began && now.ToUnixTimeSeconds() - began is >= 0 and <= 7 * 24 * 3600 and var seconds ? (int)seconds : null;

    private string Query(string? language) => QueryString.Create(
        new[] { KeyValuePair.Create("kiosk", Kiosk ? "1" : null), KeyValuePair.Create("donVi", FixedUnit), KeyValuePair.Create("ngonNgu", language) }
            .Where(part => !string.IsNullOrEmpty(part.Value))).ToString();

    private static string? One(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
