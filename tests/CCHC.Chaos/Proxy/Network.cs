using System.Net;
using System.Text.Json;

namespace CCHC.Chaos.Proxy;

/// <summary>Every connection between two processes of the system goes through one of these links; the host is told so by its setting <c>Via</c>.</summary>
public sealed class Network : IAsyncDisposable
{
    private const string Postgres = "postgres";
    private const string RabbitMQ = "rabbitmq";

    private readonly Dictionary<string, IPEndPoint> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private string? _state;
    private DateTime _read;

    public Network()
    {
        Links =
        [
            .. Processes.Services.SelectMany(service => (Link[])[Between(service, Postgres), Between(service, RabbitMQ)]),
            .. Processes.Services.Append(Processes.Portal).Select(behind => Between(Processes.Gateway, behind)),
            .. Processes.Services.Append(Processes.Portal).Where(caller => caller != Processes.Identity).Select(caller => Between(caller, Processes.Identity)),
            Between(Processes.Portal, Processes.Gateway),
        ];
        foreach (var link in Links)
        {
            link.Start();
        }
    }

    public IReadOnlyList<Link> Links { get; }

    public IEnumerable<KeyValuePair<string, string>> Settings => Links.Select(link => KeyValuePair.Create($"Via__{link.Caller}__{link.Resource}", $"{link.Address}"));

    /// <summary>From now on addresses are read from the <c>run/state.json</c> of this data folder.</summary>
    public void Know(string data) => _state = Path.Combine(data, "run", "state.json");

    public Link Link(string caller, string resource) => Links.Single(link => link.Caller == caller && link.Resource == resource);

    public void Mend()
    {
        foreach (var link in Links)
        {
            link.Mend();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in Links)
        {
            await link.DisposeAsync();
        }
    }

    private Link Between(string caller, string resource) => new(caller, resource, () => Address(resource));

    private IPEndPoint? Address(string resource)
    {
        lock (_gate)
        {
            try
            {
                if (_state is not null && File.GetLastWriteTimeUtc(_state) is var written && written != _read)
                {
                    using var state = JsonDocument.Parse(File.ReadAllText(_state));
                    foreach (var item in state.RootElement.GetProperty("resources").EnumerateArray())
                    {
                        var (name, kind) = (item.GetProperty("name").GetString()!, item.GetProperty("kind").GetString());
                        var address = kind == RabbitMQ ? item.GetProperty("connectionString").GetString() : item.GetProperty("urls").EnumerateArray().Select(url => url.GetString()).FirstOrDefault();
                        if (address is not null)
                        {
                            _known[name] = new IPEndPoint(IPAddress.Loopback, new Uri(address).Port);
                        }
                    }

                    _read = written;
                }
            }
            catch (Exception exception) when (exception is IOException or JsonException)
            {
                // The host is away, or writing: what was true holds until it tells otherwise.
            }

            return _known.GetValueOrDefault(resource);
        }
    }
}
