using System.Net;
using System.Net.Sockets;

namespace CCHC.Chaos.Proxy;

/// <summary>One direction of who calls whom, such as assessment → postgres, over a port of this process.</summary>
public sealed class Link : IAsyncDisposable
{
    private readonly Func<IPEndPoint?> _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private TaskCompletionSource _flowing = Flowing();
    private volatile bool _cut;
    private Task _accepting = Task.CompletedTask;

    /// <param name="caller">Who opens connections.</param>
    /// <param name="resource">What is called.</param>
    /// <param name="target">Where it listens now; null while nobody knows.</param>
    public Link(string caller, string resource, Func<IPEndPoint?> target) => (Caller, Resource, _target) = (caller, resource, target);

    public string Caller { get; }

    public string Resource { get; }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Resets what is open and refuses what comes, as a router does that has been told to.</summary>
    public void Cut()
    {
        _cut = true;
        Socket[] open;
        lock (_gate)
        {
            open = [.. _open];
        }

        foreach (var socket in open)
        {
            Reset(socket);
        }
    }

    /// <summary>Nothing arrives and nobody is told, as behind a cable that was pulled; what was on its way goes on afterwards.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            if (_flowing.Task.IsCompleted)
            {
                _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Mend()
    {
        _cut = false;
        lock (_gate)
        {
            _flowing.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        flowing.SetResult();
        return flowing;
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var caller = await _listener.AcceptSocketAsync(_end.Token);
                _ = ConnectAsync(caller);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The caller went away before it was let in.
            }
        }
    }

    private async Task ConnectAsync(Socket caller)
    {
        using var callee = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            caller.NoDelay = true;
            await WaitAsync();
            if (_cut || _target() is not { } target)
            {
                return;
            }

            await callee.ConnectAsync(target, _end.Token);
            lock (_gate)
            {
                _open.Add(caller);
                _open.Add(callee);
            }

            await Task.WhenAll(CarryAsync(caller, callee), CarryAsync(callee, caller));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Whoever is left learns it by the reset below.
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(caller);
                _open.Remove(callee);
            }

            Reset(caller);
            Reset(callee);
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _end.Token)) > 0)
            {
                await WaitAsync();
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _end.Token);
                }
            }

            await WaitAsync();
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One end broke off: so does the other.
            Reset(from);
            Reset(to);
        }
    }

    private Task WaitAsync()
    {
        lock (_gate)
        {
            return _flowing.Task.WaitAsync(_end.Token);
        }
    }
}
