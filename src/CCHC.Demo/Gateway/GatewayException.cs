namespace CCHC.Demo.Gateway;

/// <summary>The system refused a request; the message is what it told the user.</summary>
public sealed class GatewayException(string message, string? code) : Exception(message)
{
    public string? Code { get; } = code;
}
