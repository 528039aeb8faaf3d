using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace CCHC.Gateway.Tests;

public sealed class UnknownCodeTests : IAsyncLifetime
{
    private const string Guesser = "203.0.113.7";
    private const string Neighbour = "203.0.113.8";
    private const int Most = 30;

    private readonly HandClock _clock = new();
    private GatewayHost _gateway = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Without the limit of requests per second, which would refuse most of them first.
        _gateway = await GatewayHost.StartAsync(_clock, ("RateLimits:Forms:Burst", "1000000"), ("Logging:LogLevel:CCHC.Security", "Information"));
        _client = _gateway.Anonymous();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Of_ten_thousand_guesses_sent_all_at_once_thirty_are_answered()
    {
        var statuses = new ConcurrentBag<HttpStatusCode>();
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Cancellation }, async (i, _) =>
        {
            using var answer = i % 2 == 0
                ? await _client.GetAsync($"/api/survey/forms/missing{i}", ("X-Forwarded-For", Guesser))
                : await SendAsync($"/API/Survey/forms/missing{i}/answers", Guesser);
            statuses.Add(answer.StatusCode);
            Assert.True(
                answer.StatusCode == HttpStatusCode.NotFound || answer.Headers.RetryAfter?.Delta == TimeSpan.FromMinutes(10),
                $"{answer.StatusCode} {answer.Headers.RetryAfter}");
        });

        Assert.Equal(Most, _gateway["survey"].Received.Count);
        Assert.Equal(Most, statuses.Count(status => status == HttpStatusCode.NotFound));
        Assert.Equal(10_000 - Most, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Who_guesses_is_logged_once_with_the_address_and_without_the_codes()
    {
        await GuessAsync(Guesser, Most);
        using var refused = await OpenAsync("right", Guesser);
        Assert.Matches($"^Warning: excess_rate_limit_exceeded of - from {Guesser}: 30 survey codes that nobody has, waits until [0-9T:.+-]+$", Assert.Single(_gateway.Log));
    }

    [Fact]
    public async Task The_refusal_says_in_plain_words_why_and_what_to_do()
    {
        await GuessAsync(Guesser, Most);
        using var refused = await OpenAsync("right", Guesser);
        await Answers.IsProblemAsync(refused, HttpStatusCode.TooManyRequests, "Quá nhiều yêu cầu");
        using var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(
            "Có quá nhiều mã không đúng được gõ từ địa chỉ này. Ông/bà vui lòng đợi vài phút rồi thử lại, hoặc kiểm tra lại mã trên phiếu.",
            problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal("code.guessed", problem.RootElement.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(Guesser, Neighbour)]
    [InlineData("2001:db8:0:1::7", "2001:db8:0:2::7")]
    public async Task A_neighbour_is_not_hindered(string guesser, string neighbour)
    {
        await GuessAsync(guesser, Most);
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("right", guesser));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("right", neighbour));
    }

    [Fact]
    public async Task A_guesser_does_not_become_another_one_by_another_address_of_the_same_line()
    {
        for (var i = 0; i < Most; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"missing{i}", $"2001:db8:0:1::{i + 1:x}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("missing", "2001:db8:0:1:ffff::1"));
    }

    [Fact]
    public async Task Who_had_opened_a_form_can_send_it_however_the_code_is_spelt_and_however_long_it_took()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("ABCD-EFGH-JKMN", Guesser));
        _clock.Advance(TimeSpan.FromHours(2));
        await GuessAsync(Guesser, Most);
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("right", Guesser));

        using var sent = await SendAsync("/api/survey/forms/abcdefghjkmn/answers", Guesser);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Equal("POST", _gateway["survey"].Received[^1].Method);
    }

    [Fact]
    public async Task A_code_that_was_right_for_one_address_is_a_guess_from_another()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("right", Neighbour));
        await GuessAsync(Guesser, Most);
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("right", Guesser));
    }

    [Fact]
    public async Task Every_code_is_tried_again_when_the_window_is_over()
    {
        await GuessAsync(Guesser, 1);
        _clock.Advance(TimeSpan.FromMinutes(4));
        await GuessAsync(Guesser, Most - 1);
        using var early = await OpenAsync("right", Guesser);
        Assert.Equal(TimeSpan.FromMinutes(6), early.Headers.RetryAfter?.Delta);

        _clock.Advance(TimeSpan.FromMinutes(6) - TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("right", Guesser));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("right", Guesser));
        await GuessAsync(Guesser, Most);
    }

    [Fact]
    public async Task A_whole_authority_may_open_its_forms_at_once_and_mistype_as_often_as_it_types()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => StatusAsync($"right{i}", Guesser)));
        Assert.All(opened, status => Assert.Equal(HttpStatusCode.OK, status));

        await GuessAsync(Guesser, Most + 200);
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("right", Guesser));
    }

    [Fact]
    public async Task The_same_right_code_makes_room_once()
    {
        foreach (var spelling in (string[])["right", "RIGHT", "ri-ght", "right", "r-i-g-h-t"])
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(spelling, Guesser));
        }

        await GuessAsync(Guesser, Most + 1);
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("missing", Guesser));
    }

    [Fact]
    public async Task Nothing_else_is_refused_to_who_guesses_codes()
    {
        await GuessAsync(Guesser, Most);
        using var page = await _client.GetAsync("/khao-sat/right", ("X-Forwarded-For", Guesser));
        using var results = await _client.GetAsync("/api/public/v1/campaigns", ("X-Forwarded-For", Guesser));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [page.StatusCode, results.StatusCode]);
    }

    [Fact]
    public async Task How_many_and_how_long_can_be_set()
    {
        var clock = new HandClock();
        await using var gateway = await GatewayHost.StartAsync(clock, ("RateLimits:UnknownCodes:Most", "2"), ("RateLimits:UnknownCodes:Window", "00:00:30"));
        using var client = gateway.Anonymous();
        var retries = new List<TimeSpan?>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.GetAsync($"/api/survey/forms/missing{i}", []);
            retries.Add(answer.Headers.RetryAfter?.Delta);
        }

        Assert.Equal([null, null, TimeSpan.FromSeconds(30)], retries);
    }

    private async Task GuessAsync(string address, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"missing{i}", address));
        }
    }

    private async Task<HttpStatusCode> StatusAsync(string code, string address)
    {
        using var answer = await OpenAsync(code, address);
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> OpenAsync(string code, string address) => _client.GetAsync($"/api/survey/forms/{code}", ("X-Forwarded-For", address));

    private async Task<HttpResponseMessage> SendAsync(string path, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        return await _client.SendAsync(request, Cancellation);
    }

    /// <summary>Stands still until it is put forward.</summary>
    private sealed class HandClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }
}
