using CCHC.Identity.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CCHC.Identity.Tests;

public sealed class KeyTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task A_key_is_announced_a_day_ahead_signs_for_a_month_and_stays_until_its_last_token_expired()
    {
        var account = await identity.CreateAccountAsync();
        var first = Assert.Single(await PublishedAsync());
        Assert.Equal(first, await SigningKeyAsync(account));

        identity.Clock.Advance(TimeSpan.FromDays(28.9));
        Assert.Equal([first], await PublishedAsync());

        identity.Clock.Advance(TimeSpan.FromDays(0.2)); // 29.1
        var both = await PublishedAsync();
        Assert.Equal(2, both.Count);
        Assert.Equal(first, both[0]);
        Assert.Equal(first, await SigningKeyAsync(account));

        identity.Clock.Advance(TimeSpan.FromDays(0.9) + TimeSpan.FromMinutes(2)); // 30 days and 2 minutes
        Assert.Equal(both[1], await SigningKeyAsync(account));
        Assert.Equal(both, await PublishedAsync());

        identity.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal([both[1]], await PublishedAsync());

        identity.Clock.Advance(TimeSpan.FromDays(90)); // switched off for a quarter
        var afterRest = Assert.Single(await PublishedAsync());
        Assert.NotEqual(both[1], afterRest);
        Assert.Equal(afterRest, await SigningKeyAsync(account));
        Assert.Equal(1, await identity.Read(db => db.SigningKeys.CountAsync()));
    }

    [Fact]
    public async Task Nothing_private_is_published()
    {
        using var client = identity.Anonymous();
        var keys = await IdentityHost.GetAsync(client, "/.well-known/jwks.json");
        Assert.All(keys.GetProperty("keys").EnumerateArray(), key =>
            Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.EnumerateObject().Select(property => property.Name).Order()));
    }

    private async Task<List<string>> PublishedAsync()
    {
        using var client = identity.Anonymous();
        var keys = await IdentityHost.GetAsync(client, "/.well-known/jwks.json");
        return [.. keys.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private async Task<string> SigningKeyAsync((Guid Id, string UserName, string Password) account) =>
        new JsonWebToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken).Kid;
}

public sealed class ReplicaKeyTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task Replicas_that_find_no_key_at_the_same_time_agree_on_one()
    {
        await identity.Read(db => db.SigningKeys.ExecuteDeleteAsync());
        var scopes = identity.Services.GetRequiredService<IServiceScopeFactory>();
        var replicas = Enumerable.Range(0, 8).Select(_ => new SigningKeys(scopes, TimeProvider.System, NullLogger<SigningKeys>.Instance));
        var keys = await Task.WhenAll(replicas.Select(replica => replica.CurrentAsync(TestContext.Current.CancellationToken)));
        Assert.Single(keys.Select(key => key.Id).Distinct());
        Assert.Equal(1, await identity.Read(db => db.SigningKeys.CountAsync()));
    }
}
