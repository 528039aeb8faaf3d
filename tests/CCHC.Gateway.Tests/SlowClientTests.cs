using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CCHC.Gateway.Tests;

/// <summary>Real sockets that take their time on purpose.</summary>
public sealed class SlowClientTests
{
    private static readonly (string, string)[] Impatient = [("Connections:Headers", "00:00:02"), ("Connections:Idle", "00:00:02"), ("Connections:Grace", "00:00:02")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("headers", "GET /khao-sat/abc HTTP/1.1\r\nHost: cchc\r\nX-Slow: ")]
    [InlineData("a body", "POST /connect/token HTTP/1.1\r\nHost: cchc\r\nContent-Length: 100000\r\n\r\n")]
    public async Task Who_sends_drop_by_drop_is_cut_off_while_others_are_served(string what, string beginning)
    {
        await using var gateway = await GatewayHost.StartAsync(Impatient);
        using var socket = await ConnectAsync(gateway);
        await socket.SendAsync(Encoding.ASCII.GetBytes(beginning), Cancelled);
        var clock = Stopwatch.StartNew();
        var cut = WaitForTheEndAsync(socket);
        while (!cut.IsCompleted)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"Somebody sends {what} for {clock.Elapsed} now.");
            try
            {
                await socket.SendAsync("x"u8.ToArray(), Cancelled); // ten bytes a second
            }
            catch (SocketException)
            {
                break;
            }

            await Task.Delay(100, Cancelled);
        }

        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(1), "It was cut off at once, so for another reason.");
        using var other = gateway.Anonymous();
        using var answer = await other.GetAsync("/khao-sat/abc", []);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Who_does_not_take_its_answer_is_cut_off()
    {
        // The system takes some megabytes before the gateway notices, and what was taken counts for who takes nothing any more.
        await using var gateway = await GatewayHost.StartAsync([.. Impatient, ("Connections:BytesPerSecond", "2000000")]);
        using var socket = await ConnectAsync(gateway);
        await socket.SendAsync("GET /large HTTP/1.1\r\nHost: cchc\r\n\r\n"u8.ToArray(), Cancelled);
        await Task.Delay(TimeSpan.FromSeconds(12), Cancelled);
        Assert.InRange(await WaitForTheEndAsync(socket), 1, StubService.LargeAnswer - 1);
    }

    [Fact]
    public async Task Who_says_nothing_more_is_let_go()
    {
        await using var gateway = await GatewayHost.StartAsync(Impatient);
        using var socket = await ConnectAsync(gateway);
        await socket.SendAsync("GET /khao-sat/abc HTTP/1.1\r\nHost: cchc\r\n\r\n"u8.ToArray(), Cancelled);
        var clock = Stopwatch.StartNew();
        Assert.True(await WaitForTheEndAsync(socket) > 0);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Beyond_the_most_connections_nobody_is_let_in_until_one_ends()
    {
        await using var gateway = await GatewayHost.StartAsync(("Connections:Most", "3"));
        var sockets = new List<Socket>();
        for (var i = 0; i < 3; i++)
        {
            sockets.Add(await ConnectAsync(gateway));
            await AskAsync(sockets[i]);
        }

        using var fourth = await ConnectAsync(gateway);
        Assert.Equal(0, await WaitForTheEndAsync(fourth));
        await AskAsync(sockets[0]); // who was in stays in
        sockets[1].Dispose();
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100, Cancelled))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10));
            using var next = await ConnectAsync(gateway);
            await next.SendAsync("GET /khao-sat/abc HTTP/1.1\r\nHost: cchc\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancelled);
            if (await WaitForTheEndAsync(next) > 0)
            {
                break;
            }
        }

        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_slow_line_that_goes_on_steadily_is_not_cut_off()
    {
        await using var gateway = await GatewayHost.StartAsync(Impatient);
        using var socket = await ConnectAsync(gateway);
        await socket.SendAsync("POST /connect/token HTTP/1.1\r\nHost: cchc\r\nContent-Length: 6000\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancelled);
        for (var sent = 0; sent < 6000; sent += 100)
        {
            await socket.SendAsync(new byte[100], Cancelled); // a kilobyte a second
            await Task.Delay(100, Cancelled);
        }

        Assert.True(await WaitForTheEndAsync(socket) > 0);
        Assert.Equal(6000, gateway["identity"].Received.Single().BodyLength);
    }

    private static async Task<Socket> ConnectAsync(GatewayHost gateway)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Address.Port, Cancelled);
        return socket;
    }

    private static async Task AskAsync(Socket socket)
    {
        await socket.SendAsync("GET /khao-sat/abc HTTP/1.1\r\nHost: cchc\r\n\r\n"u8.ToArray(), Cancelled);
        Assert.True(await socket.ReceiveAsync(new byte[64 * 1024], Cancelled) > 0);
    }

    /// <summary>How much comes before the other side ends it.</summary>
    private static async Task<long> WaitForTheEndAsync(Socket socket)
    {
        var (all, buffer) = (0L, new byte[1024 * 1024]);
        try
        {
            while (await socket.ReceiveAsync(buffer, Cancelled) is > 0 and var read)
            {
                all += read;
            }
        }
        catch (SocketException)
        {
            // Cut off without a word.
        }

        return all;
    }
}
