using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CCHC.Gateway.Tests;

/// <summary>
/// A request hidden in the body of another: where the gateway and a service do not agree on where a request ends (RFC 9112, 6 and 11.2), the service would take the
/// rest for one of its own, past every check of the gateway.
/// </summary>
public sealed class SmugglingTests
{
    private const string Hidden = "GET /api/identity/accounts HTTP/1.1\r\nHost: cchc\r\n\r\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: LENGTH", "0\r\n\r\n")]
    [InlineData("Content-Length: 0\r\nContent-Length: LENGTH", "")]
    [InlineData("Content-Length: LENGTH\r\nContent-Length: 0", "")]
    [InlineData("Content-Length: LENGTH, 0", "")]
    [InlineData("Content-Length: +LENGTH", "")]
    [InlineData("Content-Length: 0x4D", "")]
    [InlineData("Content-Length : LENGTH", "")]
    [InlineData("Transfer-Encoding : chunked", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\nContent-Length: LENGTH", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\nContent-Length: LENGTH", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\nContent-Length: LENGTH", "0\r\n\r\n")]
    [InlineData("X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: LENGTH", "0\r\n\r\n")]
    [InlineData("X: y\nTransfer-Encoding: chunked\r\nContent-Length: LENGTH", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "0\r\n\r\n")] // hidden from nobody: one more request, without a token
    [InlineData("Transfer-Encoding: chunked", "0\n\n")]
    [InlineData("Transfer-Encoding: chunked", "-1\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "100000000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "0;\n\r\n\r\n")]
    public async Task A_request_hidden_in_another_reaches_no_service(string headers, string body)
    {
        await using var gateway = await GatewayHost.StartAsync();
        var length = Encoding.ASCII.GetByteCount(body + Hidden).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var request = $"POST /connect/token HTTP/1.1\r\nHost: cchc\r\n{headers.Replace("LENGTH", length, StringComparison.Ordinal)}\r\n\r\n{body}{Hidden}";
        await SendAsync(gateway, request);

        // Another one on the connection that the gateway keeps to the service: what lay there would come before it.
        using var client = gateway.Anonymous();
        using var next = await client.PostAsync("/connect/token", []);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Contains("identity first", await next.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.All(gateway["identity"].Received, received => Assert.Equal(("POST", "/connect/token"), (received.Method, received.Path)));
        Assert.InRange(gateway["identity"].Received.Count, 1, 2);
    }

    private static async Task SendAsync(GatewayHost gateway, string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Address.Port, Cancelled);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), Cancelled);
        socket.Shutdown(SocketShutdown.Send);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException && !Cancelled.IsCancellationRequested)
        {
            // Cut off, or left waiting for the rest.
        }
    }
}
