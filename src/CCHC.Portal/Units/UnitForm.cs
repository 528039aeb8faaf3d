using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Units;

public enum FieldKind
{
    Text,
    Date,
    Choice,
    Lines,
    Tick,
}

/// <summary>One field of a form about units.</summary>
public sealed record UnitField(string Name, string Label, FieldKind Kind = FieldKind.Text, string? Hint = null, bool Required = false, IReadOnlyList<Link>? Choices = null);

/// <summary>The fields of a form with what was typed and what is wrong with it; a refused form comes back as it was sent.</summary>
public sealed class UnitForm(params IReadOnlyList<UnitField> fields)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    public IReadOnlyList<UnitField> Fields { get; } = fields;

    public string? Message { get; private set; }

    public IReadOnlyList<string> Lines { get; private set; } = [];

    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    public bool IsStale { get; private set; }

    public bool IsWrong => _errors.Count > 0 || Message is not null;

    public IReadOnlyList<Link> Links => [.. Fields.Where(x => _errors.ContainsKey(x.Name)).Select(x => new Link($"#f-{x.Name}", _errors[x.Name]))];

    public string this[string field]
    {
        get => _values.GetValueOrDefault(field, "");
        set => _values[field] = value;
    }

    public string? Error(string field) => _errors.GetValueOrDefault(field);

    public void AddError(string field, string error) => _errors.TryAdd(field, error);

    public UnitForm Read(IFormCollection form)
    {
        foreach (var field in Fields)
        {
            this[field.Name] = form[field.Name].ToString().Trim();
            if (field.Required && this[field.Name].Length == 0)
            {
                AddError(field.Name, Formats.Text(UnitsTexts.Missing, field.Label));
            }
        }

        Revision = form["revision"].ToString();
        return this;
    }

    public DateOnly? Date(string field)
    {
        if (DateOnly.TryParseExact(this[field], ["yyyy-MM-dd", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        if (this[field].Length > 0)
        {
            AddError(field, Formats.Text(UnitsTexts.BadDate, this[field]));
        }

        return null;
    }

    public string? TextOrNull(string field) => this[field].Length == 0 ? null : this[field];

    /// <summary>Puts what the service says beside the fields it speaks of, the rest at the top.</summary>
    public void Take(Problem problem)
    {
        IsStale = problem.IsStale;
        var loose = new List<string>();
        foreach (var said in problem.ByField.GroupBy(x => x.Field, x => x.Text, StringComparer.OrdinalIgnoreCase))
        {
            if (FieldOf(said.Key) is { } field)
            {
                AddError(field.Name, string.Join(' ', said));
            }
            else
            {
                loose.AddRange(problem.Field is null ? said : problem.Details ?? []);
            }
        }

        if (!problem.ByField.Any())
        {
            loose.AddRange(problem.Details ?? []);
        }

        Message = loose.Count == 0 && _errors.Count > 0 ? null : problem.Message;
        Lines = loose;
    }

    /// <summary>Units are typed by code and sent by id; the new units of a split, whichever of them is meant, are lines of one field.</summary>
    private UnitField? FieldOf(string member)
    {
        var name = member.Replace("Ids", "Codes", StringComparison.Ordinal).Replace("parentId", "parentCode", StringComparison.OrdinalIgnoreCase);
        return Find(name) ?? (name is "code" || name.StartsWith("units[", StringComparison.OrdinalIgnoreCase) ? Find("units") : null);

        UnitField? Find(string wanted) => Fields.FirstOrDefault(field => string.Equals(field.Name, wanted, StringComparison.OrdinalIgnoreCase));
    }
}
