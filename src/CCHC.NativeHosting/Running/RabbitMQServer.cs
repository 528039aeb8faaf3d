using System.Globalization;
using CCHC.NativeHosting.Backups;
using Microsoft.Extensions.Configuration;

namespace CCHC.NativeHosting.Running;

/// <summary>RabbitMQ from the machine's packages: a node of its own with its own name server, cookie and data, all on loopback.</summary>
internal sealed class RabbitMQServer : Runner
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private readonly RabbitMQServerResource server;
    private readonly DataDirectory data;
    private readonly string userName;
    private readonly string password;
    private readonly int port;
    private readonly int managementPort;
    private readonly int nodePort;
    private readonly int namesPort;
    private ChildProcess? nameServer;
    private bool isNew;

    public RabbitMQServer(RabbitMQServerResource server, DataDirectory data, IConfiguration configuration)
        : base(server, server.Name)
    {
        if (!File.Exists(Program))
        {
            throw new StartFailedException("RabbitMQ is not installed: apt-get install rabbitmq-server");
        }

        this.server = server;
        this.data = data;
        userName = server.UserName?.Value(configuration, data) ?? "broker";
        password = server.Password?.Value(configuration, data) ?? data.Secret(server.Name + "-password");
        port = data.Port(server.Name, server.Port);
        managementPort = data.Port(server.Name + "-management", server.ManagementPort);
        nodePort = data.Port(server.Name + "-node");
        namesPort = data.Port(server.Name + "-names");
        ConnectionString = $"amqp://{Uri.EscapeDataString(userName)}:{Uri.EscapeDataString(password)}@127.0.0.1:{port}";
    }

    public override string Kind => "rabbitmq";

    public override string ConnectionString { get; }

    public override IReadOnlyList<string> Urls => server.Management ? [$"http://127.0.0.1:{managementPort}"] : [];

    public override TimeSpan StopGrace => TimeSpan.FromSeconds(20);

    public override Task PrepareAsync(LogFile log, CancellationToken cancellationToken)
    {
        // Left to itself the node starts its name server as a daemon, which would outlive it.
        if (nameServer is null or { HasExited: true })
        {
            nameServer = ChildProcess.Start(
                new Command("epmd", ["-address", "127.0.0.1", "-port", namesPort.ToString(CultureInfo.InvariantCulture)], "/", new Dictionary<string, string?>()),
                data,
                Name,
                log.WriteLine);
        }

        var messages = Path.Combine(data.Root, server.Name, "mnesia");
        isNew |= !Directory.Exists(messages);
        data.Folder(server.Name);
        data.Folder(Path.Combine(server.Name, "log"));
        data.Folder(Path.Combine(server.Name, "mnesia"));
        data.WritePrivate(Path.Combine(server.Name, "enabled_plugins"), server.Management ? "[rabbitmq_management]." : "[].");
        data.WritePrivate(
            Path.Combine(server.Name, "rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {managementPort}
            default_user = {userName}
            default_pass = {password}
            default_user_tags.administrator = true
            disk_free_limit.absolute = 100MB
            vm_memory_high_watermark.absolute = 512MB
            log.file = false
            log.console = true
            log.console.use_colors = off
            log.console.level = warning

            """);
        return Task.CompletedTask;
    }

    public override Command Command()
    {
        var folder = Path.Combine(data.Root, server.Name);
        return new Command(Program, [], folder, new Dictionary<string, string?>
        {
            ["HOME"] = folder, // the node's cookie
            ["RABBITMQ_NODENAME"] = "broker@localhost",
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(folder, "advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_DIST_PORT"] = nodePort.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_MAX_NUMBER_OF_PROCESSES"] = "131072",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 +SDcpu 1:1 +SDio 2 -kernel inet_dist_use_interface {127,0,0,1}",
            ["RUNNING_UNDER_SYSTEMD"] = "true", // the script then becomes the server instead of standing between it and its signals
            ["NOTIFY_SOCKET"] = null,
            ["ERL_MAX_PORTS"] = "8192",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = namesPort.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>A node without a past gets the definitions that a restore has laid out.</summary>
    public override async Task CompleteAsync(LogFile log, CancellationToken cancellationToken)
    {
        var definitions = new BackupArea(data.Root).DefinitionsFile(server.Name);
        if (isNew && server.Management && File.Exists(definitions))
        {
            await BrokerDefinitions.ImportAsync(new Uri(Urls[0]), new Uri(ConnectionString), await File.ReadAllTextAsync(definitions, cancellationToken), cancellationToken);
            log.WriteLine($"Took over the definitions of {definitions}.");
        }
    }

    /// <summary>The broker answers the protocol header with a method frame.</summary>
    public override Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        AnswersAsync(port, "AMQP\0\0\u0009\u0001"u8.ToArray(), x => x == 1, cancellationToken);
}
