namespace CCHC.EvidenceFiles.Checks;

/// <summary>A file is not taken as evidence; becomes 422 with the code, and the message as written.</summary>
/// <remarks>Not 409, which upload clients take for a wrong offset and try again.</remarks>
public sealed class EvidenceRefusedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
