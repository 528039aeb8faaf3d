using System.Security.Cryptography;
using System.Text;
using CCHC.RankingArchive;
using CCHC.ServiceDefaults.Keys;

namespace CCHC.Ranking.Publications;

/// <summary>
/// The keys of the archives' signatures, in the folder <c>Ranking:Keys</c> that all replicas share; the first is made at the first start. Every
/// <c>*.pem</c> there is told to the public, the last by name that holds a private key signs: a new one is put beside the old, of which the public half may stay.
/// </summary>
public sealed class ArchiveKeys
{
    public ArchiveKeys(IConfiguration configuration)
    {
        var folder = KeyFolder.Open(configuration, "Ranking:Keys");
        if (Directory.GetFiles(folder.Path, "*.pem").Length == 0)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            folder.Create("0001.pem", Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        }

        var keys = Directory.GetFiles(folder.Path, "*.pem").Order(StringComparer.Ordinal).Select(file => File.ReadAllText(file)).Select(pem => (Pem: pem, Key: Read(pem))).ToList();
        Public = [.. keys.Select(key => Jwk.Of(key.Key))];
        Signing = keys.LastOrDefault(key => key.Pem.Contains("PRIVATE KEY", StringComparison.Ordinal)).Key
            ?? throw new InvalidOperationException($"{folder.Path} holds no private key to sign archives with.");
    }

    public IReadOnlyList<Jwk> Public { get; }

    /// <summary>On the curve P-256.</summary>
    public ECDsa Signing { get; }

    private static ECDsa Read(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key;
    }
}
