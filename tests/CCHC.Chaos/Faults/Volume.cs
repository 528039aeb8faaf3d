using System.Globalization;

namespace CCHC.Chaos.Faults;

/// <summary>A folder of the installation on a small disk of its own (tmpfs), so that it can be filled without harm to the machine.</summary>
public sealed class Volume
{
    /// <summary>Of a folder through which the database server, another account, must get to its own.</summary>
    public const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _folder;

    private Volume(string folder, string? refusal) => (_folder, Refusal) = (folder, refusal);

    /// <summary>Why there is none: mounting needs root.</summary>
    public string? Refusal { get; }

    private string Filler => Path.Combine(_folder, "filler-of-the-chaos-suite");

    public static async Task<Volume> MountAsync(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var refusal = await Machine.RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=700"), "cchc-chaos", folder);
        return new Volume(folder, refusal);
    }

    /// <summary>Takes every byte that is left, also those that are given back meanwhile.</summary>
    public void Fill()
    {
        var block = new byte[64 * 1024];
        using var file = new FileStream(Filler, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Seek(0, SeekOrigin.End);
        for (var size = block.Length; size > 0;)
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 16; // the last pages one by one
                file.Seek(0, SeekOrigin.End);
            }
        }
    }

    public void Free() => File.Delete(Filler);
}
