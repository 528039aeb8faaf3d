using System.Net;
using System.Net.Sockets;

namespace CCHC.NativeHosting.Running;

/// <summary>How one process of a resource is prepared, started, found ready and stopped.</summary>
internal abstract class Runner(IResource resource, string name)
{
    public IResource Resource => resource;

    /// <summary>The resource's name; replicas beyond the first have their number behind it.</summary>
    public string Name => name;

    public abstract string Kind { get; }

    public virtual bool IsJob => false;

    public virtual IReadOnlyList<(IResource Dependency, int? ExitCode)> Waits => [];

    public virtual IReadOnlyList<string> Urls => [];

    public virtual string? ConnectionString => null;

    public virtual int StopSignal => Libc.SIGTERM;

    public virtual TimeSpan StopGrace => TimeSpan.FromSeconds(10);

    /// <summary>Runs before every start, also before a restart.</summary>
    public virtual Task PrepareAsync(LogFile log, CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract Command Command();

    public abstract Task<bool> IsReadyAsync(CancellationToken cancellationToken);

    /// <summary>Runs once, between the first time the process is ready and the moment those who wait for it are let go.</summary>
    public virtual Task CompleteAsync(LogFile log, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Says something to a port and judges the first bytes of the answer.</summary>
    protected static async Task<bool> AnswersAsync(int port, ReadOnlyMemory<byte> greeting, Func<byte, bool> judge, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(greeting, limit.Token);
            var answer = new byte[1];
            return await stream.ReadAsync(answer, limit.Token) == 1 && judge(answer[0]);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
