namespace CCHC.NativeHosting.Running;

/// <summary>The system cannot start; the message is for the person who started it.</summary>
internal sealed class StartFailedException(string message, string? logPath = null) : Exception(message)
{
    public string? LogPath => logPath;
}
