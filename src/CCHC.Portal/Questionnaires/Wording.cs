using System.Text.Json;
using System.Text.Json.Serialization;

namespace CCHC.Portal.Questionnaires;

/// <summary>A text in the languages of the questionnaire, as the service reads and writes it: Vietnamese alone as a string, else an object by language.</summary>
[JsonConverter(typeof(WordingConverter))]
public sealed record Wording(IReadOnlyDictionary<string, string> Texts)
{
    public const string First = "vi";

    public static Wording Empty { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    public string Vietnamese => In(First);

    public bool IsEmpty => Texts.Count == 0;

    public static Wording Of(string vietnamese) => Of([new(First, vietnamese)]);

    /// <summary>Languages without a text are left out.</summary>
    public static Wording Of(IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.Where(text => !string.IsNullOrWhiteSpace(text.Value)).ToDictionary(text => text.Key, text => text.Value.ReplaceLineEndings("\n").Trim(), StringComparer.Ordinal));

    /// <summary>Nothing where there is no wording in the language.</summary>
    public string In(string language) => Texts.GetValueOrDefault(language) ?? "";

    public Wording Without(string language) => Of(Texts.Where(text => text.Key != language));

    /// <summary>An optional text.</summary>
    public Wording? OrNull() => IsEmpty ? null : this;
}

internal sealed class WordingConverter : JsonConverter<Wording>
{
    public override Wording Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
        ? Wording.Of(reader.GetString()!)
        : Wording.Of(JsonSerializer.Deserialize<Dictionary<string, string?>>(ref reader, options)!.Select(text => KeyValuePair.Create(text.Key, text.Value ?? "")));

    public override void Write(Utf8JsonWriter writer, Wording value, JsonSerializerOptions options)
    {
        if (value.Texts.Keys.All(language => language == Wording.First))
        {
            writer.WriteStringValue(value.Vietnamese);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Texts, options);
        }
    }
}
