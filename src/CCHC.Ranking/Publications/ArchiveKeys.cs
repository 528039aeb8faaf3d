using System.Security.Cryptography;
using CCHC.RankingArchive;

namespace CCHC.Ranking.Publications;

/// <summary>
/// The keys of the archives' signatures, in the folder <c>Ranking:Keys</c> that all replicas share; the first is made at the first start. Every
/// <c>*.pem</c> there is told to the public, the last by name that holds a private key signs: a new one is put beside the old, of which the public half may stay.
/// </summary>
public sealed class ArchiveKeys
{
    public ArchiveKeys(IConfiguration configuration)
    {
        var folder = configuration["Ranking:Keys"] ?? throw new InvalidOperationException("Ranking:Keys is not configured: the folder for the keys that sign archives.");
        Directory.CreateDirectory(folder);
        if (Directory.GetFiles(folder, "*.pem").Length == 0)
        {
            Create(Path.Combine(folder, "0001.pem"));
        }

        var keys = Directory.GetFiles(folder, "*.pem").Order(StringComparer.Ordinal).Select(file => File.ReadAllText(file)).Select(pem => (Pem: pem, Key: Read(pem))).ToList();
        Public = [.. keys.Select(key => Jwk.Of(key.Key))];
        Signing = keys.LastOrDefault(key => key.Pem.Contains("PRIVATE KEY", StringComparison.Ordinal)).Key
            ?? throw new InvalidOperationException($"{folder} holds no private key to sign archives with.");
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

    private static void Create(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // Written aside and moved without overwriting: of two replicas that start at once, the later takes the key of the earlier.
        var mine = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(mine, options))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            File.Move(mine, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(mine);
        }
    }
}
