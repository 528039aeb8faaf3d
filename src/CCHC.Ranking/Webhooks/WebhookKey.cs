using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Keys;

namespace CCHC.Ranking.Webhooks;

/// <summary>
/// Seals the secrets of webhooks with AES-GCM for their subscription. The key lies in the folder <c>Ranking:Keys</c> that all replicas share and not in
/// the database: who reads the database alone can sign nothing.
/// </summary>
public sealed class WebhookKey(IConfiguration configuration)
{
    private const int KeyBytes = 32;
    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;
    private readonly byte[] _key = KeyFolder.Open(configuration, "Ranking:Keys").ReadOrCreateSecret("webhook.key", KeyBytes);

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
}
