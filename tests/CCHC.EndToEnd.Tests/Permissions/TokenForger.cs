using System.Security.Claims;
using System.Security.Cryptography;
using CCHC.Testing.Installations;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace CCHC.EndToEnd.Tests.Permissions;

/// <summary>Makes tokens of an officer of home affairs as Identity does, with its own key out of its database, each wrong in one way.</summary>
internal sealed class TokenForger(Installation system)
{
    private static readonly ECDsaSecurityKey Another = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public Task<string> GoodAsync() => TokenAsync(_ => { });

    public Task<string> ExpiredAsync() => TokenAsync(token =>
    {
        token.NotBefore = DateTime.UtcNow.AddHours(-2);
        token.IssuedAt = token.NotBefore;
        token.Expires = DateTime.UtcNow.AddMinutes(-1);
    });

    public Task<string> EarlyAsync() => TokenAsync(token => token.NotBefore = DateTime.UtcNow.AddMinutes(10));

    /// <summary>Under the name of the right key.</summary>
    public Task<string> SignedByAnotherKeyAsync() => TokenAsync(token =>
    {
        Another.KeyId = token.SigningCredentials.Key.KeyId;
        token.SigningCredentials = new SigningCredentials(Another, SecurityAlgorithms.EcdsaSha256);
    });

    public Task<string> OfAnotherIssuerAsync() => TokenAsync(token => token.Issuer = "https://tai-khoan.example.vn");

    public Task<string> ForAnotherAudienceAsync() => TokenAsync(token => token.Audience = "another");

    public Task<string> OfAnotherTypeAsync() => TokenAsync(token => token.TokenType = "JWT");

    /// <summary>Says that it needs no signature.</summary>
    public async Task<string> UnsignedAsync() =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{(await GoodAsync()).Split('.')[1]}.";

    private async Task<string> TokenAsync(Action<SecurityTokenDescriptor> wrong)
    {
        await using var identity = NpgsqlDataSource.Create(system.ConnectionString("identity-db"));
        await using var command = identity.CreateCommand("SELECT id, private_key FROM signing_key WHERE active_from <= now() AND active_until > now() ORDER BY active_from DESC LIMIT 1");
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(reader.GetFieldValue<byte[]>(1), out _);
        var token = new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = (await system.Anonymous().GetAsync("/.well-known/openid-configuration")).GetProperty("issuer").GetString(),
            Audience = "cchc",
            NotBefore = DateTime.UtcNow.AddMinutes(-1),
            Expires = DateTime.UtcNow.AddMinutes(10),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = reader.GetString(0) }, SecurityAlgorithms.EcdsaSha256),
            Subject = new ClaimsIdentity([new("sub", Guid.NewGuid().ToString()), new("preferred_username", "gia-mao"), new("role", "home-affairs"), new("area", "home-affairs@*")]),
        };
        wrong(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }
}
