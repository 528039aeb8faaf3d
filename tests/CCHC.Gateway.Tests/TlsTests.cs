using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CCHC.Gateway.Tests;

/// <summary>The gateway serves TLS from files that somebody else renews.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cchc-tls-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Chain => Path.Combine(_folder, "chain.pem");

    private string Key => Path.Combine(_folder, "key.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_renewed_certificate_is_shown_from_the_next_handshake_on_and_nobody_is_disconnected()
    {
        Write(Issue("mot"));
        await using var gateway = await StartAsync();
        await using var before = await ConnectAsync(gateway);
        Assert.Equal("CN=mot", before.RemoteCertificate!.Subject);
        Assert.Equal(200, await AskAsync(before));

        Write(Issue("hai"));
        await Eventually(async () => await SubjectAsync(gateway) == "CN=hai");
        Assert.Equal(200, await AskAsync(before)); // the same connection, which still has the former
        Assert.Equal("CN=mot", before.RemoteCertificate!.Subject);
        Assert.Contains(gateway.Log, line => line.StartsWith("Information: A new certificate is served", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("key of another")]
    [InlineData("no certificate")]
    [InlineData("expired")]
    [InlineData("gone")]
    public async Task A_broken_pair_is_logged_and_the_former_stays_until_a_whole_one_comes(string what)
    {
        Write(Issue("mot"));
        await using var gateway = await StartAsync();
        switch (what)
        {
            case "key of another":
                Write(Issue("hai"), Issue("ba"));
                break;
            case "no certificate":
                await File.WriteAllTextAsync(Chain, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", Cancelled);
                break;
            case "expired":
                Write(Issue("hai", DateTimeOffset.UtcNow.AddDays(-1)));
                break;
            default:
                File.Delete(Chain);
                break;
        }

        await Eventually(() => Task.FromResult(gateway.Log.Any(line => line.StartsWith("Error: The new certificate is not served, the former stays", StringComparison.Ordinal))));
        Assert.Equal("CN=mot", await SubjectAsync(gateway));
        Write(Issue("bon"));
        await Eventually(async () => await SubjectAsync(gateway) == "CN=bon");
    }

    [Fact]
    public async Task Without_a_whole_pair_to_begin_with_it_does_not_start()
    {
        Write(Issue("mot"), Issue("hai"));
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync());
        Assert.Contains("are no valid pair", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificates_between_it_and_the_authority_are_sent_along()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authority("CN=goc", authorityKey, issuer: null);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middle = Authority("CN=giua", middleKey, authority).CopyWithPrivateKey(middleKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = new CertificateRequest("CN=la", key, HashAlgorithmName.SHA256).Create(middle, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10), [7, 7]);
        await File.WriteAllTextAsync(Chain, leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem() + "\n", Cancelled);
        await File.WriteAllTextAsync(Key, key.ExportPkcs8PrivateKeyPem(), Cancelled);
        await using var gateway = await StartAsync();
        var sent = new List<string>();
        await using var connection = await ConnectAsync(gateway, chain => sent.AddRange(chain.ChainPolicy.ExtraStore.Select(certificate => certificate.Subject)));
        Assert.Contains("CN=giua", sent);
    }

    [Fact]
    public async Task Browsers_are_told_to_come_by_tls_only_whoever_serves_it()
    {
        Write(Issue("mot"));
        await using var gateway = await StartAsync();
        using var trusting = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=mot" } };
        using var client = new HttpClient(trusting);
        using var over = await client.GetAsync(new Uri(gateway.Addresses[^1], "/khao-sat/abc"), Cancelled);
        Assert.Equal("max-age=31536000", over.Headers.GetValues("Strict-Transport-Security").Single());

        using var plain = gateway.Anonymous();
        using var front = await plain.GetAsync("/khao-sat/abc", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal("max-age=31536000", front.Headers.GetValues("Strict-Transport-Security").Single());
        using var without = await plain.GetAsync("/khao-sat/abc", []);
        Assert.False(without.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Browsers_are_told_the_same_of_hosts_below_this_one_where_that_is_set()
    {
        await using var gateway = await GatewayHost.StartAsync(("Hsts:SubDomains", "true"));
        using var client = gateway.Anonymous();
        using var front = await client.GetAsync("/khao-sat/abc", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal("max-age=31536000; includeSubDomains", front.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Theory]
    [InlineData(0x01, false)]
    [InlineData(0x02, false)]
    [InlineData(0x03, true)]
    public async Task Who_speaks_a_version_older_than_tls_1_2_is_refused(byte version, bool taken)
    {
        Write(Issue("mot"));
        await using var gateway = await StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Addresses[^1].Port, Cancelled);
        await socket.GetStream().WriteAsync(Hello(version), Cancelled);
        var answer = new byte[7];
        await socket.GetStream().ReadExactlyAsync(answer, Cancelled);
        if (taken)
        {
            Assert.Equal((22, 2), (answer[0], answer[5])); // a handshake, the server's hello
        }
        else
        {
            Assert.Equal((21, 2, 70), (answer[0], answer[5], answer[6])); // an alert, fatal, protocol_version (RFC 5246, 7.2)
        }
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, false)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, false)]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public async Task Only_suites_that_encrypt_and_authenticate_in_one_are_agreed_to(TlsCipherSuite suite, bool taken)
    {
        Write(Issue("mot"));
        await using var gateway = await StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Addresses[^1].Port, Cancelled);
        await using var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate!.Subject == "CN=mot");
        var options = new SslClientAuthenticationOptions { TargetHost = "cchc.test", EnabledSslProtocols = SslProtocols.Tls12, CipherSuitesPolicy = new CipherSuitesPolicy([suite]) };
        if (taken)
        {
            await stream.AuthenticateAsClientAsync(options, Cancelled);
            Assert.Equal(suite, stream.NegotiatedCipherSuite);
        }
        else
        {
            var refused = await Assert.ThrowsAsync<AuthenticationException>(() => stream.AuthenticateAsClientAsync(options, Cancelled));
            Assert.Contains("handshake failure", refused.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>As a client that knows nothing newer than 1.x says it; written by hand, since the system's own library would not.</summary>
    private static byte[] Hello(byte version)
    {
        byte[] suites = [0xC0, 0x2B, 0xC0, 0x09, 0xC0, 0x0A]; // ECDHE-ECDSA with AES-128-GCM, AES-128-CBC-SHA, AES-256-CBC-SHA
        byte[] extensions = [0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 3]; // P-256, uncompressed, ECDSA with SHA-256
        byte[] body = [3, version, .. RandomNumberGenerator.GetBytes(32), 0, 0, (byte)suites.Length, .. suites, 1, 0, 0, (byte)extensions.Length, .. extensions];
        return [22, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(
        ("Tls:Certificate", Chain), ("Tls:Key", Key), ("Tls:Address", "https://127.0.0.1:0"), ("Tls:LookEvery", "00:00:00.1"), ("Logging:LogLevel:CCHC.Gateway.CertificateRenewal", "Information"));

    private void Write((string Certificate, string Key) pair, (string Certificate, string Key)? keyOf = null)
    {
        File.WriteAllText(Chain, pair.Certificate);
        File.WriteAllText(Key, (keyOf ?? pair).Key);
    }

    private static (string Certificate, string Key) Issue(string name, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), until ?? DateTimeOffset.UtcNow.AddDays(30));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Authority(string name, ECDsa key, X509Certificate2? issuer)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return issuer is null
            ? request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(30))
            : request.Create(issuer, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(20), [9]);
    }

    private static async Task<SslStream> ConnectAsync(GatewayHost gateway, Action<X509Chain>? look = null)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Addresses[^1].Port, Cancelled);
        var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, chain, _) =>
        {
            look?.Invoke(chain!);
            return certificate!.Subject.StartsWith("CN=", StringComparison.Ordinal); // no authority knows it
        });
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "cchc.test" }, Cancelled);
        return stream;
    }

    private static async Task<string> SubjectAsync(GatewayHost gateway)
    {
        await using var connection = await ConnectAsync(gateway);
        return connection.RemoteCertificate!.Subject;
    }

    private static async Task<int> AskAsync(SslStream connection)
    {
        await connection.WriteAsync("GET /khao-sat/abc HTTP/1.1\r\nHost: cchc.test\r\n\r\n"u8.ToArray(), Cancelled);
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        do
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, await connection.ReadAsync(buffer, Cancelled)));
        }
        while (!text.ToString().Contains("portal first", StringComparison.Ordinal));
        return int.Parse(text.ToString().Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task Eventually(Func<Task<bool>> wanted)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !await wanted(); await Task.Delay(50, Cancelled))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), "It did not come about in time.");
        }
    }
}
