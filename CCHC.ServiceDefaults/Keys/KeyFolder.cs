using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace CCHC.ServiceDefaults.Keys;

/// <summary>The folder in which a service keeps its keys, outside the database and shared by all replicas; only the service's account can read a file made here.</summary>
public sealed class KeyFolder
{
    private KeyFolder(string path) => Path = path;

    public string Path { get; }

    /// <param name="configuration">Of the service.</param>
    /// <param name="setting">That names the folder, which is made where it is missing.</param>
    /// <exception cref="InvalidOperationException">The setting is empty.</exception>
    public static KeyFolder Open(IConfiguration configuration, string setting)
    {
        var path = configuration[setting] ?? throw new InvalidOperationException($"{setting} is not configured: the folder for the keys of this service.");
        Directory.CreateDirectory(path);
        return new KeyFolder(path);
    }

    /// <summary>The random secret in this file, made at the first start.</summary>
    /// <exception cref="InvalidOperationException">The file has another length.</exception>
    public byte[] ReadOrCreateSecret(string name, int bytes)
    {
        var file = System.IO.Path.Combine(Path, name);
        if (!File.Exists(file))
        {
            Create(name, RandomNumberGenerator.GetBytes(bytes));
        }

        var secret = File.ReadAllBytes(file);
        return secret.Length == bytes ? secret : throw new InvalidOperationException($"{file} is damaged: {bytes} bytes were expected.");
    }

    public bool Exists(string name) => File.Exists(System.IO.Path.Combine(Path, name));

    /// <summary>Takes the file away; that it is not there is no error.</summary>
    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    /// <summary>Names of files of this pattern that were made before a time.</summary>
    public IEnumerable<string> Names(string pattern, DateTimeOffset before) =>
        new DirectoryInfo(Path).EnumerateFiles(pattern).Where(file => file.LastWriteTimeUtc < before.UtcDateTime).Select(file => file.Name);

    /// <summary>Makes the file. Written aside and moved without overwriting: of two replicas that start at once, the later takes the key of the earlier.</summary>
    public void Create(string name, ReadOnlySpan<byte> content)
    {
        var file = System.IO.Path.Combine(Path, name);
        var mine = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(mine, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(mine, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(mine);
        }
    }
}
