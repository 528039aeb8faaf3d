using System.Text.Json;

namespace CCHC.SingleSignOn;

/// <summary>Who the provider says has signed in.</summary>
/// <param name="Issuer">The provider; only together with it does the subject tell a person.</param>
/// <param name="Subject">Never given to anybody else there.</param>
/// <param name="Claims">By name.</param>
public sealed record Person(string Issuer, string Subject, IReadOnlyDictionary<string, JsonElement> Claims)
{
    public string? Text(string? claim) =>
        claim is not null && Claims.TryGetValue(claim, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Of a claim that is a list, or a single text.</summary>
    public IReadOnlyList<string> Texts(string? claim) =>
        claim is null || !Claims.TryGetValue(claim, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : Text(claim) is { } single ? [single]
        : [];
}
