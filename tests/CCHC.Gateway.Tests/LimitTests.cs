using System.Net;

namespace CCHC.Gateway.Tests;

public sealed class LimitTests
{
    private const int Mega = 1024 * 1024;

    [Theory]
    [InlineData("/api/criteria/sets", 5 * Mega, false)]
    [InlineData("/api/criteria/sets", 5 * Mega, true)]
    [InlineData("/api/ranking/imports", 65 * Mega, false)]
    [InlineData("/api/survey/forms/abc/answers", 5 * Mega, false)]
    public async Task A_body_that_is_too_large_is_refused(string path, int size, bool chunked)
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        using var response = await client.PostAsync(path, new byte[size], chunked);
        await Answers.IsProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "Dữ liệu gửi lên quá lớn");
    }

    [Theory]
    [InlineData("/api/criteria/sets", 3 * Mega)]
    [InlineData("/api/ranking/imports", 30 * Mega)]
    public async Task A_body_of_the_expected_size_arrives_whole(string path, int size)
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        using var response = await client.PostAsync(path, new byte[size]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(size, gateway[path.Split('/')[2]].Received.Single().BodyLength);
    }

    [Theory]
    [InlineData("PATCH", "/api/assessment/self-assessments/0199/uploads/0200", HttpStatusCode.OK)]
    [InlineData("PATCH", "/phieu/0199/tai-len/0200", HttpStatusCode.OK)]
    [InlineData("PUT", "/api/assessment/self-assessments/0199/entries/1.1", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("POST", "/api/assessment/self-assessments/0199/uploads", HttpStatusCode.RequestEntityTooLarge)]
    public async Task Only_the_bytes_of_a_file_of_evidence_may_be_many(string method, string path, HttpStatusCode expected)
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(new byte[20 * Mega]) };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task An_upload_is_told_to_ask_again_while_the_service_is_away_and_everything_else_that_it_is_away()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        await gateway["assessment"].StopAsync();
        using var upload = new HttpRequestMessage(HttpMethod.Head, "/api/assessment/self-assessments/0199/uploads/0200");
        using var list = new HttpRequestMessage(HttpMethod.Head, "/api/assessment/self-assessments");
        using var uploadAnswer = await client.SendAsync(upload, TestContext.Current.CancellationToken);
        using var listAnswer = await client.SendAsync(list, TestContext.Current.CancellationToken);
        Assert.Equal([HttpStatusCode.Locked, HttpStatusCode.BadGateway], [uploadAnswer.StatusCode, listAnswer.StatusCode]);
    }

    [Fact]
    public async Task Who_asks_too_often_is_logged_once_a_minute_however_often_it_is_refused()
    {
        await using var gateway = await GatewayHost.StartAsync(("RateLimits:Tokens:Burst", "3"), ("RateLimits:Tokens:PerSecond", "1"), ("Logging:LogLevel:CCHC.Security", "Information"));
        using var client = gateway.Anonymous();
        foreach (var address in (string[])["203.0.113.7", "203.0.113.8"])
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync("/connect/token?x=1", ("X-Forwarded-For", address))));
            Assert.True(answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests) > 10);
        }

        Assert.Equal(
            ["Warning: excess_rate_limit_exceeded of - from 203.0.113.7: GET /connect/{**rest}", "Warning: excess_rate_limit_exceeded of - from 203.0.113.8: GET /connect/{**rest}"], gateway.Log);
    }

    [Fact]
    public async Task Of_one_person_two_files_are_made_at_a_time_and_the_files_of_others_do_not_wait_for_them()
    {
        const string Report = "/api/assessment/campaigns/x/report.docx";
        await using var gateway = await GatewayHost.StartAsync();
        using var eager = gateway.Client();
        using var other = gateway.Client();
        gateway["assessment"].Hang();
        var before = gateway["assessment"].Inside;
        var asked = Enumerable.Range(0, 30).Select(_ => eager.GetAsync(Report, [])).ToList();
        var refused = await Task.WhenAny(asked).Unwrap();
        await Answers.IsProblemAsync(refused, HttpStatusCode.TooManyRequests, "Quá nhiều yêu cầu");
        var theirs = other.GetAsync(Report, []);
        var page = eager.GetAsync("/api/assessment/campaigns/x", []);
        for (var waited = 0; gateway["assessment"].Inside < before + 4 && waited < 100; waited++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.InRange(gateway["assessment"].Inside, before + 4, before + 5); // two files, that of the other person, the page, perhaps a probe
        gateway["assessment"].GoOn();
        var answers = await Task.WhenAll([.. asked, theirs, page]);
        Assert.Equal((22 + 2, 8), (answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests)));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Theory]
    [InlineData("/api/ranking/campaigns/x/archive")]
    [InlineData("/")]
    public async Task Nobody_answers_to_trace_behind_it_either(string path)
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Trace, path);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.All(Routes.Services, service => Assert.Empty(gateway[service].Received));
    }

    [Theory]
    [InlineData("Tokens", "/connect/token")]
    [InlineData("Forms", "/api/survey/forms/abc")]
    [InlineData("Public", "/api/public/v1/campaigns")]
    public async Task An_address_that_asks_too_often_waits_while_others_do_not(string limit, string path)
    {
        await using var gateway = await GatewayHost.StartAsync(($"RateLimits:{limit}:Burst", "3"), ($"RateLimits:{limit}:PerSecond", "1"));
        using var client = gateway.Anonymous();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync(path, ("X-Forwarded-For", "203.0.113.7"))));

        Assert.True(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK) >= 3);
        var refused = answers.First(answer => answer.StatusCode != HttpStatusCode.OK);
        await Answers.IsProblemAsync(refused, HttpStatusCode.TooManyRequests, "Quá nhiều yêu cầu");
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));

        using var other = await client.GetAsync(path, ("X-Forwarded-For", "203.0.113.8"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task What_needs_a_token_is_not_counted_by_address()
    {
        await using var gateway = await GatewayHost.StartAsync(
            ("RateLimits:Tokens:Burst", "1"), ("RateLimits:Forms:Burst", "1"), ("RateLimits:Public:Burst", "1"));
        using var client = gateway.Client();
        for (var i = 0; i < 10; i++)
        {
            using var response = await client.GetAsync("/api/survey/surveys", []);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task An_account_that_asks_for_more_than_any_person_could_waits_wherever_it_calls_from_while_others_do_not()
    {
        await using var gateway = await GatewayHost.StartAsync(("RateLimits:Accounts:Burst", "3"), ("RateLimits:Accounts:PerSecond", "1"));
        using var client = gateway.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.GetAsync(i % 2 == 0 ? "/api/criteria/sets" : "/api/survey/surveys", ("X-Forwarded-For", $"203.0.113.{i}"))));

        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), 3, 10);
        var refused = answers.First(answer => answer.StatusCode != HttpStatusCode.OK);
        await Answers.IsProblemAsync(refused, HttpStatusCode.TooManyRequests, "Quá nhiều yêu cầu");
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));

        using var other = gateway.Client();
        using var allowed = await other.GetAsync("/api/criteria/sets", []);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    /// <summary>Fifty pages of twenty parts each, all at the same moment, with the limits that an installation has.</summary>
    [Fact]
    public async Task Who_works_as_fast_as_a_person_can_is_never_held_up()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => client.GetAsync("/api/criteria/sets", [])));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Theory]
    [InlineData("3/0")]
    [InlineData("0/3")]
    [InlineData("100/3")]
    public async Task A_client_is_held_to_its_quota_on_all_paths_together_and_not_to_that_of_its_address(string quota)
    {
        await using var gateway = await GatewayHost.StartAsync(("RateLimits:Public:Burst", "1"), ("RateLimits:Public:PerSecond", "1"));
        using var client = gateway.Client(gateway["identity"].Token(quota: quota));
        foreach (var path in (string[])["/api/public/v1/campaigns", "/api/public/v1/keys", "/api/ranking/campaigns/x/standings"])
        {
            using var answer = await client.GetAsync(path, []);
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        }

        using var refused = await client.GetAsync("/api/public/v1/catalog", []);
        await Answers.IsProblemAsync(refused, HttpStatusCode.TooManyRequests, "Quá nhiều yêu cầu");
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));

        using var other = gateway.Client(gateway["identity"].Token(quota: quota));
        using var allowed = await other.GetAsync("/api/public/v1/catalog", []);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task The_services_learn_the_address_of_the_caller()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Anonymous();
        using var response = await client.GetAsync("/khao-sat/abc", ("X-Forwarded-For", "198.51.100.1, 203.0.113.7"));
        Assert.Equal("203.0.113.7", gateway["portal"].Received.Single().ForwardedFor);
    }
}
