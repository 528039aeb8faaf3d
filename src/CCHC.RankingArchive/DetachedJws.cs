using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CCHC.RankingArchive;

/// <summary>A signature that stands beside what it signs: JWS with ES256 and detached content (RFC 7515, appendix F), the public key in its header.</summary>
public static class DetachedJws
{
    private const string Algorithm = "ES256";

    public static string Sign(ECDsa key, ReadOnlySpan<byte> payload)
    {
        var jwk = Jwk.Of(key);
        var header = Base64Url.EncodeToString(CanonicalJson.Write(new Header(Algorithm, jwk, jwk.Thumbprint)));
        return $"{header}..{Base64Url.EncodeToString(key.SignData(Input(header, payload), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The key whose signature it is; null where it is no valid signature of this payload.</summary>
    public static Jwk? Verify(string jws, ReadOnlySpan<byte> payload)
    {
        if (jws.Trim().Split('.') is not [var encodedHeader, "", var encodedSignature])
        {
            return null;
        }

        try
        {
            var header = JsonSerializer.Deserialize<Header>(Base64Url.DecodeFromChars(encodedHeader), CanonicalJson.Options);
            if (header is not { Alg: Algorithm, Jwk: { Kty: Jwk.EllipticCurve, Crv: Jwk.P256 } jwk })
            {
                return null;
            }

            using var key = jwk.ToKey();
            return key.VerifyData(Input(encodedHeader, payload), Base64Url.DecodeFromChars(encodedSignature), HashAlgorithmName.SHA256) ? jwk : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Input(string header, ReadOnlySpan<byte> payload) => Encoding.ASCII.GetBytes($"{header}.{Base64Url.EncodeToString(payload)}");

    private sealed record Header(string Alg, Jwk? Jwk, string? Kid);
}

/// <summary>A public key on the curve P-256 (RFC 7517).</summary>
public sealed record Jwk(string Kty, string Crv, string X, string Y)
{
    internal const string EllipticCurve = "EC";
    internal const string P256 = "P-256";

    /// <summary>The key's own name and fingerprint (RFC 7638).</summary>
    public string Thumbprint => Base64Url.EncodeToString(SHA256.HashData(
        Encoding.UTF8.GetBytes($$"""{"crv":"{{Crv}}","kty":"{{Kty}}","x":"{{X}}","y":"{{Y}}"}""")));

    public static Jwk Of(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new Jwk(EllipticCurve, P256, Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }

    /// <summary>The keys of a file: a JWK Set, one JWK, or PEM.</summary>
    /// <exception cref="InvalidDataException">It is none of these.</exception>
    public static IReadOnlyList<Jwk> ReadFile(string text)
    {
        try
        {
            if (!text.TrimStart().StartsWith('{'))
            {
                using var key = ECDsa.Create();
                key.ImportFromPem(text);
                return [Of(key)];
            }

            using var document = JsonDocument.Parse(text);
            var keys = document.RootElement.TryGetProperty("keys", out var set) ? set.EnumerateArray().ToArray() : [document.RootElement];
            return [.. keys.Select(key => key.Deserialize<Jwk>(CanonicalJson.Options)).OfType<Jwk>().Where(key => key is { Kty: EllipticCurve, Crv: P256, X: not null, Y: not null })];
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or CryptographicException or InvalidOperationException)
        {
            throw new InvalidDataException("not a JWK Set, a JWK or a PEM file with a key for ES256", exception);
        }
    }

    internal ECDsa ToKey() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(X), Y = Base64Url.DecodeFromChars(Y) },
    });
}
