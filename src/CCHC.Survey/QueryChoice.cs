using CCHC.ServiceDefaults.Errors;

namespace CCHC.Survey;

/// <summary>Enums in an address are written as in JSON, camelCase; the framework alone would want them as in C#.</summary>
internal static class QueryChoice
{
    /// <exception cref="InvalidInputException">It is none of the choices.</exception>
    public static T? Of<T>(string? text, string field)
        where T : struct, Enum =>
        string.IsNullOrEmpty(text) ? null
        : Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
        : throw new InvalidInputException(field, $"Không có lựa chọn {text}.");
}
