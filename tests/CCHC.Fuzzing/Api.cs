using System.Text.Json.Nodes;

namespace CCHC.Fuzzing;

/// <summary>A parameter in the path, the query or a header.</summary>
public sealed record Parameter(string Name, string In, bool Required, JsonObject Schema);

/// <summary>An operation of a service, as its OpenAPI document tells. <paramref name="Bodies"/>: media type and schema.</summary>
public sealed record Route(string Method, string Path, IReadOnlyList<Parameter> Parameters, IReadOnlyList<(string MediaType, JsonObject Schema)> Bodies)
{
    public bool IsReading => Method == "GET";

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>The OpenAPI document of a service.</summary>
public sealed class Api
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    private readonly JsonObject _document;

    public Api(string service, string json)
    {
        Service = service;
        _document = JsonNode.Parse(json)!.AsObject();
        Routes =
        [
            .. from path in _document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where Methods.Contains(operation.Key, StringComparer.Ordinal)
               select Read(path.Key, operation.Key, operation.Value!.AsObject()),
        ];
    }

    public string Service { get; }

    public IReadOnlyList<Route> Routes { get; }

    /// <summary>What a schema stands for, once references are followed.</summary>
    public JsonObject Resolve(JsonObject schema)
    {
        while (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            schema = reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode)_document, (node, key) => node is JsonArray list ? list[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)]! : node[key.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]!).AsObject();
        }

        return schema;
    }

    private Route Read(string path, string method, JsonObject operation) => new(
        method.ToUpperInvariant(),
        path,
        [
            .. from parameter in operation["parameters"]?.AsArray() ?? []
               let read = Resolve(parameter.AsObject())
               select new Parameter(read["name"]!.GetValue<string>(), read["in"]!.GetValue<string>(), read["required"]?.GetValue<bool>() ?? false, read["schema"]?.AsObject() ?? []),
        ],
        [
            .. from content in (operation["requestBody"] is JsonObject body ? Resolve(body) : null)?["content"]?.AsObject() ?? []
               select (content.Key, content.Value?["schema"]?.AsObject() ?? []),
        ]);
}
