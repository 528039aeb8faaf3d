using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CCHC.ServiceDefaults.Http;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Testing;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>What a service does where its database, its broker and other services are reached by TLS, and where somebody else answers in their place.</summary>
public sealed class TransportTests(TestServers servers) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cchc-transport-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_database_is_reached_by_tls_where_the_certificate_is_of_a_trusted_authority_and_not_otherwise()
    {
        var database = await NotesService.CreateDatabaseAsync(servers);
        var plain = new NpgsqlConnectionStringBuilder(TestServers.AsService(database, NotesService.Database));
        await using var relay = TlsRelay.Start(plain.Host!, plain.Port, isPostgres: true);
        var (right, other) = (Path.Combine(_folder, "ca.pem"), Path.Combine(_folder, "other.pem"));
        await File.WriteAllTextAsync(right, relay.Authority.ExportCertificatePem(), Cancelled);
        using (var stranger = TlsRelay.NewAuthority())
        {
            await File.WriteAllTextAsync(other, stranger.ExportCertificatePem(), Cancelled);
        }

        await using (var source = NpgsqlDataSource.Create(With(right)))
        {
            await using var command = source.CreateCommand("SELECT 6 * 7");
            Assert.Equal(42, await command.ExecuteScalarAsync(Cancelled));
        }

        Assert.Equal(1, relay.Encrypted);
        await using (var source = NpgsqlDataSource.Create(With(other)))
        {
            var refused = await Assert.ThrowsAsync<NpgsqlException>(async () => await source.OpenConnectionAsync(Cancelled));
            Assert.IsType<AuthenticationException>(refused.InnerException);
        }

        await servers.DropDatabaseAsync(database);

        string With(string authority)
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Address"] = $"tcp://localhost:{relay.Port}",
                ["Database:Password"] = plain.Password,
                ["Database:Options"] = $"SSL Mode=VerifyFull;Root Certificate={authority}",
            });
            return new NpgsqlConnectionStringBuilder(new ServiceDatabase(plain.Database!).ConnectionString(settings.Build())) { Username = plain.Username }.ConnectionString;
        }
    }

    [Fact]
    public async Task A_broker_with_a_certificate_that_nobody_vouches_for_is_told_nothing()
    {
        var virtualHost = await servers.CreateVirtualHostAsync("tls");
        await using var relay = TlsRelay.Start(virtualHost.Host, virtualHost.Port, isPostgres: false);
        var bus = Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(new UriBuilder(virtualHost) { Scheme = "amqps", Host = "localhost", Port = relay.Port }.Uri));
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => bus.StartAsync(TimeSpan.FromSeconds(8)));
        Assert.NotNull(refused);
        Assert.True(relay.Handshakes > 0);
        Assert.Equal(0, relay.Encrypted);
        await servers.DeleteVirtualHostAsync(virtualHost);
    }

    [Fact]
    public async Task A_service_with_a_certificate_that_nobody_vouches_for_is_told_nothing()
    {
        await using var relay = TlsRelay.Start("127.0.0.1", 1, isPostgres: false);
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["services:identity:http:0"] = $"https://localhost:{relay.Port}" }).Build());
        services.AddServiceClient("identity");
        services.AddServiceStreamClient("identity");
        await using var provider = services.BuildServiceProvider();
        foreach (var name in (string[])["identity", "identity-stream"])
        {
            using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient(name);
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri("/connect/token", UriKind.Relative), new StringContent("password=x"), Cancelled));
            Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
        }

        Assert.True(relay.Handshakes >= 2);
        Assert.Equal(0, relay.Encrypted);
    }

    /// <summary>Stands before a server that speaks in the clear, with a certificate for localhost by an authority of its own.</summary>
    private sealed class TlsRelay : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private int _handshakes;
        private int _encrypted;

        private TlsRelay()
        {
            Authority = NewAuthority();
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            using var issued = request.Create(Authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
            _certificate = issued.CopyWithPrivateKey(key);
            _listener.Start();
        }

        public X509Certificate2 Authority { get; }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        /// <summary>Begun.</summary>
        public int Handshakes => Volatile.Read(ref _handshakes);

        /// <summary>Connections that came about.</summary>
        public int Encrypted => Volatile.Read(ref _encrypted);

        public static X509Certificate2 NewAuthority()
        {
            var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=goc", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
        }

        public static TlsRelay Start(string host, int port, bool isPostgres)
        {
            var relay = new TlsRelay();
            _ = relay.AcceptAsync(host, port, isPostgres);
            return relay;
        }

        public ValueTask DisposeAsync()
        {
            _listener.Dispose();
            _certificate.Dispose();
            Authority.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task AcceptAsync(string host, int port, bool isPostgres)
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync(), host, port, isPostgres);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It is over.
            }
        }

        private async Task ServeAsync(TcpClient caller, string host, int port, bool isPostgres)
        {
            try
            {
                using (caller)
                {
                    var question = new byte[8];
                    while (isPostgres && question[7] != 0x2f) // SSLRequest; whatever is asked before, encryption by GSSAPI, is not to be had
                    {
                        await caller.GetStream().ReadExactlyAsync(question);
                        await caller.GetStream().WriteAsync(question[7] == 0x2f ? "S"u8.ToArray() : "N"u8.ToArray());
                    }

                    Interlocked.Increment(ref _handshakes);
                    await using var stream = new SslStream(caller.GetStream());
                    await stream.AuthenticateAsServerAsync(_certificate);
                    var first = new byte[1];
                    if (await stream.ReadAsync(first) == 0)
                    {
                        return; // with TLS 1.3 the caller refuses the certificate after the server's part is done
                    }

                    Interlocked.Increment(ref _encrypted);
                    using var server = new TcpClient();
                    await server.ConnectAsync(host, port);
                    await server.GetStream().WriteAsync(first);
                    await Task.WhenAny(stream.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(stream));
                }
            }
            catch (Exception exception) when (exception is IOException or AuthenticationException or SocketException or ObjectDisposedException)
            {
                // The caller did not trust it.
            }
        }
    }
}
