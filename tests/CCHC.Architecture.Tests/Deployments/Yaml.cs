using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace CCHC.Architecture.Tests.Deployments;

/// <summary>Documents of YAML as JSON, every scalar as a text; <c>&lt;&lt;</c> is merged.</summary>
internal static class Yaml
{
    public static IReadOnlyList<JsonObject> Read(string path) => Parse(File.ReadAllText(path));

    public static IReadOnlyList<JsonObject> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => (JsonObject)Convert(document.RootNode)!)];
    }

    /// <summary>The node at the end of this way, null where it leads nowhere.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => (node.At(path) as JsonValue)?.GetValue<string>();

    public static IEnumerable<JsonNode> Items(this JsonNode? node, params ReadOnlySpan<string> path) => (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject ?? [];

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Convert(mapping),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Convert)]),
        _ => JsonValue.Create(((YamlScalarNode)node).Value ?? ""),
    };

    private static JsonObject Convert(YamlMappingNode mapping)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.OrderBy(member => ((YamlScalarNode)member.Key).Value != "<<"))
        {
            if (((YamlScalarNode)key).Value is "<<")
            {
                foreach (var (name, inherited) in ((JsonObject)Convert(value)!).ToList())
                {
                    result[name] = inherited?.DeepClone();
                }
            }
            else
            {
                result[((YamlScalarNode)key).Value!] = Convert(value);
            }
        }

        return result;
    }
}
