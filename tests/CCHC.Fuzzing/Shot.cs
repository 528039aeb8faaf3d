using System.Globalization;
using System.Text;

namespace CCHC.Fuzzing;

/// <summary>A request, ready to be sent.</summary>
public sealed record Shot(int Number, string Role, Route Route, string PathAndQuery, IReadOnlyList<(string Name, string Value)> Headers, string? MediaType, byte[]? Body, string What)
{
    public string Path => PathAndQuery.Split('?')[0];

    /// <summary>The body as text where it is short text, else its length.</summary>
    public string BodyText()
    {
        if (Body is null)
        {
            return "(no body)";
        }

        var start = Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 2000));
        return $"{MediaType} {(Body.Length > 2000 ? string.Create(CultureInfo.InvariantCulture, $"({Body.Length} bytes) ") : "")}{start}";
    }
}
