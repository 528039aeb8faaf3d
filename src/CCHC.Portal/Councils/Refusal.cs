using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Councils;

/// <summary>A form that was refused: what was said of it, and what was typed.</summary>
public sealed record Refusal(string Deed, Problem Problem, IFormCollection Form)
{
    /// <summary>Fields of the page that a line of the summary can lead to, by the names the services use.</summary>
    private static readonly string[] Placed = ["userId", "unitId", "kind", "note", "groupCodes", "userIds", "membersPerShare", "seed", "threshold", "combination", "quorum", "agendaChange", "office"];

    public bool HasErrors => Problem.Errors?.Count > 0;

    /// <summary>The lines of the summary; what stands at no field leads to the page.</summary>
    public IReadOnlyList<Link> Links => [.. Problem.ByField.Select(error => new Link($"#{IdOf(error.Field)}", error.Text))];

    public string Value(string field) => Form[field].ToString();

    public bool Ticked(string field, string value) => Form[field].Contains(value, StringComparer.Ordinal);

    private static string IdOf(string field)
    {
        var name = field.Split('.')[^1];
        return name.StartsWith("field-", StringComparison.Ordinal) ? name : Placed.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? "main";
    }
}

internal static class Refusals
{
    /// <summary>The refusal, if it is of this form.</summary>
    public static Refusal? Of(this Refusal? refusal, string deed) => refusal?.Deed == deed ? refusal : null;
}
