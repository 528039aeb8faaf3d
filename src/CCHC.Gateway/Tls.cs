using System.Net.Security;
using System.Security.Authentication;

namespace CCHC.Gateway;

/// <summary>
/// TLS served by the gateway itself, beside its other addresses: <c>Tls:Certificate</c> and <c>Tls:Key</c> name the PEM files, <c>Tls:Address</c> where it
/// listens. Without a certificate a reverse proxy in front does it.
/// </summary>
public static class Tls
{
    private const string UsualAddress = "https://*:8443";

    /// <summary>With forward secrecy and authenticated encryption only; those of TLS 1.2 are Mozilla's "intermediate" ones without DHE.</summary>
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    public static void AddTls(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Tls");
        if (settings["Certificate"] is not { Length: > 0 } chain)
        {
            return;
        }

        var files = new CertificateFiles(chain, settings["Key"] is { Length: > 0 } key ? key : chain);
        builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<CertificateRenewal>(
            provider, files, settings.GetValue("LookEvery", TimeSpan.FromSeconds(10))));
        builder.WebHost.UseUrls([.. Addresses(builder.Configuration), settings["Address"] ?? UsualAddress]);
        builder.WebHost.ConfigureKestrel(options => options.ConfigureHttpsDefaults(https =>
        {
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.ServerCertificateSelector = (_, _) => files.Current.TargetCertificate;
            https.OnAuthenticate = (_, handshake) =>
            {
                // The selector gives the certificate alone; with the context its intermediates are sent too.
                handshake.ServerCertificateSelectionCallback = null;
                handshake.ServerCertificateContext = files.Current;
                if (OperatingSystem.IsLinux())
                {
                    handshake.CipherSuitesPolicy = new CipherSuitesPolicy(Suites);
                }
            };
        }));
    }

    /// <summary>Where it would listen anyway, which naming an address would replace.</summary>
    private static IEnumerable<string> Addresses(ConfigurationManager configuration) => configuration["urls"] is { Length: > 0 } urls
        ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
        : (configuration["http_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => "http://*:" + port);
}
