using System.Diagnostics;
using System.Globalization;
using CCHC.Criteria.Data;
using CCHC.Criteria.Tests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(ReplicaProcess.Startup))]

namespace CCHC.Criteria.Tests;

/// <summary>The built CCHC.Criteria as a process of its own, on the database and broker of another replica, with a clock that is read from a file.</summary>
public sealed class ReplicaProcess : IAsyncDisposable
{
    private const string ClockVariable = "CCHC_TEST_CLOCK_FILE";

    private readonly string _clockFile = Path.GetTempFileName();
    private readonly Process _process;

    public ReplicaProcess(string connectionString, Uri virtualHost, DateTimeOffset now)
    {
        SetUtcNow(now);
        var folder = AppContext.BaseDirectory;
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
            ["exec", "--runtimeconfig", $"{folder}CCHC.Criteria.Tests.runtimeconfig.json", "--depsfile", $"{folder}CCHC.Criteria.Tests.deps.json", typeof(CriteriaDbContext).Assembly.Location, "--applicationName", Name])
        {
            start.ArgumentList.Add(argument);
        }

        (start.Environment["ASPNETCORE_ENVIRONMENT"], start.Environment["ASPNETCORE_URLS"]) = ("Production", "http://127.0.0.1:0");
        (start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"], start.Environment[ClockVariable]) = (typeof(ReplicaProcess).Assembly.GetName().Name, _clockFile);
        (start.Environment["ConnectionStrings__criteria-db"], start.Environment["ConnectionStrings__rabbitmq"]) = (connectionString, $"{virtualHost}");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Output += line.Data + Environment.NewLine;
        _process.ErrorDataReceived += (_, line) => Output += line.Data + Environment.NewLine;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Under which its connections stand in pg_stat_activity.</summary>
    public static string Name => "replica-process";

    public string Output { get; private set; } = "";

    public bool HasExited => _process.HasExited;

    public void SetUtcNow(DateTimeOffset now)
    {
        // Moved into place: the replica never reads half of it.
        File.WriteAllText(_clockFile + ".new", now.ToString("O", CultureInfo.InvariantCulture));
        File.Move(_clockFile + ".new", _clockFile, overwrite: true);
    }

    /// <summary>SIGKILL, as the kernel does when memory runs out.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        File.Delete(_clockFile);
    }

    /// <summary>Gives the process its clock; runs in it before its own Program.</summary>
    public sealed class Startup : IHostingStartup
    {
        public void Configure(IWebHostBuilder builder)
        {
            if (Environment.GetEnvironmentVariable(ClockVariable) is { } file)
            {
                builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new FileClock(file)));
            }
        }
    }

    private sealed class FileClock(string file) : TimeProvider
    {
        /// <summary>Timers run that much faster, so that a look every 15 seconds comes every 150 ms.</summary>
        private const int Haste = 100;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Faster(dueTime), Faster(period));

        private static TimeSpan Faster(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Haste;
    }
}
