namespace CCHC.SingleSignOn;

/// <summary>The provider did not answer, or not in a way that can be trusted; the message is for the log.</summary>
public sealed class ProviderException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What to tell people where trying again does not help; null else.</summary>
    public string? Told { get; init; }
}
