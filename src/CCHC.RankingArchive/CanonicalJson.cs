using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CCHC.Scoring;

namespace CCHC.RankingArchive;

/// <summary>
/// JSON in one form only: UTF-8, no white space, members in the order of their code units, nothing that is null, numbers as plain exact decimals
/// without trailing zeros. RFC 8785 but for the numbers, which there are binary.
/// </summary>
public static class CanonicalJson
{
    internal static JsonSerializerOptions Options { get; } = CreateOptions();

    public static byte[] Write<T>(T value)
    {
        using var document = JsonSerializer.SerializeToDocument(value, Options);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(document.RootElement, writer);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">It is not what the file must hold.</exception>
    public static T Read<T>(byte[] json, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidDataException($"{file}: empty");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file}: not readable at {exception.Path}, line {exception.LineNumber + 1}", exception);
        }
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Exact.Text(decimal.Parse(element.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture)));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(ScoringJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>Decimals as text: all their digits, no trailing zeros, a point.</summary>
internal static class Exact
{
    public static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    public static string Text(decimal? value) => value is { } known ? Text(known) : "";
}
