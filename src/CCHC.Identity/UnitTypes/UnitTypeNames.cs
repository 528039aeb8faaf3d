namespace CCHC.Identity.UnitTypes;

/// <summary>Finds types as files name them: by code or by name, whatever case and accents.</summary>
public sealed class UnitTypeNames
{
    private readonly bool _create;
    private readonly Dictionary<string, UnitType> _byCode;
    private readonly Dictionary<string, UnitType> _byName = new(StringComparer.Ordinal);
    private readonly List<UnitType> _created = [];

    /// <param name="types">Registered so far.</param>
    /// <param name="create">Whether a name that nobody knows registers a type that does not govern.</param>
    public UnitTypeNames(IEnumerable<UnitType> types, bool create)
    {
        _create = create;
        _byCode = types.ToDictionary(type => type.Code, StringComparer.Ordinal);
        foreach (var type in _byCode.Values)
        {
            _byName[UnitType.Fold(type.Name)] = type;
        }
    }

    public IReadOnlyList<UnitType> Created => _created;

    public UnitType this[string code] => _byCode[code];

    public UnitType? Find(string text)
    {
        var name = UnitType.Fold(text);
        if (_byCode.TryGetValue(text, out var type) || _byName.TryGetValue(name, out type) || _byCode.TryGetValue(name, out type))
        {
            return type;
        }

        if (!_create || text.Length is 0 or > UnitType.NameLength)
        {
            return null;
        }

        var (code, number) = (UnitType.CodeFor(text), 2);
        for (var stem = code; _byCode.ContainsKey(code); number++)
        {
            code = FormattableString.Invariant($"{stem}-{number}");
        }

        type = UnitType.Register(code, text, governs: false, _byCode.Values.Select(other => other.Position).DefaultIfEmpty().Max() + 1);
        _byCode[code] = _byName[name] = type;
        _created.Add(type);
        return type;
    }
}
