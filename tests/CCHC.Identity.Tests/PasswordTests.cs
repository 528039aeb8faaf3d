using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using CCHC.Identity.Accounts;
using CCHC.Identity.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Identity.Tests;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("mười bốn ký tự", false)] // 14 characters
    [InlineData("mười lăm ký tự!", true)] // 15
    [InlineData("ngựa đúng pin kẹp giấy", true)]
    [InlineData("🐃🐃🐃 ruộng lúa chín vàng", true)]
    public void Length_counts_characters_as_people_see_them_and_every_character_may_be_used(string password, bool good) =>
        Assert.Equal(good, PasswordPolicy.Problem(password, "canbo") is null);

    [Fact]
    public void Two_hundred_characters_are_taken_and_no_more()
    {
        var text = string.Concat(Enumerable.Range(0, 67).Select(i => $"{(char)('a' + (i % 26))}{(char)('b' + (i * 7 % 25))} "));
        Assert.Null(PasswordPolicy.Problem(text[..200], "canbo"));
        Assert.NotNull(PasswordPolicy.Problem(text[..201], "canbo"));
    }

    [Theory]
    [InlineData("password1234567")] // a listed one with digits
    [InlineData("123456789012345")] // 1234567890 and 12345
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("iloveyouiloveyou")]
    [InlineData("Mật khẩu Việt Nam")]
    [InlineData("qwertyuiop12345")] // stands in the list
    [InlineData("P.a.s.s.w.o.r.d 2025!")]
    public void What_guessers_try_first_is_refused(string password) => Assert.Contains("hay bị dùng", PasswordPolicy.Problem(password, "canbo"), StringComparison.Ordinal);

    [Theory]
    [InlineData("canbo.snv ở tầng ba")] // the user name
    [InlineData("tran van hung o tang ba")] // the full name, without accents
    [InlineData("phòng họp Sở Nội vụ 2")]
    public void A_password_made_of_the_accounts_own_names_is_refused(string password) =>
        Assert.Contains("không được chứa", PasswordPolicy.Problem(password, "canbo.snv", "Trần Văn Hùng", "SNV", "Sở Nội vụ"), StringComparison.Ordinal);

    [Fact]
    public void Control_characters_are_refused() => Assert.Contains("không in được", PasswordPolicy.Problem("dòng một\ndòng hai nữa", "canbo"), StringComparison.Ordinal);
}

public sealed class PasswordTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task Passwords_are_stored_with_the_rounds_of_today_and_old_ones_get_them_at_the_next_sign_in()
    {
        var account = await identity.CreateAccountAsync();
        Assert.Equal((2u, 210_000u), await StoredAsync());

        var old = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 })).HashPassword(null!, account.Password);
        await identity.Read(db => db.Accounts.Where(x => x.Id == account.Id).ExecuteUpdateAsync(x => x.SetProperty(y => y.PasswordHash, old)));
        Assert.Equal((2u, 100_000u), await StoredAsync());
        await identity.SignInAsync(account.UserName, account.Password);
        Assert.Equal((2u, 210_000u), await StoredAsync());
        await identity.SignInAsync(account.UserName, account.Password);

        // Byte 0: format 1; then, high byte first, the function (2: HMAC-SHA-512) and the rounds.
        async Task<(uint Function, uint Rounds)> StoredAsync()
        {
            var hash = Convert.FromBase64String((await identity.Read(db => db.Accounts.SingleAsync(x => x.Id == account.Id))).PasswordHash!);
            return (BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)), BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)));
        }
    }

    /// <summary>One wrong password for each of nine accounts, in turn with nine names that nobody has; hashing is nearly all of the time.</summary>
    [Fact]
    public async Task How_long_a_refused_sign_in_takes_does_not_tell_whether_there_is_such_an_account()
    {
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < 9; turn++)
        {
            var account = await identity.CreateAccountAsync();
            known.Add(await TimeAsync(account.UserName));
            unknown.Add(await TimeAsync($"khong-co-{turn}"));
        }

        Assert.InRange(unknown.Order().ElementAt(4) / known.Order().ElementAt(4), 0.7, 1.4);

        async Task<double> TimeAsync(string userName)
        {
            var begun = Stopwatch.GetTimestamp();
            using var response = await identity.AskForTokenAsync(("grant_type", "password"), ("username", userName), ("password", "không phải mật khẩu này"));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
    }

    [Fact]
    public async Task A_weak_new_password_is_refused_beside_its_field_and_the_old_one_stays()
    {
        var account = await identity.CreateAccountAsync();
        using var client = identity.ClientWithToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken);
        using var response = await client.PostAsJsonAsync(
            "/api/identity/me/password", new { currentPassword = account.Password, newPassword = "matkhau 2025 2025" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("hay bị dùng", (await IdentityHost.JsonAsync(response)).GetProperty("errors").GetProperty("newPassword")[0].GetString(), StringComparison.Ordinal);
        await identity.SignInAsync(account.UserName, account.Password);
    }

    [Fact]
    public async Task A_password_counts_sign_by_sign_with_its_capitals_and_its_spaces()
    {
        var account = await identity.CreateAccountAsync();
        using var client = identity.ClientWithToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken);
        const string New = " Trâu Già  gặm cỏ non ";
        using var changed = await client.PostAsJsonAsync("/api/identity/me/password", new { currentPassword = account.Password, newPassword = New }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await identity.SignInAsync(account.UserName, New);
        foreach (var other in (string[])[" trâu già  gặm cỏ non ", "Trâu Già  gặm cỏ non", " Trâu Già gặm cỏ non ", " Trâu Già  gặm cỏ nôn "])
        {
            using var refused = await identity.AskForTokenAsync(("grant_type", "password"), ("username", account.UserName), ("password", other));
            Assert.Equal((other, HttpStatusCode.BadRequest), (other, refused.StatusCode));
        }
    }

    [Fact]
    public async Task A_password_typed_with_separate_accents_is_the_same_password()
    {
        var account = await identity.CreateAccountAsync();
        using var client = identity.ClientWithToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken);
        const string New = "đường về quê xa tít";
        using var changed = await client.PostAsJsonAsync("/api/identity/me/password", new { currentPassword = account.Password, newPassword = New.Normalize(NormalizationForm.FormC) }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await identity.SignInAsync(account.UserName, New.Normalize(NormalizationForm.FormD));
    }
}

/// <summary>Of their own, for the clock goes on by years.</summary>
public sealed class OldPasswordTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task A_password_is_good_for_as_long_as_nobody_changes_it()
    {
        var account = await identity.CreateAccountAsync();
        identity.Clock.Advance(TimeSpan.FromDays(5 * 365));
        await identity.SignInAsync(account.UserName, account.Password);
    }
}
