using System.Text.Json;
using CCHC.NativeHosting.Running;

namespace CCHC.NativeHosting.Backups;

/// <summary>The servers of a system that runs, as its data folder tells, and what of the folder is theirs.</summary>
internal sealed class RunningSystem
{
    private readonly string root;
    private readonly string postgres;
    private readonly List<string> brokers;

    public RunningSystem(string root, IReadOnlyList<IResource> resources)
    {
        this.root = root;
        postgres = DatabaseServer(resources).Name;
        brokers = [.. resources.OfType<RabbitMQServerResource>().Where(broker => broker.Management).Select(broker => broker.Name)];
        Without = ["run", "logs", "backup", .. resources.Where(x => x is PostgresServerResource or RabbitMQServerResource).Select(x => x.Name)];
    }

    /// <summary>What is no file to save: the servers' own folders, what is of this run alone, and the key to the repository.</summary>
    public IReadOnlyList<string> Without { get; }

    public string DatabaseFolder => Path.Combine(root, postgres);

    public static PostgresServerResource DatabaseServer(IReadOnlyList<IResource> resources) => resources.OfType<PostgresServerResource>().ToList() is [var only]
        ? only
        : throw new BackupFailedException("Chỉ sao lưu được hệ thống có đúng một máy chủ PostgreSQL.");

    /// <exception cref="BackupFailedException">It does not run.</exception>
    public PostgresConnection Database()
    {
        var state = State(postgres);
        return state is { } server && server.GetProperty("pids").GetArrayLength() > 0
            ? PostgresConnection.Of(server.GetProperty("connectionString").GetString()!, PostgresServer.FindPrograms(Path.Combine(DatabaseFolder, PostgresServer.DataFolder)))
            : throw new BackupFailedException($"Hệ thống với thư mục dữ liệu {root} không chạy: ./cchc run --data {root}");
    }

    /// <summary>Writes the definitions of the brokers beside the other files; returns whether they have changed.</summary>
    public async Task<bool> SaveDefinitionsAsync(BackupArea area, CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var name in brokers)
        {
            if (State(name) is not { } broker)
            {
                continue;
            }

            var definitions = await BrokerDefinitions.ExportAsync(
                new Uri(broker.GetProperty("urls")[0].GetString()!), new Uri(broker.GetProperty("connectionString").GetString()!), cancellationToken);
            var file = area.DefinitionsFile(name);
            if (!File.Exists(file) || await File.ReadAllTextAsync(file, cancellationToken) != definitions)
            {
                PrivateFile.Write(file, definitions);
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>The files and folders that are to be saved.</summary>
    public IEnumerable<FileSystemInfo> Saved() => new DirectoryInfo(root).EnumerateFileSystemInfos().Where(entry => !Without.Contains(entry.Name, StringComparer.Ordinal))
        .SelectMany(entry => entry is DirectoryInfo folder ? folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(entry) : [entry]);

    /// <summary>Whether one of them was made or changed since; a folder changes when something in it goes.</summary>
    public bool HasChangedSince(DateTimeOffset moment) => Saved().Any(entry => entry.LastWriteTimeUtc >= moment.UtcDateTime);

    private JsonElement? State(string name)
    {
        var file = Path.Combine(root, "run", "state.json");
        return File.Exists(file)
            ? JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file)).GetProperty("resources").EnumerateArray()
                .Where(x => x.GetProperty("name").GetString() == name).Select(x => (JsonElement?)x).FirstOrDefault()
            : null;
    }
}
