using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CCHC.Fuzzing;

/// <summary>
/// Makes the request of a number: half of them follow the OpenAPI document, with values at the borders and ids that exist, half are then spoilt. The same
/// seed, service and number make the same choices; the ids are those that this run has harvested.
/// </summary>
public sealed class Generator(Api api, Harvest harvest, IReadOnlyList<string> roles, int seed)
{
    private readonly Dictionary<string, Route[]> _order = roles.ToDictionary(role => role, role => Shuffled(api.Routes, Seed($"{seed} {api.Service} {role}")), StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _letIn = new(StringComparer.Ordinal);

    /// <summary>
    /// In three of five requests the roles take turns, each going through all routes before it begins again; in the others all routes take turns, each
    /// under one of the roles that it has been seen to let in, so that more of them come further than the door.
    /// </summary>
    public Shot Make(int number)
    {
        var (round, turn) = (number / 5, number % 5);
        if (turn < 3)
        {
            var (evenly, role) = ((round * 3) + turn, roles[((round * 3) + turn) % roles.Count]);
            return Make(number, role, _order[role][evenly / roles.Count % _order[role].Length]);
        }

        var route = _order[roles[0]][((round * 2) + turn - 3) % _order[roles[0]].Length];
        var welcome = _letIn.GetValueOrDefault(route.ToString())?.Keys.Order(StringComparer.Ordinal).ToArray() ?? [];
        var choices = welcome.Length > 0 ? welcome : roles;
        return Make(number, choices[new Random(Seed($"{seed} {number}")).Next(choices.Count)], route);
    }

    /// <summary>The same request under a role of choice.</summary>
    public Shot Make(int number, string role) => Make(number, role, Make(number).Route);

    /// <summary>Remembers that a route let a role in, whatever it then said.</summary>
    public void LetIn(Route route, string role) => _letIn.GetOrAdd(route.ToString(), _ => new(StringComparer.Ordinal))[role] = true;

    /// <summary>A reading request without anything wrong in it.</summary>
    public static Shot Plain(Route route, string role, string path, Api api, Harvest harvest) => new Making(api, harvest, new Random(Seed(path)), role).Plain(route, path);

    private Shot Make(int number, string role, Route route) => new Making(api, harvest, new Random(Seed($"{seed} {api.Service} {number}")), role).Make(number, route);

    private static Route[] Shuffled(IReadOnlyList<Route> routes, int seed)
    {
        var shuffled = routes.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>The same in every process, unlike string.GetHashCode.</summary>
    private static int Seed(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619;
        }

        return (int)(hash & int.MaxValue);
    }

    private sealed class Making(Api api, Harvest harvest, Random random, string role)
    {
        private const int Deepest = 7;

        private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private readonly List<string> _raw = [];
        private readonly List<string> _spoilt = [];

        public Shot Plain(Route route, string path) => new(-1, role, route, path + Query(route, requiredOnly: true), [], MediaType: null, Body: null, "reading through");

        public Shot Make(int number, Route route)
        {
            var spoil = random.Next(2) == 0;
            var path = Path(route);
            var headers = new List<(string Name, string Value)>();
            if (!route.IsReading && random.Next(4) > 0 && harvest.Tag(path) is { } tag)
            {
                headers.Add(("If-Match", tag));
            }

            foreach (var header in route.Parameters.Where(parameter => parameter.In == "header" && parameter.Name != "If-Match" && (parameter.Required || random.Next(2) == 0)))
            {
                headers.Add((header.Name, Plain(Value(header.Schema, header.Name, 0))));
            }

            var query = Query(route, requiredOnly: random.Next(3) == 0);
            var (mediaType, body) = Body(route, spoil && random.Next(3) > 0);
            if (spoil)
            {
                for (var times = random.Next(_spoilt.Count > 0 ? 2 : 1, 3); times > 0; times--)
                {
                    (path, query, mediaType, body) = Spoil(route, path, query, headers, mediaType, body);
                }
            }

            return new Shot(number, role, route, path + query, headers, mediaType, body, spoil ? string.Join("; ", _spoilt.DefaultIfEmpty("as documented")) : "as documented");
        }

        private (string Path, string Query, string? MediaType, byte[]? Body) Spoil(Route route, string path, string query, List<(string Name, string Value)> headers, string? mediaType, byte[]? body)
        {
            switch (random.Next(body is null ? 3 : 6))
            {
                case 0:
                    var header = Any(Nasty.Headers);
                    headers.RemoveAll(other => other.Name == header.Name);
                    headers.Add(header);
                    _spoilt.Add($"header {header.Name}");
                    break;
                case 1 when route.Path.Contains('{', StringComparison.Ordinal) && random.Next(3) > 0:
                    var (segments, names) = (path.Split('/'), route.Path.Split('/'));
                    var at = Any([.. Enumerable.Range(0, names.Length).Where(i => names[i].StartsWith('{'))]);
                    segments[at] = Any(Nasty.Address) is { Length: > 0 } odd ? odd : "%20";
                    path = string.Join('/', segments);
                    _spoilt.Add($"path {names[at]}");
                    break;
                case 1 or 2:
                    var known = route.Parameters.Where(parameter => parameter.In == "query").Select(parameter => parameter.Name).DefaultIfEmpty("page").ToArray();
                    var name = random.Next(8) == 0 ? "page" : Any(known);
                    query += (query.Length == 0 ? "?" : "&") + (random.Next(10) == 0 ? Any(Nasty.Address) : $"{name}={Any(Nasty.Address)}");
                    _spoilt.Add($"query {name}");
                    break;
                case 3:
                    mediaType = Any(Nasty.MediaTypes);
                    _spoilt.Add($"content type {mediaType}");
                    break;
                case 4:
                    body = Any(Nasty.Bodies);
                    _spoilt.Add("whole body");
                    break;
                default:
                    body = Bent(body!);
                    _spoilt.Add("bytes of the body");
                    break;
            }

            return (path, query, mediaType, body);
        }

        private string Path(Route route)
        {
            var path = new StringBuilder();
            foreach (var segment in route.Path.Split('/').Skip(1))
            {
                if (!segment.Contains('{', StringComparison.Ordinal))
                {
                    path.Append('/').Append(segment);
                    continue;
                }

                // A segment may hold a parameter and more: report.{format}.
                var (open, close) = (segment.IndexOf('{', StringComparison.Ordinal), segment.LastIndexOf('}'));
                var names = segment[open..(close + 1)].Split('.').Select(part => part.Trim('{', '}')).ToArray();
                var values = names.Select(name => Segment(route, path.ToString(), name));
                path.Append('/').Append(segment[..open]).AppendJoin('.', values).Append(segment[(close + 1)..]);
            }

            return path.ToString();
        }

        private string Segment(Route route, string parent, string name)
        {
            var schema = route.Parameters.FirstOrDefault(parameter => parameter.In == "path" && parameter.Name == name)?.Schema ?? [];
            if (name == "format")
            {
                return Any(["docx", "xlsx", "pdf", "csv", "json"]);
            }

            return random.Next(20) > 0 && api.Resolve(schema)["enum"] is null && harvest.Segment(random, role, parent, name) is { } seen
                ? Uri.EscapeDataString(seen)
                : Uri.EscapeDataString(Plain(Value(schema, name, 0)) is { Length: > 0 } made ? made : "x");
        }

        private string Query(Route route, bool requiredOnly)
        {
            var parts = route.Parameters.Where(parameter => parameter.In == "query" && (parameter.Required || (!requiredOnly && random.Next(3) == 0)))
                .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(Plain(Value(parameter.Schema, parameter.Name, 0)))}").ToArray();
            return parts.Length == 0 ? "" : "?" + string.Join('&', parts);
        }

        private (string? MediaType, byte[]? Body) Body(Route route, bool spoil)
        {
            if (route.Bodies.Count == 0)
            {
                // The document names no body where the handler reads the request itself: a form, a piece of a file, or nothing at all.
                return route.IsReading || random.Next(2) == 0 ? (null, null) : Any<Func<(string?, byte[]?)>>(
                [
                    () => ("application/json", "{}"u8.ToArray()),
                    () => ("application/x-www-form-urlencoded", Form()),
                    () => ("application/partial-upload", Files.For(random, "application/octet-stream", route.Path)),
                    () => ("application/octet-stream", Files.For(random, "application/octet-stream", route.Path)),
                    () => (Nasty.MediaTypes[random.Next(Nasty.MediaTypes.Count)], Any(Nasty.Bodies)),
                ])();
            }

            var (mediaType, schema) = Any(route.Bodies);
            if (mediaType.Contains("json", StringComparison.Ordinal))
            {
                var node = Value(schema, "", 0);
                for (var times = spoil ? random.Next(1, 4) : 0; times > 0; times--)
                {
                    node = SpoilJson(node);
                }

                return (mediaType, Nasty.Bytes(Text(node)));
            }

            if (mediaType == "application/x-www-form-urlencoded")
            {
                var form = (Value(schema, "", 0) as JsonObject ?? []).Select(field => $"{field.Key}={Uri.EscapeDataString(Plain(field.Value))}");
                return (mediaType, Encoding.UTF8.GetBytes(string.Join('&', form)));
            }

            var file = random.Next(3) > 0 ? harvest.File(random, mediaType) : null;
            file ??= Files.For(random, mediaType, route.Path);
            if (spoil)
            {
                file = Bent(file);
                _spoilt.Add("bytes of the file");
            }

            return (mediaType, file);
        }

        /// <summary>A form of OAuth: some of its fields, right, wrong or odd.</summary>
        private byte[] Form()
        {
            var fields = new (string Name, string[] Values)[]
            {
                ("grant_type", ["password", "refresh_token", "client_credentials", "urn:cchc:grant-type:second-factor", "urn:cchc:grant-type:passkey", "urn:cchc:grant-type:single-sign-on", "x"]),
                ("username", ["admin", "fz.leader", "khan-cap", "không có"]), ("password", [People.Password, "sai", ""]), ("refresh_token", ["x", "a.b"]), ("token", ["x", Guid.Empty.ToString("N") + ".x"]),
                ("client_id", ["x", Guid.Empty.ToString()]), ("client_secret", ["x"]), ("second_factor_token", ["x", Guid.Empty.ToString("N") + ".x"]), ("code", ["000000", "x"]), ("challenge", ["x", Guid.Empty.ToString()]),
                ("credential", ["{}", "x", "{\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{},\"type\":\"public-key\"}"]), ("state", ["x"]), ("iss", ["x"]),
            };
            return Encoding.UTF8.GetBytes(string.Join('&', fields.Where(field => field.Name == "grant_type" || random.Next(2) == 0)
                .Select(field => $"{field.Name}={(random.Next(4) == 0 ? Any(Nasty.Address) : Uri.EscapeDataString(Any(field.Values)))}")));
        }

        /// <summary>One place of a JSON tree made wrong.</summary>
        private JsonNode? SpoilJson(JsonNode? root)
        {
            var places = new List<(JsonNode Parent, string? Key, int Index)>();
            Collect(root, places);
            if (places.Count == 0 || random.Next(30) == 0)
            {
                _spoilt.Add("the whole JSON");
                return Raw(Any(Nasty.Json));
            }

            var (parent, key, index) = Any(places);
            if (parent is JsonObject thing)
            {
                _spoilt.Add($"JSON {key}");
                switch (random.Next(8))
                {
                    case 0:
                        thing.Remove(key!);
                        break;
                    case 1:
                        thing.Remove(key!);
                        thing["thừa"] = Raw(Any(Nasty.Json));
                        break;
                    default:
                        thing[key!] = Raw(Any(Nasty.Json));
                        break;
                }
            }
            else if (parent is JsonArray list)
            {
                _spoilt.Add($"JSON [{index}]");
                switch (random.Next(4))
                {
                    case 0:
                        list.Add(list[index]?.DeepClone());
                        break;
                    case 1 when list[index]?.ToJsonString().Length < 2000:
                        for (var copy = 0; copy < 1000; copy++)
                        {
                            list.Add(list[index]?.DeepClone());
                        }

                        break;
                    default:
                        list[index] = Raw(Any(Nasty.Json));
                        break;
                }
            }

            return root;
        }

        private static void Collect(JsonNode? node, List<(JsonNode Parent, string? Key, int Index)> places)
        {
            switch (node)
            {
                case JsonObject thing:
                    foreach (var (key, value) in thing)
                    {
                        places.Add((thing, key, 0));
                        Collect(value, places);
                    }

                    break;
                case JsonArray { Count: <= 1000 } list:
                    for (var index = 0; index < list.Count; index++)
                    {
                        places.Add((list, null, index));
                        Collect(list[index], places);
                    }

                    break;
            }
        }

        /// <summary>Text that need not be JSON, in the place of a value.</summary>
        private JsonValue Raw(string json)
        {
            _raw.Add(json);
            return JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"@raw:{_raw.Count - 1}@"));
        }

        private string Text(JsonNode? node)
        {
            var text = node?.ToJsonString(Readable) ?? "null";
            for (var i = _raw.Count - 1; i >= 0; i--)
            {
                text = text.Replace(string.Create(CultureInfo.InvariantCulture, $"\"@raw:{i}@\""), _raw[i], StringComparison.Ordinal);
            }

            return text;
        }

        private static string Plain(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : node?.ToJsonString() ?? "";

        private JsonNode? Value(JsonObject schema, string name, int depth)
        {
            schema = api.Resolve(schema);
            foreach (var choice in (string[])["oneOf", "anyOf"])
            {
                if (schema[choice] is JsonArray choices)
                {
                    var real = choices.Where(option => option?["type"]?.ToString() != "null").ToArray();
                    return real.Length == 0 || (real.Length < choices.Count && random.Next(6) == 0) ? null : Value(Any(real)!.AsObject(), name, depth);
                }
            }

            if (schema["enum"] is JsonArray values)
            {
                return Any(values.ToArray())?.DeepClone();
            }

            var types = schema["type"] switch
            {
                JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
                JsonValue one => (string[])[one.GetValue<string>()],
                _ => schema["properties"] is null ? [] : ["object"],
            };
            if (types.Contains("null", StringComparer.Ordinal) && random.Next(6) == 0)
            {
                return null;
            }

            var type = types.FirstOrDefault(candidate => candidate is not ("null" or "string")) ?? (types.Length == 0 ? "" : "string");
            return type switch
            {
                "object" => Seen(name, JsonValueKind.Object) ?? Object(schema, depth),
                "array" => Seen(name, JsonValueKind.Array) ?? List(schema, name, depth),
                "boolean" => JsonValue.Create(random.Next(2) == 0),
                "integer" => Seen(name, JsonValueKind.Number) ?? JsonValue.Create(Any([0, 1, 1, 2, 3, 5, 10, 20, 100, 1000, 2025, 2025, -1, int.MaxValue])),
                "number" => Seen(name, JsonValueKind.Number) ?? JsonNode.Parse(Any(["0", "1", "0.5", "1.25", "2", "10", "33.333", "50", "100", "100.001", "-0.25", "999999999", "12345678901234.5678"])),
                "string" => Seen(name, JsonValueKind.String) ?? String(schema, name),
                _ => Seen(name, JsonValueKind.Object, JsonValueKind.Array, JsonValueKind.String, JsonValueKind.Number) ?? Any<JsonNode?>([null, "x", 1, new JsonObject(), new JsonArray()]),
            };
        }

        /// <summary>In three of five cases what an answer had under this name.</summary>
        private JsonNode? Seen(string name, params ReadOnlySpan<JsonValueKind> kinds)
        {
            if (name.Length == 0 || random.Next(5) > 2 || harvest.Value(random, name, kinds) is not { } text)
            {
                return null;
            }

            return kinds[0] == JsonValueKind.String ? JsonValue.Create(text) : Parsed(text);
        }

        private static JsonNode? Parsed(string text)
        {
            try
            {
                return JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                return JsonValue.Create(text);
            }
        }

        private JsonObject Object(JsonObject schema, int depth)
        {
            var result = new JsonObject();
            var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
            foreach (var (key, property) in schema["properties"]?.AsObject() ?? [])
            {
                if (depth < Deepest && (required.Contains(key) || random.Next(4) > 0))
                {
                    result[key] = Value(property!.AsObject(), key, depth + 1);
                }
            }

            if (schema["additionalProperties"] is JsonObject further && depth < Deepest)
            {
                for (var count = random.Next(4); count > 0; count--)
                {
                    result[harvest.Value(random, Any(["code", "leafCode", "unitCode"]), JsonValueKind.String) ?? "1.1"] = Value(further, "", depth + 1);
                }
            }

            return result;
        }

        private JsonArray List(JsonObject schema, string name, int depth)
        {
            var result = new JsonArray();
            var element = name.EndsWith("ies", StringComparison.Ordinal) ? name[..^3] + "y" : name.TrimEnd('s');
            for (var count = depth >= Deepest ? 0 : Any([0, 1, 1, 1, 2, 3, 30]); count > 0; count--)
            {
                result.Add(Value(schema["items"]?.AsObject() ?? [], element, depth + 1));
            }

            return result;
        }

        private JsonValue String(JsonObject schema, string name)
        {
            var format = schema["format"]?.GetValue<string>();
            var (shortest, longest) = (schema["minLength"]?.GetValue<int>() ?? 0, schema["maxLength"]?.GetValue<int>() ?? 0);
            return JsonValue.Create(format switch
            {
                "uuid" => Identifier(name).ToString(),
                "date" => Any(["2025-01-01", "2025-12-31", "2026-02-28", "2024-02-29", "1900-01-01", "2100-01-01"]),
                "date-time" => Any(["2025-06-15T12:00:00+07:00", "2025-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00.1234567Z", "1970-01-01T00:00:00Z"]),
                "time" => "08:00:00",
                "uri" => "https://vi-du.example.vn/a?b=c",
                "byte" => Convert.ToBase64String(Bytes(random.Next(40))),
                _ when longest > 0 && random.Next(3) == 0 => new string('ệ', Any([longest, longest + 1, Math.Max(shortest, 1), Math.Max(shortest - 1, 0)])),
                _ when name.Contains("url", StringComparison.OrdinalIgnoreCase) => "https://vi-du.example.vn/a?b=c",
                _ when name.Contains("email", StringComparison.OrdinalIgnoreCase) => "a@vi-du.example.vn",
                _ when name.Contains("password", StringComparison.OrdinalIgnoreCase) => "mot mat khau rat dai 9",
                _ when name.Contains("code", StringComparison.OrdinalIgnoreCase) => Any(["1", "1.1", "A", "fz", "M" + random.Next(100_000).ToString(CultureInfo.InvariantCulture)]),
                _ when name.EndsWith("Id", StringComparison.Ordinal) => Identifier(name).ToString(),
                _ when name is "sort" => Any(["name", "-name", "code", "x"]),
                _ => Any(["Ủy ban nhân dân", "Nguyễn Văn Ệ", "x", "12/BC-STC", "Kế hoạch số 1", "2025", "so", "vi", " có dấu cách ", "đ", "100"]),
            });
        }

        private Guid Identifier(string name) =>
            harvest.Value(random, name, JsonValueKind.String) is { } seen && Guid.TryParse(seen, out var id) ? id : new Guid(Bytes(16));

        private byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }

        /// <summary>Cut, doubled, or with bytes changed.</summary>
        private byte[] Bent(byte[] file)
        {
            if (file.Length == 0)
            {
                return [0];
            }

            var at = random.Next(file.Length);
            switch (random.Next(6))
            {
                case 0:
                    return file[..at];
                case 1:
                    return [.. file[..at], .. file[at..], .. file[at..]];
                case 2:
                    return [.. file[..at], .. Nasty.Bytes(Any(Nasty.Json)), .. file[at..]];
                case 3:
                    return [.. file[..at], (byte)Any([0, 0xFF, '"', ',', ';', '\n', 0xC3]), .. file[at..]];
                default:
                    var bent = (byte[])file.Clone();
                    for (var times = random.Next(1, 20); times > 0; times--)
                    {
                        bent[random.Next(bent.Length)] = (byte)random.Next(256);
                    }

                    return bent;
            }
        }

        private T Any<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
    }
}
