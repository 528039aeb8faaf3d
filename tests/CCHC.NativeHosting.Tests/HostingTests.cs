using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CCHC.NativeHosting.Running;
using Xunit;

namespace CCHC.NativeHosting.Tests;

public sealed class HostingTests : IDisposable
{
    private static readonly string[] WithoutServers = ["--Servers", "false"];
    private readonly List<string> folders = [];

    public void Dispose() => folders.ForEach(x => Directory.Delete(x, recursive: true));

    [Fact]
    public async Task Real_servers_start_in_order_survive_sigkill_and_leave_nothing_after_the_host_was_killed()
    {
        var data = NewFolder();
        await using var system = await TinySystem.StartReadyAsync(data);

        // What waits for the job starts after it has ended, and finds everything it refers to.
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(data, "mark"), TestContext.Current.CancellationToken));
        Assert.StartsWith("amqp://", await system.EnvironmentAsync("ConnectionStrings__rabbitmq"), StringComparison.Ordinal);
        Assert.EndsWith(";Database=tiny-db", await system.EnvironmentAsync("ConnectionStrings__tiny-db"), StringComparison.Ordinal);
        var postgresPort = Port(await system.EnvironmentAsync("ConnectionStrings__tiny-db"), "Port=");
        var brokerPort = Port(await system.EnvironmentAsync("ConnectionStrings__rabbitmq"), "127.0.0.1:");
        Assert.Equal(["127.0.0.1"], Listeners(postgresPort));
        Assert.Equal(["127.0.0.1"], Listeners(brokerPort));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "secrets", "postgres-password")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "run", "state.json")));
        Assert.Equal("Production", await system.EnvironmentAsync("ASPNETCORE_ENVIRONMENT")); // which shows no debugging to anybody

        var before = system.Urls("web")[0];
        foreach (var name in (string[])["web", "postgres", "rabbitmq"])
        {
            var killed = Assert.Single(system.Pids(name));
            Libc.Signal(killed, Libc.SIGKILL);
            await TinySystem.EventuallyAsync(() => Task.FromResult(system.Pids(name) is [var pid] && pid != killed));
        }

        Assert.Equal(before, system.Urls("web")[0]);
        await TinySystem.EventuallyAsync(() => system.AnswersAsync("/health"));
        await TinySystem.EventuallyAsync(() => system.AnswersAsync($"/reach/{postgresPort}"));
        await TinySystem.EventuallyAsync(() => system.AnswersAsync($"/reach/{brokerPort}"));

        await system.EndAsync(Libc.SIGKILL);
        Assert.NotEmpty(TinySystem.Processes(data));
        await using var cleanUp = TinySystem.Start(data, "--Stop", "true");
        Assert.Equal(0, await cleanUp.EndAsync());
        Assert.Empty(TinySystem.Processes(data));
        Assert.False(File.Exists(Path.Combine(data, "postgres", "cluster", "postmaster.pid")));
    }

    [Fact]
    public async Task Two_systems_run_side_by_side_and_each_stops_alone()
    {
        var (first, second) = (NewFolder(), NewFolder());
        var systems = await Task.WhenAll(TinySystem.StartReadyAsync(first, WithoutServers), TinySystem.StartReadyAsync(second, WithoutServers));
        await using var one = systems[0];
        await using var other = systems[1];

        Assert.Empty(one.Urls("twin").Intersect(other.Urls("twin")));
        var secrets = await Task.WhenAll(((string[])[first, second]).Select(data => File.ReadAllTextAsync(Path.Combine(data, "secrets", "tiny-password"), TestContext.Current.CancellationToken)));
        Assert.NotEqual(secrets[0], secrets[1]);
        Assert.All(secrets, secret => Assert.Matches("^[0-9A-Za-z-]{25}$", secret)); // 144 random bits
        Assert.All((string[])["logs", "secrets", "run"], folder => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(first, folder))));
        Assert.Equal(0, await one.EndAsync(Libc.SIGTERM));
        Assert.Empty(TinySystem.Processes(first));
        Assert.True(await other.AnswersAsync("/health"));
    }

    [Fact]
    public async Task Every_replica_has_its_own_port_and_is_listed_to_who_refers_to_it()
    {
        var data = NewFolder();
        await using var system = await TinySystem.StartReadyAsync(data, WithoutServers);

        Assert.Equal(2, system.Pids("twin").Count);
        Assert.Equal(system.Urls("twin"), [await system.EnvironmentAsync("services__twin__http__0"), await system.EnvironmentAsync("services__twin__http__1")]);
        Assert.Equal(system.Urls("web")[0], await system.EnvironmentAsync("Tiny__Address"));
        Assert.True(File.Exists(Path.Combine(data, "logs", "twin-2.log")));
    }

    [Fact]
    public async Task What_stands_between_two_is_told_to_who_refers_and_what_ends_often_is_started_within_the_longest_pause()
    {
        await using var system = await TinySystem.StartReadyAsync(NewFolder(), [.. WithoutServers, "--Via:web:twin", "127.0.0.1:9", "--LongestPause", "0.5"]);

        Assert.Equal("http://127.0.0.1:9", await system.EnvironmentAsync("services__twin__http__0"));
        Assert.Equal(system.Urls("twin")[1], await system.EnvironmentAsync("services__twin__http__1"));
        for (var deaths = 1; deaths <= 3; deaths++)
        {
            var killed = Assert.Single(system.Pids("web"));
            Libc.Signal(killed, Libc.SIGKILL);
            await TinySystem.EventuallyAsync(() => Task.FromResult(system.Pids("web") is [var pid] && pid != killed));
            Assert.Equal(deaths, system.Output.Split("web ended with exit code 137; it starts again in 0.5 s.").Length - 1);
        }
    }

    [Fact]
    public async Task The_next_run_ends_what_a_killed_host_left_and_keeps_ports_and_secrets()
    {
        var data = NewFolder();
        await using var killed = await TinySystem.StartReadyAsync(data, WithoutServers);
        var (urls, orphans) = (killed.Urls("twin"), killed.Pids("twin"));
        var secret = await File.ReadAllTextAsync(Path.Combine(data, "secrets", "tiny-password"), TestContext.Current.CancellationToken);
        await killed.EndAsync(Libc.SIGKILL);

        await using var next = await TinySystem.StartReadyAsync(data, WithoutServers);

        Assert.Equal(urls, next.Urls("twin"));
        Assert.Empty(orphans.Intersect(next.Pids("twin")));
        Assert.DoesNotContain(TinySystem.Processes(data), x => orphans.Any(y => x == $"/proc/{y}"));
        Assert.Equal(secret, await File.ReadAllTextAsync(Path.Combine(data, "secrets", "tiny-password"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_is_refused()
    {
        var data = NewFolder();
        await using var system = await TinySystem.StartReadyAsync(data, WithoutServers);

        await using var second = TinySystem.Start(data, WithoutServers);

        Assert.Equal(1, await second.EndAsync());
        Assert.Contains("already runs", second.Output, StringComparison.Ordinal);
        Assert.True(await system.AnswersAsync("/health"));
    }

    [Fact]
    public async Task A_failed_job_fails_the_start_with_its_reason_and_log_and_leaves_nothing()
    {
        var data = NewFolder();
        await using var system = TinySystem.Start(data, [.. WithoutServers, "--FailingJob", "true"]);

        Assert.Equal(1, await system.EndAsync());
        Assert.Contains("failing failed with exit code 3", system.Output, StringComparison.Ordinal);
        Assert.Contains("cannot migrate: the reason", system.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(data, "logs", "failing.log"), system.Output, StringComparison.Ordinal);
        Assert.Empty(TinySystem.Processes(data));
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var system = TinySystem.Start(NewFolder(), [.. WithoutServers, "--Port", port]);

        Assert.Equal(1, await system.EndAsync());
        Assert.Contains($"Port {port} for 'web' is taken", system.Output, StringComparison.Ordinal);
    }

    private string NewFolder()
    {
        folders.Add(Directory.CreateTempSubdirectory("cchc-tiny-").FullName);
        return folders[^1];
    }

    private static int Port(string connection, string before)
    {
        var rest = connection[(connection.IndexOf(before, StringComparison.Ordinal) + before.Length)..];
        return int.Parse(string.Concat(rest.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
    }

    /// <summary>The addresses on which something listens at a port.</summary>
    private static string[] Listeners(int port) =>
    [
        .. System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(x => x.Port == port).Select(x => x.Address.ToString()),
    ];
}
