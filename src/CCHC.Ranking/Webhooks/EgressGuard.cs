using System.Net;
using System.Net.Sockets;
using CCHC.ServiceDefaults.Http;

namespace CCHC.Ranking.Webhooks;

/// <summary>
/// Keeps webhooks out of the networks that this system stands in. The addresses behind a name are looked at when a connection is made and that very address
/// is connected to, so that a name cannot be pointed elsewhere after it was checked.
/// </summary>
public sealed class EgressGuard
{
    /// <summary>Not for the internet: special-purpose addresses (RFC 6890), multicast (RFC 5771) and reserved ones.</summary>
    private static readonly IPNetwork[] Closed4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    /// <summary>What is allocated for the internet; all else, such as loopback, link-local, unique local and multicast, lies outside.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Within it tunnels that carry an IPv4 address (Teredo, 6to4) and addresses for documents.</summary>
    private static readonly IPNetwork[] Closed6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private readonly IPNetwork[] _allowed;
    private readonly string[] _hosts;

    public EgressGuard(IConfiguration configuration)
    {
        _allowed = Networks(configuration.GetSection("Webhooks:AllowedNetworks").Get<string[]>() ?? []);
        _hosts = configuration.GetSection("Webhooks:AllowedHosts").Get<string[]>() ?? [];
        AllowHttp = configuration.GetValue<bool>("Webhooks:AllowHttp");
    }

    /// <summary>Receivers without TLS, in closed networks.</summary>
    public bool AllowHttp { get; }

    /// <summary>Whether a receiver may have this name: where <c>Webhooks:AllowedHosts</c> lists names, one of them or one below one that begins with a dot.</summary>
    public bool Allows(string host) => _hosts.Length == 0 || Array.Exists(
        _hosts, name => string.Equals(host, name, StringComparison.OrdinalIgnoreCase) || (name.StartsWith('.') && host.EndsWith(name, StringComparison.OrdinalIgnoreCase)));

    public bool Allows(IPAddress address)
    {
        var real = address.Plain();
        return Array.Exists(_allowed, network => network.Contains(real))
            || (real.AddressFamily == AddressFamily.InterNetwork
                ? !Array.Exists(Closed4, network => network.Contains(real))
                : Global6.Contains(real) && !Array.Exists(Closed6, network => network.Contains(real)));
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="EgressRefusedException">The name, or every address behind it, is closed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!Allows(context.DnsEndPoint.Host))
        {
            throw new EgressRefusedException(context.DnsEndPoint.Host);
        }

        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var open = Array.FindAll(found, Allows);
        if (open.Length == 0)
        {
            throw new EgressRefusedException(context.DnsEndPoint.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPNetwork[] Networks(params IEnumerable<string> texts) => [.. texts.Select(text => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new InvalidOperationException($"Webhooks:AllowedNetworks holds “{text}”, which is no network such as 10.20.0.0/16."))];
}

/// <summary>The name stands for addresses of networks that webhooks must not reach, or is not on the list of receivers.</summary>
public sealed class EgressRefusedException(string host) : IOException($"{host} is an address inside, or not on the list.")
{
    public string Host { get; } = host;
}
