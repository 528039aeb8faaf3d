namespace CCHC.NativeHosting.Backups;

/// <summary>
/// What of backups lies in the data folder: the repository's place and passphrase, the broker's definitions, and in the folder of the database
/// server, whose account reads it, the settings of pgBackRest. While these are there the database's log is archived.
/// </summary>
internal sealed class BackupArea(string root)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;

    public string Root => root;

    public string DefinitionsFile(string broker) => Path.Combine(root, "definitions", broker + ".json");

    /// <summary>Null until the first backup.</summary>
    public Repository? Known => File.Exists(In("repository")) && File.Exists(In("passphrase"))
        ? new Repository(File.ReadAllText(In("repository")).Trim(), File.ReadAllText(In("passphrase")).Trim())
        : null;

    public void Remember(Repository repository)
    {
        Write(In("repository"), repository.Path);
        Write(In("passphrase"), repository.Passphrase);
    }

    public void Forget()
    {
        File.Delete(In("repository"));
        File.Delete(In("passphrase"));
    }

    /// <summary>One at a time; null when another one holds it for longer than a minute.</summary>
    public async Task<IDisposable?> LockAsync(TimeSpan patience, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(In(""), PrivateFolder);
        var until = DateTimeOffset.UtcNow + patience;
        while (true)
        {
            try
            {
                return new FileStream(In("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTimeOffset.UtcNow < until)
            {
                await Task.Delay(200, cancellationToken);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <summary>A file only its owner reads.</summary>
    public static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, PrivateFolder);
        var draft = path + ".new";
        File.Delete(draft);
        using (var writer = new StreamWriter(new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private })))
        {
            writer.Write(content);
        }

        File.Move(draft, path, overwrite: true);
    }

    private string In(string name) => Path.Combine(root, "backup", name);
}
