using System.Net;

namespace CCHC.Identity.Tests;

public sealed class LockoutTests(IdentityHost identity) : IClassFixture<IdentityHost>, IDisposable
{
    private const string HomeAddress = "203.0.113.10";

    public void Dispose() => identity.Clock.GoBack();

    [Fact]
    public async Task Five_wrong_passwords_make_their_sender_wait_a_minute_and_every_further_one_twice_as_long()
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

        identity.Clock.Advance(TimeSpan.FromSeconds(61)); // a minute after the fifth
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(account.UserName, "sai mật khẩu"));
        identity.Clock.Advance(TimeSpan.FromSeconds(100)); // two minutes after the sixth
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(account.UserName, account.Password));
        identity.Clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(account.UserName, account.Password));
    }

    [Fact]
    public async Task The_wait_is_told_in_the_same_words_for_a_name_that_nobody_has()
    {
        var account = await identity.CreateAccountAsync();
        foreach (var name in (string[])[account.UserName, "khong-co-ai"])
        {
            for (var i = 0; i < 5; i++)
            {
                await TryAsync(name, "sai mật khẩu", "198.51.100.7");
            }
        }

        using var real = await AskAsync(account.UserName, account.Password, "198.51.100.7");
        using var madeUp = await AskAsync("khong-co-ai", account.Password, "198.51.100.7");
        var words = await real.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("thử lại sau 1 phút", words, StringComparison.Ordinal);
        Assert.Equal(words, await madeUp.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stranger_who_guesses_from_many_addresses_does_not_keep_the_person_out_of_its_own_place()
    {
        var account = await identity.CreateAccountAsync();
        Assert.Equal(HttpStatusCode.OK, await TryAsync(account.UserName, account.Password, HomeAddress));
        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(account.UserName, "sai mật khẩu", $"192.0.2.{i}"));
        }

        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(account.UserName, account.Password, "192.0.2.200")); // the twenty-first address waits
        Assert.Equal(HttpStatusCode.OK, await TryAsync(account.UserName, account.Password, HomeAddress));
    }

    [Fact]
    public async Task An_address_that_tries_many_names_waits_and_a_person_known_there_does_not()
    {
        const string Office = "198.51.100.99";
        var (known, newcomer) = (await identity.CreateAccountAsync(), await identity.CreateAccountAsync());
        Assert.Equal(HttpStatusCode.OK, await TryAsync(known.UserName, known.Password, Office));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, await TryAsync($"ten-{i}", "sai mật khẩu", Office));
        }

        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(newcomer.UserName, newcomer.Password, Office));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(known.UserName, known.Password, Office));
        Assert.Equal(HttpStatusCode.OK, await TryAsync(newcomer.UserName, newcomer.Password, "198.51.100.98"));
    }

    private async Task<HttpResponseMessage> AskAsync(string userName, string password, string address)
    {
        using var client = identity.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address); // as the gateway writes it
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "password", ["username"] = userName, ["password"] = password });
        return await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    private async Task<HttpStatusCode> TryAsync(string userName, string password, string address)
    {
        using var response = await AskAsync(userName, password, address);
        return response.StatusCode;
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
