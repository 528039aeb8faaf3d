using System.Net;

namespace CCHC.Identity.Tests;

public sealed class LockoutTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task Five_wrong_passwords_lock_an_account_for_five_minutes_and_nobody_else()
    {
        var account = await identity.CreateAccountAsync();
        var other = await identity.CreateAccountAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(account.UserName, "sai mật khẩu"));
        }

        Assert.Equal(HttpStatusCode.OK, await TryAsync(account.UserName, account.Password)); // which starts the count anew
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(account.UserName, "sai mật khẩu"));
        }

        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(account.UserName, account.Password));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(other.UserName, other.Password));

        identity.Clock.Advance(TimeSpan.FromSeconds(290));
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(account.UserName, account.Password));
        identity.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(account.UserName, account.Password));
    }

    private async Task<HttpStatusCode> TryAsync(string userName, string password)
    {
        using var response = await identity.AskForTokenAsync(("grant_type", "password"), ("username", userName), ("password", password));
        return response.StatusCode;
    }
}

public sealed class ParallelGuessTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task Guesses_sent_all_at_once_are_counted_one_by_one()
    {
        var account = await identity.CreateAccountAsync();
        var guesses = await Task.WhenAll(Enumerable.Range(0, 5).Select(i =>
            identity.AskForTokenAsync(("grant_type", "password"), ("username", account.UserName), ("password", $"đoán lần {i}"))));
        Assert.All(guesses, guess => Assert.Equal(HttpStatusCode.BadRequest, guess.StatusCode));

        using var right = await identity.AskForTokenAsync(("grant_type", "password"), ("username", account.UserName), ("password", account.Password));
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
        Array.ForEach(guesses, guess => guess.Dispose());
    }
}
