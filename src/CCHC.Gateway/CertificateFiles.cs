using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CCHC.Gateway;

/// <summary>A certificate with its chain and the key to it, as two PEM files on the disk, which somebody else renews.</summary>
public sealed class CertificateFiles
{
    private readonly string _chain;
    private readonly string _key;
    private (string Chain, string Key) _seen;

    /// <exception cref="InvalidOperationException">There is no valid pair to begin with.</exception>
    public CertificateFiles(string chain, string key)
    {
        (_chain, _key) = (chain, key);
        try
        {
            _seen = Read();
            Current = Load(_seen.Chain, _seen.Key);
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            throw new InvalidOperationException($"Tls:Certificate and Tls:Key ({chain}, {key}) are no valid pair: {exception.Message}", exception);
        }
    }

    /// <summary>What the next handshake shows; those before go on with theirs.</summary>
    public SslStreamCertificateContext Current { get; private set; }

    /// <summary>Whether there is a new pair; nothing where the files are as they were. A broken pair throws, and the former stays.</summary>
    /// <exception cref="CryptographicException">The new pair is no valid one.</exception>
    public bool Renew()
    {
        var read = Read();
        if (read == _seen)
        {
            return false;
        }

        _seen = read;
        Current = Load(read.Chain, read.Key);
        return true;
    }

    internal static bool IsBroken(Exception exception) => exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException;

    private (string Chain, string Key) Read() => (File.ReadAllText(_chain), File.ReadAllText(_key));

    private static SslStreamCertificateContext Load(string chain, string key)
    {
        // Refuses a key that is not the certificate's, as while one of two files has been replaced.
        var certificate = X509Certificate2.CreateFromPem(chain, key);
        if (certificate.NotAfter < DateTime.Now)
        {
            throw new CryptographicException($"The certificate has expired on {certificate.NotAfter:yyyy-MM-dd}.");
        }

        var intermediates = new X509Certificate2Collection();
        intermediates.ImportFromPem(chain);
        intermediates.RemoveAt(0);
        return SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }
}
