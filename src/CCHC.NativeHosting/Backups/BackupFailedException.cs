namespace CCHC.NativeHosting.Backups;

/// <summary>A backup or restore cannot go on; the message is for the person who runs it.</summary>
internal sealed class BackupFailedException(string message) : Exception(message);
