using System.Text.Json;
using System.Text.Json.Serialization;

namespace CCHC.Survey.Questionnaires;

/// <summary>A text in the languages of the questionnaire; as JSON a text alone (Vietnamese) or an object by language.</summary>
[JsonConverter(typeof(WordingConverter))]
public sealed class Wording : IEquatable<Wording>
{
    private readonly SortedDictionary<string, string> _byLanguage;

    public Wording(IEnumerable<KeyValuePair<string, string>> byLanguage) =>
        _byLanguage = new SortedDictionary<string, string>(byLanguage.ToDictionary(text => text.Key, text => text.Value.Normalize().Trim(), StringComparer.Ordinal), StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> ByLanguage => _byLanguage;

    public string Vietnamese => In(Questionnaire.Vietnamese);

    public static implicit operator Wording(string vietnamese) => new([new(Questionnaire.Vietnamese, vietnamese)]);

    /// <summary>In Vietnamese where there is no wording in the language.</summary>
    public string In(string language) =>
        _byLanguage.GetValueOrDefault(language) is { Length: > 0 } text ? text : _byLanguage.GetValueOrDefault(Questionnaire.Vietnamese) ?? "";

    public bool Equals(Wording? other) => other is not null && _byLanguage.SequenceEqual(other._byLanguage);

    public override bool Equals(object? obj) => Equals(obj as Wording);

    public override int GetHashCode() => Vietnamese.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Vietnamese;
}

internal sealed class WordingConverter : JsonConverter<Wording>
{
    public override Wording Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
        ? reader.GetString()!
        : new Wording(JsonSerializer.Deserialize<Dictionary<string, string?>>(ref reader, options)!.Select(text => new KeyValuePair<string, string>(text.Key, text.Value ?? "")));

    public override void Write(Utf8JsonWriter writer, Wording value, JsonSerializerOptions options)
    {
        if (value.ByLanguage.Keys.All(language => language == Questionnaire.Vietnamese))
        {
            writer.WriteStringValue(value.Vietnamese);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.ByLanguage, options);
        }
    }
}
