using System.Security.Cryptography;
using System.Text;

namespace CCHC.Ranking.Webhooks;

/// <summary>
/// Seals the secrets of webhooks with AES-GCM for their subscription. The key lies in the folder <c>Ranking:Keys</c> that all replicas share and not in
/// the database: who reads the database alone can sign nothing.
/// </summary>
public sealed class WebhookKey
{
    private const int KeyBytes = 32;
    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;
    private readonly byte[] _key;

    public WebhookKey(IConfiguration configuration)
    {
        var folder = configuration["Ranking:Keys"] ?? throw new InvalidOperationException("Ranking:Keys is not configured: the folder for the key that seals webhook secrets.");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "webhook.key");
        if (!File.Exists(file))
        {
            Create(file);
        }

        _key = File.ReadAllBytes(file);
        if (_key.Length != KeyBytes)
        {
            throw new InvalidOperationException($"{file} is damaged: {KeyBytes} bytes were expected.");
        }
    }

    public byte[] Seal(Guid subscription, string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var result = new byte[NonceBytes + TagBytes + plain.Length];
        var (nonce, tag, cipher) = (result.AsMemory(0, NonceBytes), result.AsMemory(NonceBytes, TagBytes), result.AsMemory(NonceBytes + TagBytes));
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span, subscription.ToByteArray());
        return result;
    }

    /// <exception cref="CryptographicException">Sealed for another subscription, by another key, or damaged.</exception>
    public string Open(Guid subscription, byte[] secret)
    {
        var plain = new byte[secret.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(secret.AsSpan(0, NonceBytes), secret.AsSpan(NonceBytes + TagBytes), secret.AsSpan(NonceBytes, TagBytes), plain, subscription.ToByteArray());
        return Encoding.UTF8.GetString(plain);
    }

    private static void Create(string file)
    {
        // Written aside and moved without overwriting: of two replicas that start at once, the later takes the key of the earlier.
        var mine = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(mine, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            stream.Flush(flushToDisk: true);
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
