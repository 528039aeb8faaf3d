using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Keys;

namespace CCHC.Survey.Frames;

/// <summary>
/// A key for every list of people, in the folder <c>Survey:Keys</c> beside the codes' secret and not in the database: whoever reads the database, its log
/// or a backup of it reads no names. Without its key a list is forgotten wherever it may still lie.
/// </summary>
public sealed class PersonKeys(IConfiguration configuration)
{
    private const int Bytes = 32;

    private readonly KeyFolder _folder = KeyFolder.Open(configuration, "Survey:Keys");

    /// <summary>The key of a list, made when it is first asked for.</summary>
    public PersonKey Of(Guid list) => new(list, _folder.ReadOrCreateSecret(FileOf(list), Bytes));

    /// <summary>Null once it is destroyed.</summary>
    public PersonKey? Find(Guid list) => _folder.Exists(FileOf(list)) ? Of(list) : null;

    /// <summary>The keys of several lists, each read once.</summary>
    public IReadOnlyDictionary<Guid, PersonKey?> FindAll(IEnumerable<Guid> lists) => lists.Distinct().ToDictionary(list => list, Find);

    public void Destroy(Guid list) => _folder.Delete(FileOf(list));

    /// <summary>Lists of which there is a key made before this time.</summary>
    public IEnumerable<Guid> MadeBefore(DateTimeOffset time) =>
        _folder.Names("people-*.key", time).Select(name => Guid.ParseExact(name["people-".Length..^".key".Length], "N"));

    private static string FileOf(Guid list) => $"people-{list:N}.key";
}

/// <summary>Seals what says who somebody is (AES-256-GCM); what is sealed for one place does not open in another.</summary>
public sealed class PersonKey(Guid list, byte[] key)
{
    /// <summary>What a sealed text begins with.</summary>
    public const string Mark = "k1:";

    /// <summary>SHA-256 of the key, by which a record of its end names it; tells nothing of the key.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(key));

    public string? Seal(string? text, Guid owner, int number)
    {
        if (text is null)
        {
            return null;
        }

        var plain = Encoding.UTF8.GetBytes(text);
        var whole = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, secret) = Parts(whole);
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        cipher.Encrypt(nonce.Span, plain, secret.Span, tag.Span, Place(owner, number));
        return Mark + Base64Url.EncodeToString(whole);
    }

    /// <summary>What an older version stored is not sealed yet and stays as it is.</summary>
    /// <exception cref="CryptographicException">It was not sealed for this place, or was changed since.</exception>
    public string? Open(string? text, Guid owner, int number)
    {
        if (text?.StartsWith(Mark, StringComparison.Ordinal) != true)
        {
            return text;
        }

        var (nonce, tag, secret) = Parts(Base64Url.DecodeFromChars(text.AsSpan(Mark.Length)));
        var plain = new byte[secret.Length];
        using var cipher = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        cipher.Decrypt(nonce.Span, secret.Span, tag.Span, plain, Place(owner, number));
        return Encoding.UTF8.GetString(plain);
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Secret) Parts(Memory<byte> whole) =>
        (whole[..AesGcm.NonceByteSizes.MaxSize], whole.Slice(AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize), whole[(AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)..]);

    private byte[] Place(Guid owner, int number) => Encoding.ASCII.GetBytes($"{list:N}/{owner:N}/{number}");
}
