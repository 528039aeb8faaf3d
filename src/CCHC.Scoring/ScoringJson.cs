using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CCHC.Scoring;

/// <summary>How rules and data are written as JSON, in HTTP, in events and in PostgreSQL's jsonb alike.</summary>
public static class ScoringJson
{
    /// <summary>Web defaults with <see cref="Configure"/> applied; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Lets other options read and write rules: <c>kind</c> may stand anywhere, for jsonb reorders keys; enums are camelCase text.</summary>
    /// <remarks>An unknown or absent <c>kind</c> is a <see cref="JsonException"/>; anything else left out shows in <see cref="Scorer.Problems"/>.</remarks>
    public static void Configure(JsonSerializerOptions options)
    {
        options.AllowOutOfOrderMetadataProperties = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseMissingKind);
    }

    // Left alone, a missing kind is a NotSupportedException, which a web host takes for its own fault (500) and not the caller's (400).
    private static void RefuseMissingKind(JsonTypeInfo type)
    {
        if (type.Type == typeof(ScoringRule) || type.Type == typeof(BandValue))
        {
            type.CreateObject = () => throw new JsonException($"A {type.Type.Name} needs a kind.");
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
