namespace CCHC.ServiceDefaults.Errors;

/// <summary>The input cannot be understood; becomes 400 with the errors by field, or by line of a file.</summary>
public sealed class InvalidInputException(string message, IReadOnlyDictionary<string, string[]> errors) : Exception(message)
{
    public InvalidInputException(string field, string error)
        : this(error, new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [error] })
    {
    }

    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
