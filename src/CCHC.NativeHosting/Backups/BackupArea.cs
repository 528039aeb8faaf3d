using CCHC.NativeHosting.Running;

namespace CCHC.NativeHosting.Backups;

/// <summary>
/// What of backups lies in the data folder: the repository's place and passphrase, the broker's definitions, and in the folder of the database
/// server, whose account reads it, the settings of pgBackRest. While these are there the database's log is archived.
/// </summary>
internal sealed class BackupArea(string root)
{
    public string Root => root;

    public string DefinitionsFile(string broker) => Path.Combine(root, "definitions", broker + ".json");

    /// <summary>Null until the first backup.</summary>
    public Repository? Known => File.Exists(In("repository")) && File.Exists(In("passphrase"))
        ? new Repository(File.ReadAllText(In("repository")).Trim(), File.ReadAllText(In("passphrase")).Trim())
        : null;

    public void Remember(Repository repository)
    {
        PrivateFile.Write(In("repository"), repository.Path);
        PrivateFile.Write(In("passphrase"), repository.Passphrase);
    }

    public void Forget()
    {
        File.Delete(In("repository"));
        File.Delete(In("passphrase"));
    }

    /// <summary>One at a time; null when another one holds it for longer than <paramref name="patience"/>.</summary>
    public async Task<IDisposable?> LockAsync(TimeSpan patience, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(In(""), PrivateFile.FolderMode);
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

    private string In(string name) => Path.Combine(root, "backup", name);
}
