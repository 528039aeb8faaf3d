using System.Text.Json.Serialization;

namespace CCHC.Survey.Submissions;

/// <summary>The answer to one question, as it is stored: one of options, number and text.</summary>
public sealed record GivenAnswer
{
    [JsonPropertyName("q")]
    public required string Question { get; init; }

    /// <summary>The unit it is about; null for a question that is asked once.</summary>
    [JsonPropertyName("u"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? UnitId { get; init; }

    [JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Options { get; init; }

    [JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Number { get; init; }

    [JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [JsonIgnore]
    public bool IsEmpty => Options is not { Count: > 0 } && Number is null && string.IsNullOrWhiteSpace(Text);

    /// <summary>What was answered, for comparing two entries and for lists.</summary>
    [JsonIgnore]
    public string Raw => Options is { } chosen
        ? string.Join(';', chosen)
        : Number?.ToString("G29", System.Globalization.CultureInfo.InvariantCulture) ?? Text ?? "";
}
