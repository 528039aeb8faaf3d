using CCHC.EndToEnd.Tests;
using CCHC.Testing.Installations;
using CCHC.Testing.OpenId;
using Npgsql;

[assembly: AssemblyFixture(typeof(Province))]

// The tests share one installation, and some of them kill parts of it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace CCHC.EndToEnd.Tests;

/// <summary>The system with its demo province, started once by <c>./cchc run</c> and stopped at the end.</summary>
public sealed class Province : IAsyncLifetime
{
    private readonly Lazy<Task<CommandResult>> _demoYear;
    private Installation? _installation;

    public Province() => _demoYear = new(() => System.CchcAsync("demo", "--port", $"{System.Port}"));

    public Installation System => _installation!;

    /// <summary>Pictures of pages and, at the end, the logs; kept until the next run.</summary>
    public string Evidence { get; } = Path.Combine(Installation.Tree, "artifacts", "end-to-end");

    public async ValueTask InitializeAsync()
    {
        if (Directory.Exists(Evidence))
        {
            Directory.Delete(Evidence, recursive: true);
        }

        Directory.CreateDirectory(Evidence);
        var settings = Provider.Settings.ToDictionary(
            setting => $"Identity__SingleSignOn__tinh__{setting.Key.Replace(":", "__", StringComparison.Ordinal)}", setting => setting.Value, StringComparer.Ordinal);

        // One account stands for fifty people here, or asks a thousand times within seconds.
        (settings["RateLimits__Accounts__Burst"], settings["RateLimits__Accounts__PerSecond"]) = ("1000000", "1000000");
        _installation = await Installation.StartAsync(environment: settings);
    }

    /// <summary>The province's own accounts; started by the test that needs it.</summary>
    public OpenIdProvider Provider { get; } = new();

    /// <summary>What <c>./cchc demo</c> said; it runs once, when a test first asks.</summary>
    public Task<CommandResult> DemoYearAsync() => _demoYear.Value;

    public Task<Caller> HomeAffairsAsync() => System.SignInAsync("sonoivu");

    /// <summary>Messages that some consumer could not deal with and nobody has decided about.</summary>
    public async Task<long> FailedMessagesAsync()
    {
        var count = 0L;
        foreach (var service in (string[])["identity", "criteria", "assessment", "appraisal", "survey", "ranking"])
        {
            await using var source = NpgsqlDataSource.Create(System.ConnectionString(service + "-db"));
            await using var command = source.CreateCommand("SELECT count(*) FROM failed_message WHERE state = 'Waiting'");
            count += (long)(await command.ExecuteScalarAsync())!;
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        if (_installation is null)
        {
            return;
        }

        foreach (var log in Directory.EnumerateFiles(Path.Combine(_installation.Data, "logs")))
        {
            File.Copy(log, Path.Combine(Evidence, Path.GetFileName(log)), overwrite: true);
        }

        await _installation.DisposeAsync();
    }
}
