using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.CriteriaSets;

/// <summary>What a refusal says of single fields.</summary>
internal static class FieldErrors
{
    /// <summary>A service names a field by its path in the request, such as Decision.Number.</summary>
    public static string? Of(Problem? problem, string field) =>
        problem?.Errors?.FirstOrDefault(error => string.Equals(error.Key.Split('.')[^1], field, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault()
        ?? (problem?.Code == "criteria-set.code-taken" && string.Equals(field, "code", StringComparison.OrdinalIgnoreCase) ? problem.Detail : null);

    public static Problem Refuse(string detail, params (string Field, string Text)[] errors) => new()
    {
        Status = StatusCodes.Status400BadRequest,
        Detail = detail,
        Errors = errors.ToDictionary(error => error.Field, error => new[] { error.Text }, StringComparer.Ordinal),
    };

    /// <summary>Links a field to the line of an error summary that speaks of it.</summary>
    public static Dictionary<string, object>? Attributes(IReadOnlyList<Link>? errors, string id, string? help = null)
    {
        var wrong = errors?.Any(error => error.Address == $"#{id}") == true;
        var described = string.Join(' ', new[] { wrong ? $"err-{id}" : null, help }.OfType<string>());
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        if (wrong)
        {
            attributes["aria-invalid"] = "true";
        }

        if (described.Length > 0)
        {
            attributes["aria-describedby"] = described;
        }

        return attributes.Count == 0 ? null : attributes;
    }
}
