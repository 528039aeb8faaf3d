using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Tokens;

/// <summary>A key that signs access tokens for a month; published a day before, and afterwards until the last token it signed has expired.</summary>
public sealed class SigningKey
{
    public static readonly TimeSpan ActiveTime = TimeSpan.FromDays(30);
    public static readonly TimeSpan AnnouncedAhead = TimeSpan.FromDays(1);

    // A minute more than the token lives, for clocks that differ.
    private static readonly TimeSpan PublishedAfter = AccessTokens.Lifetime + TimeSpan.FromMinutes(1);

    private readonly Lazy<ECDsa> _key;

    private SigningKey() => _key = new Lazy<ECDsa>(() =>
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(PrivateKey, out _);
        return key;
    });

    public string Id { get; private set; } = "";

    /// <summary>PKCS#8.</summary>
    public byte[] PrivateKey { get; private set; } = [];

    public DateTimeOffset ActiveFrom { get; private set; }
    public DateTimeOffset ActiveUntil { get; private set; }
    public DateTimeOffset PublishedUntil { get; private set; }

    public ECDsaSecurityKey SecurityKey => new(_key.Value) { KeyId = Id };

    public static SigningKey Create(DateTimeOffset activeFrom)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey
        {
            Id = Guid.CreateVersion7().ToString("N"),
            PrivateKey = key.ExportPkcs8PrivateKey(),
            ActiveFrom = activeFrom,
            ActiveUntil = activeFrom + ActiveTime,
            PublishedUntil = activeFrom + ActiveTime + PublishedAfter,
        };
    }

    public bool IsActive(DateTimeOffset now) => ActiveFrom <= now && now < ActiveUntil;
}
