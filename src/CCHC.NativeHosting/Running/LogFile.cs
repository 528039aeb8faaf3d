namespace CCHC.NativeHosting.Running;

/// <summary>The log of one process: appended to, and set aside as <c>.1</c> when it grows beyond 20 MB.</summary>
internal sealed class LogFile(string path) : IDisposable
{
    private const long MaxBytes = 20 << 20;
    private readonly Lock gate = new();
    private StreamWriter? writer;

    public string Path => path;

    public void WriteLine(string line)
    {
        lock (gate)
        {
            writer ??= Open();
            writer.WriteLine(line);
            if (writer.BaseStream.Length > MaxBytes)
            {
                writer.Dispose();
                File.Move(path, path + ".1", overwrite: true);
                writer = Open();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            writer?.Dispose();
            writer = null;
        }
    }

    private StreamWriter Open() => new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
}
