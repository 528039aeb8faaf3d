using System.Text.Json;
using System.Text.Json.Nodes;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests.Permissions;

/// <summary>What <c>x-permission</c> says of a route.</summary>
/// <param name="Roles">Any of them; none means every signed-in person.</param>
internal sealed record Permission(string Allows, string Reach, IReadOnlyList<string> Roles, IReadOnlyList<string> During, bool ByField, bool BarsConflicts, bool HiddenFromPublic)
{
    public bool IsOpen => Reach == "Anyone";

    public bool Admits(string role) => IsOpen || Roles.Count == 0 || Roles.Contains(role, StringComparer.Ordinal);
}

/// <summary>One operation of one service's OpenAPI document.</summary>
/// <param name="MediaType">Of the body that it takes; null without one.</param>
/// <param name="Body">JSON that the document allows, with nothing in it that is not demanded.</param>
/// <param name="Permission">Null where the route names none.</param>
internal sealed record ApiRoute(string Service, string Method, string Path, string? MediaType, string? Body, Permission? Permission)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    public static IReadOnlyList<string> Services { get; } = ["identity", "criteria", "assessment", "appraisal", "survey", "ranking"];

    public bool HasParameters => Path.Contains('{', StringComparison.Ordinal);

    public bool Streams => Path.EndsWith("/stream", StringComparison.Ordinal);

    public static async Task<IReadOnlyList<ApiRoute>> AllAsync(Caller caller)
    {
        var routes = new List<ApiRoute>();
        foreach (var service in Services)
        {
            var document = JsonNode.Parse((await caller.GetAsync($"/api/{service}/openapi.json")).GetRawText())!;
            foreach (var (path, operations) in document["paths"]!.AsObject())
            {
                foreach (var (method, operation) in operations!.AsObject().Where(operation => Methods.Contains(operation.Key, StringComparer.Ordinal)))
                {
                    var content = operation!["requestBody"]?["content"]?.AsObject();
                    var json = content?["application/json"]?["schema"];
                    routes.Add(new ApiRoute(
                        service, method.ToUpperInvariant(), path, json is null ? content?.First().Key : "application/json", json is null ? null : new SchemaSample(document).Of(json)?.ToJsonString(),
                        operation["x-permission"].Deserialize<Permission>(JsonSerializerOptions.Web)));
                }
            }
        }

        return routes;
    }

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>The plainest value that a schema of a document allows.</summary>
internal sealed class SchemaSample(JsonNode document)
{
    private const int Deepest = 6;

    public JsonNode? Of(JsonNode schema, int depth = 0)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            return Of(reference.Split('/')[1..].Aggregate(document, (node, name) => node[name]!), depth);
        }

        if ((schema["oneOf"] ?? schema["anyOf"])?.AsArray() is { } choices)
        {
            return Of(choices.First(choice => choice!["type"] is not JsonValue type || type.GetValue<string>() != "null")!, depth);
        }

        if (schema["enum"]?.AsArray() is { } values)
        {
            return values[0]?.DeepClone();
        }

        var types = schema["type"] switch { JsonArray many => [.. many.Select(type => type!.GetValue<string>())], JsonValue one => [one.GetValue<string>()], _ => Array.Empty<string>() };
        return (types.FirstOrDefault(type => type is not ("null" or "string")) ?? types.FirstOrDefault(type => type == "string")) switch
        {
            "integer" => schema["minimum"]?.DeepClone() ?? 1,
            "number" => 1,
            "boolean" => false,
            "array" => depth > Deepest ? [] : new JsonArray(Of(schema["items"]!, depth + 1)),
            "string" => Text(schema),
            _ => Whole(schema, depth),
        };
    }

    private static string Text(JsonNode schema) => schema["format"]?.GetValue<string>() switch
    {
        "uuid" => Guid.Empty.ToString(),
        "date-time" => "2026-11-30T00:00:00Z",
        "date" => "2026-11-30",
        "uri" => "https://van-ban.example.vn/",
        _ => new string('a', Math.Max(1, schema["minLength"]?.GetValue<int>() ?? 1)),
    };

    private JsonObject Whole(JsonNode schema, int depth)
    {
        var (whole, properties) = (new JsonObject(), schema["properties"]?.AsObject());
        foreach (var name in schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [])
        {
            if (depth <= Deepest && properties?[name] is { } property)
            {
                whole[name] = Of(property, depth + 1);
            }
        }

        return whole;
    }
}
