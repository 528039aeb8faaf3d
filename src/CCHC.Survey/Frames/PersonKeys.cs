using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Keys;

namespace CCHC.Survey.Frames;

/// <summary>
/// A key for every list of people, in the folder <c>Survey:Keys</c> beside the codes' secret and not in the database: whoever reads the database, its log
/// or a backup of it reads no names. Without its key a list is forgotten wherever it may still lie. Each time one person of it is to be forgotten the
/// others are sealed anew, by a key of the next generation, and the one before is destroyed.
/// </summary>
public sealed class PersonKeys(IConfiguration configuration)
{
    private const int Bytes = 32;

    private readonly KeyFolder _folder = KeyFolder.Open(configuration, "Survey:Keys");

    /// <summary>The keys of a list, to seal with that of this generation (1, 2, …), which is made when it is first asked for.</summary>
    public PersonKey Of(Guid list, int generation = 1)
    {
        _folder.ReadOrCreateSecret(FileOf(list, generation), Bytes);
        return Find(list, generation)!;
    }

    /// <summary>Null once they are destroyed.</summary>
    public PersonKey? Find(Guid list, int? generation = null)
    {
        var keys = Files(list, DateTimeOffset.MaxValue).ToDictionary(file => file.Generation, file => _folder.ReadOrCreateSecret(FileOf(list, file.Generation), Bytes));
        return keys.Count == 0 ? null : new PersonKey(list, keys, generation ?? keys.Keys.Max());
    }

    /// <summary>The keys of several lists, each read once.</summary>
    public IReadOnlyDictionary<Guid, PersonKey?> FindAll(IEnumerable<Guid> lists) => lists.Distinct().ToDictionary(list => list, list => Find(list));

    /// <summary>All generations of a list.</summary>
    public void Destroy(Guid list) => DestroyOthers(list, generation: null, DateTimeOffset.MaxValue);

    /// <summary>All but one generation.</summary>
    public void DestroyOthers(Guid list, int? generation, DateTimeOffset madeBefore)
    {
        foreach (var file in Files(list, madeBefore).Where(file => file.Generation != generation).ToList())
        {
            _folder.Delete(FileOf(list, file.Generation));
        }
    }

    /// <summary>Lists of which there is a key made before this time.</summary>
    public IEnumerable<Guid> MadeBefore(DateTimeOffset time) => Files(list: null, time).Select(file => file.List).Distinct();

    private IEnumerable<(Guid List, int Generation)> Files(Guid? list, DateTimeOffset madeBefore) =>
        from name in _folder.Names(list is null ? "people-*.key" : $"people-{list:N}*.key", madeBefore)
        let parts = Path.GetFileNameWithoutExtension(name).Split('-')
        select (Guid.ParseExact(parts[1], "N"), parts.Length == 2 ? 1 : int.Parse(parts[2], CultureInfo.InvariantCulture));

    private static string FileOf(Guid list, int generation) => generation == 1 ? $"people-{list:N}.key" : string.Create(CultureInfo.InvariantCulture, $"people-{list:N}-{generation}.key");
}

/// <summary>Seals what says who somebody is (AES-256-GCM); what is sealed for one place does not open in another.</summary>
/// <param name="list">Of which it is.</param>
/// <param name="keys">Of 32 bytes, by generation.</param>
/// <param name="generation">With which it seals; one of them.</param>
public sealed class PersonKey(Guid list, IReadOnlyDictionary<int, byte[]> keys, int generation)
{
    /// <summary>How PostgreSQL knows a sealed text.</summary>
    public const string SealedPattern = "^k[1-9][0-9]*:";

    /// <summary>SHA-256 of the key it seals with, by which a record of its end names it; tells nothing of the key.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(keys[generation]));

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
        using var cipher = new AesGcm(keys[generation], AesGcm.TagByteSizes.MaxSize);
        cipher.Encrypt(nonce.Span, plain, secret.Span, tag.Span, Place(owner, number));
        return string.Create(CultureInfo.InvariantCulture, $"k{generation}:{Base64Url.EncodeToString(whole)}");
    }

    /// <summary>What an older version stored is not sealed yet and stays as it is; null for what was sealed with a key that is destroyed.</summary>
    /// <exception cref="CryptographicException">It was not sealed for this place, or was changed since.</exception>
    public string? Open(string? text, Guid owner, int number)
    {
        if (text is null || GenerationOf(text) is not { } sealedWith)
        {
            return text;
        }

        if (!keys.TryGetValue(sealedWith, out var key))
        {
            return null;
        }

        var (nonce, tag, secret) = Parts(Base64Url.DecodeFromChars(text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1)));
        var plain = new byte[secret.Length];
        using var cipher = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        cipher.Decrypt(nonce.Span, secret.Span, tag.Span, plain, Place(owner, number));
        return Encoding.UTF8.GetString(plain);
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Secret) Parts(Memory<byte> whole) =>
        (whole[..AesGcm.NonceByteSizes.MaxSize], whole.Slice(AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize), whole[(AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)..]);

    private byte[] Place(Guid owner, int number) => Encoding.ASCII.GetBytes($"{list:N}/{owner:N}/{number}");

    /// <summary>Null for what is not sealed.</summary>
    private static int? GenerationOf(string text) =>
        text is ['k', >= '1' and <= '9', ..] && int.TryParse(text.AsSpan(1, Math.Max(0, text.IndexOf(':', StringComparison.Ordinal) - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : null;
}
