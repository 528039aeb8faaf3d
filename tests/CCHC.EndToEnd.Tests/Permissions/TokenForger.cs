using System.Security.Claims;
using CCHC.Testing.Installations;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.EndToEnd.Tests.Permissions;

/// <summary>Makes tokens of an officer of home affairs as Identity does, with its own key out of its database, each wrong in one way.</summary>
internal sealed class TokenForger(Installation system)
{
    public Task<string> GoodAsync() => TokenAsync(_ => { });

    public Task<string> ExpiredAsync() => TokenAsync(token =>
    {
        token.NotBefore = DateTime.UtcNow.AddHours(-2);
        token.IssuedAt = token.NotBefore;
        token.Expires = DateTime.UtcNow.AddMinutes(-1);
    });

    public Task<string> EarlyAsync() => TokenAsync(token => token.NotBefore = DateTime.UtcNow.AddMinutes(10));

    /// <summary>Under the name of the right key.</summary>
    public Task<string> SignedByAnotherKeyAsync() => TokenAsync(token => token.SigningCredentials = token.SigningCredentials.OfSomebodyElse());

    public Task<string> OfAnotherIssuerAsync() => TokenAsync(token => token.Issuer = "https://tai-khoan.example.vn");

    public Task<string> ForAnotherAudienceAsync() => TokenAsync(token => token.Audience = "another");

    public Task<string> OfAnotherTypeAsync() => TokenAsync(token => token.TokenType = "JWT");

    /// <summary>Says that it needs no signature.</summary>
    public async Task<string> UnsignedAsync() =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{(await GoodAsync()).Split('.')[1]}.";

    private async Task<string> TokenAsync(Action<SecurityTokenDescriptor> wrong)
    {
        var token = new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = (await system.Anonymous().GetAsync("/.well-known/openid-configuration")).GetProperty("issuer").GetString(),
            Audience = "cchc",
            NotBefore = DateTime.UtcNow.AddMinutes(-1),
            Expires = DateTime.UtcNow.AddMinutes(10),
            SigningCredentials = await system.SigningCredentialsAsync(),
            Subject = new ClaimsIdentity([new("sub", Guid.NewGuid().ToString()), new("preferred_username", "gia-mao"), new("role", "home-affairs"), new("area", "home-affairs@*")]),
        };
        wrong(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }
}
