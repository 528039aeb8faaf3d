using System.Diagnostics;
using CCHC.NativeHosting;
using CCHC.NativeHosting.Running;
using Microsoft.Extensions.Configuration;

namespace CCHC.Testing;

/// <summary>
/// Servers of this process alone, from the machine's packages, in a folder below the temporary one. They end when this is disposed, and also
/// when the process is killed, because a watchdog waits for its end.
/// </summary>
public sealed class NativeServers : IAsyncDisposable
{
    private readonly IDistributedApplicationBuilder _model = DistributedApplication.CreateBuilder([]);
    private readonly DataDirectory _data;
    private readonly Process _watchdog;
    private readonly List<NativeServer> _servers = [];

    public NativeServers()
    {
        var folder = Directory.CreateTempSubdirectory("cchc-test-").FullName;
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("bash");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "end-servers.sh"));
        start.ArgumentList.Add(folder);
        _watchdog = Process.Start(start) ?? throw new InvalidOperationException("setsid (package util-linux) is missing.");
        _data = DataDirectory.Open(folder);
    }

    /// <summary>Starts PostgreSQL with an administrator; unless <paramref name="durable"/>, a commit does not wait for the disk.</summary>
    public Task<NativeServer> StartPostgresAsync(bool durable = false) => StartAsync(
        new PostgresServer(_model.AddPostgres("postgres").Resource, _data, _model.Configuration),
        durable ? [] : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);

    /// <summary>Starts RabbitMQ with an administrator and the management API.</summary>
    public Task<NativeServer> StartRabbitMQAsync() => StartAsync(
        new RabbitMQServer(_model.AddRabbitMQ("rabbitmq").WithManagementPlugin().Resource, _data, _model.Configuration),
        []);

    public async ValueTask DisposeAsync()
    {
        _data.Dispose();
        _watchdog.StandardInput.Close();
        await _watchdog.WaitForExitAsync();
        _watchdog.Dispose();
        _servers.ForEach(server => server.Dispose());
    }

    private async Task<NativeServer> StartAsync(Runner runner, IReadOnlyList<string> extraArguments)
    {
        var server = new NativeServer(runner, _data, extraArguments);
        _servers.Add(server);
        await server.StartAsync();
        return server;
    }
}

/// <summary>One server, which a test may kill and start again on the same data and port.</summary>
public sealed class NativeServer : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly Runner _runner;
    private readonly DataDirectory _data;
    private readonly IReadOnlyList<string> _extraArguments;
    private readonly LogFile _log;
    private ChildProcess? _process;

    internal NativeServer(Runner runner, DataDirectory data, IReadOnlyList<string> extraArguments)
    {
        _runner = runner;
        _data = data;
        _extraArguments = extraArguments;
        _log = new LogFile(Path.Combine(data.Logs, runner.Name + ".log"));
    }

    /// <summary>For the administrator; names no database and no virtual host.</summary>
    public string ConnectionString => _runner.ConnectionString!;

    /// <summary>Address of RabbitMQ's management API.</summary>
    public Uri ManagementUrl => new(_runner.Urls[0]);

    /// <summary>Returns when the server answers.</summary>
    public async Task StartAsync()
    {
        await _runner.PrepareAsync(_log, CancellationToken.None);
        var command = _runner.Command();
        _process = ChildProcess.Start(command with { Arguments = [.. command.Arguments, .. _extraArguments] }, _data, _runner.Name, _log.WriteLine);

        var exit = _process.WaitAsync(CancellationToken.None);
        var clock = Stopwatch.StartNew();
        while (!await _runner.IsReadyAsync(CancellationToken.None))
        {
            if (exit.IsCompleted || clock.Elapsed > StartTimeout)
            {
                throw new InvalidOperationException($"{_runner.Name} did not start:{Environment.NewLine}{await File.ReadAllTextAsync(_log.Path)}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>SIGKILL, as a crash would.</summary>
    public async Task KillAsync()
    {
        await _process!.StopAsync(Libc.SIGKILL, TimeSpan.FromSeconds(10));
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        _process?.Dispose();
        _log.Dispose();
    }
}
