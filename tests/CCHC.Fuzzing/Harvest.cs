using System.Text.Json;

namespace CCHC.Fuzzing;

/// <summary>
/// What the answers have told so far: ids below the addresses they were found at, values by the name of their property, files by their type. A request that
/// takes its ids from here reaches what lies behind "not found".
/// </summary>
public sealed class Harvest
{
    private const int MostValues = 200;
    private const int MostFiles = 12;
    private const int LargestValue = 20_000;
    private const int LargestFile = 500_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Role, string Parent, string Name), List<string>> _below = [];
    private readonly Dictionary<(string Name, JsonValueKind Kind), List<string>> _values = [];
    private readonly Dictionary<string, List<byte[]>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly Random _forgetting = new(1);

    /// <summary>Takes in an answer.</summary>
    /// <param name="role">Who was answered: others may not find the same.</param>
    /// <param name="path">Without the query.</param>
    /// <param name="parameters">That may follow the path as the next segment, such as <c>documentId</c>.</param>
    /// <param name="json">The answer.</param>
    public void Learn(string role, string path, IEnumerable<string> parameters, JsonElement json)
    {
        lock (_lock)
        {
            var noun = path.Split('/')[^1];
            foreach (var item in Items(json))
            {
                foreach (var parameter in parameters)
                {
                    if (Find(item, parameter, noun) is { } value)
                    {
                        Keep(_below, ("", path, parameter), value);
                        Keep(_below, (role, path, parameter), value);
                    }
                }
            }

            Walk(json, noun, path);
        }
    }

    public void Learn(string mediaType, byte[] file)
    {
        lock (_lock)
        {
            if (file.Length is > 0 and <= LargestFile)
            {
                Keep(_files, mediaType, file, MostFiles);
            }
        }
    }

    public void LearnTag(string path, string tag)
    {
        lock (_lock)
        {
            _tags[path] = tag;
        }
    }

    public string? Tag(string path)
    {
        lock (_lock)
        {
            return _tags.GetValueOrDefault(path);
        }
    }

    /// <summary>A value that was seen for a parameter behind this address; the caller's own before anybody's, those of its neighbourhood before any.</summary>
    public string? Segment(Random random, string role, string parent, string name)
    {
        lock (_lock)
        {
            if (random.Next(10) < 8 && (Pick(random, _below, (role, parent, name)) ?? Pick(random, _below, ("", parent, name))) is { } near)
            {
                return near;
            }

            for (var above = parent; above.Length > 0; above = above[..Math.Max(0, above.LastIndexOf('/'))])
            {
                foreach (var alias in Aliases(name, parent.Split('/')[^1]))
                {
                    if (Pick(random, _below, ("@", above, alias)) is { } neighbour)
                    {
                        return neighbour;
                    }
                }
            }

            return Pick(random, _below, (role, parent, name)) ?? Pick(random, _below, ("", parent, name))
                ?? Pick(random, _values, (name, JsonValueKind.String)) ?? Pick(random, _values, (name, JsonValueKind.Number));
        }
    }

    /// <summary>JSON that was seen as the value of a property, null when none was.</summary>
    public string? Value(Random random, string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        lock (_lock)
        {
            foreach (var kind in kinds)
            {
                if (Pick(random, _values, (name, kind)) is { } value)
                {
                    return value;
                }
            }

            return null;
        }
    }

    public byte[]? File(Random random, string mediaType)
    {
        lock (_lock)
        {
            return Pick(random, _files, mediaType);
        }
    }

    /// <summary>All that was seen below an address, for walking through.</summary>
    public IReadOnlyList<string> Below(string role, string parent, string name)
    {
        lock (_lock)
        {
            return [.. _below.GetValueOrDefault((role, parent, name)) ?? []];
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray(),
        JsonValueKind.Object => [json, .. json.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array).SelectMany(property => property.Value.EnumerateArray())],
        _ => [],
    };

    private static string? Find(JsonElement item, string parameter, string noun)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return item.ValueKind == JsonValueKind.String ? item.GetString() : null;
        }

        foreach (var name in Aliases(parameter, noun).Where(name => !name.Contains('.', StringComparison.Ordinal)))
        {
            if (item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                return value.ToString();
            }
        }

        return null;
    }

    /// <summary>Names under which the value of a parameter may stand: <c>documentId</c> behind <c>documents</c> is <c>documentId</c>, <c>documents.id</c> or <c>id</c>.</summary>
    private static IEnumerable<string> Aliases(string parameter, string noun)
    {
        yield return parameter;
        var last = parameter.LastIndexOfAny([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]);
        var tail = last > 0 ? char.ToLowerInvariant(parameter[last]) + parameter[(last + 1)..] : parameter;
        yield return $"{noun}.{tail}";
        if (last > 0)
        {
            yield return $"{parameter[..last]}s.{tail}";
            yield return tail;
        }
    }

    private static string Singular(string noun)
    {
        var words = noun.Split('-');
        var joined = words[0] + string.Concat(words.Skip(1).Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return joined switch
        {
            _ when joined.EndsWith("ies", StringComparison.Ordinal) => joined[..^3] + "y",
            _ when joined.EndsWith('s') => joined[..^1],
            _ => joined,
        };
    }

    private static T? Pick<TKey, T>(Random random, Dictionary<TKey, List<T>> from, TKey key)
        where TKey : notnull
        where T : class => from.TryGetValue(key, out var values) ? values[random.Next(values.Count)] : null;

    private void Walk(JsonElement json, string container, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in json.EnumerateArray())
            {
                Walk(element, container, path);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                var kind = property.Value.ValueKind;
                if (kind is JsonValueKind.String or JsonValueKind.Number)
                {
                    var text = property.Value.ToString();
                    if (text.Length is > 0 and < 200)
                    {
                        Keep(_below, ("@", path, property.Name), text);
                        Keep(_below, ("@", path, $"{container}.{property.Name}"), text);
                        Keep(_values, (property.Name, kind), text);
                        Keep(_values, (Singular(container) + char.ToUpperInvariant(property.Name[0]) + property.Name[1..], kind), text);
                    }
                }
                else if (kind is JsonValueKind.Array or JsonValueKind.Object)
                {
                    if (property.Value.GetRawText() is { Length: <= LargestValue } text)
                    {
                        Keep(_values, (property.Name, kind), text);
                    }

                    Walk(property.Value, property.Name == "items" ? container : property.Name, path);
                }
            }
        }
    }

    /// <summary>At most so many of each; a later one takes a place by lot.</summary>
    private void Keep<TKey, T>(Dictionary<TKey, List<T>> into, TKey key, T value, int most = MostValues)
        where TKey : notnull
    {
        if (!into.TryGetValue(key, out var values))
        {
            into[key] = values = [];
        }

        if (values.Count < most)
        {
            if (value is not string || !values.Contains(value))
            {
                values.Add(value);
            }
        }
        else
        {
            values[_forgetting.Next(most)] = value;
        }
    }
}
