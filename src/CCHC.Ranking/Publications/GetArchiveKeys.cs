namespace CCHC.Ranking.Publications;

/// <summary>The public keys of the archives' signatures, as a JWK Set (RFC 7517).</summary>
public static class GetArchiveKeys
{
    public sealed record Response(IReadOnlyList<Key> Keys);

    public sealed record Key(string Kty, string Crv, string X, string Y, string Kid, string Alg, string Use);

    public static PublicDocument<Response> Handle(ArchiveKeys keys) =>
        new(new Response([.. keys.Public.Select(key => new Key(key.Kty, key.Crv, key.X, key.Y, key.Thumbprint, "ES256", "sig"))]));
}
