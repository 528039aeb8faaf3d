using System.Net;
using System.Text;
using System.Text.Json;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>What no route need look at, because every service turns it away.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private WebApplication? _app;
    private string? _made;

    private sealed record Line(string? Name, IReadOnlyList<decimal>? Weights);

    private sealed record Sum(string? Name, IReadOnlyList<decimal> Terms, Line First, IReadOnlyDictionary<string, int>? Counts, IReadOnlyList<Line>? More = null);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "None", ["urls"] = "http://127.0.0.1:0" });
        builder.AddServiceDefaults(authenticate: false);
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseServiceDefaults();
        _app.MapPost("/sums", (Sum sum) =>
        {
            _made = $"{((object)sum).GetType().Name} {((object)sum.First).GetType().Name}";
            return sum.Terms.Sum() + (sum.More?.Count ?? 0);
        });
        _app.MapGet("/names/{name}", (string name) => name);
        _app.MapGet("/sums", (string? name) => name ?? "");
        _app.MapGet("/pages", (int page) => page);
        _app.MapGet("/rules", string () => throw new RuleViolationException("sum.closed", "Phép tính đã khóa."));
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.First());
    }

    [Theory]
    [InlineData("""{"name":"a","terms":null,"first":{}}""")]
    [InlineData("""{"name":"a","first":{}}""")]
    [InlineData("""{"name":"a","terms":[1],"first":null}""")]
    [InlineData("""{"name":"a","terms":[1]}""")]
    [InlineData("""{"name":"a","terms":[1],"first":{},"more":[null]}""")]
    public async Task A_list_or_an_object_that_a_request_must_have_is_neither_left_out_nor_null(string body) =>
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/sums", body);

    [Theory]
    [InlineData("""{"name":"a","terms":[1.5,2],"first":{}}""")]
    [InlineData("""{"name":null,"terms":[3.5],"first":{"name":null,"weights":null},"counts":null,"more":null}""")]
    public async Task What_a_request_need_not_have_may_be_left_out_or_null(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/sums", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("3.5", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/sums?name=a%00b")]
    [InlineData("/sums?%00")]
    public async Task A_character_that_the_database_cannot_hold_is_turned_away_in_an_address(string address) =>
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, address);

    [Theory]
    [InlineData("%2541", "%41")]
    [InlineData("%252541", "%2541")]
    [InlineData("%26lt%3B", "&lt;")]
    [InlineData("\\u0041", "\\u0041")]
    public async Task What_stands_in_an_address_is_decoded_once_and_then_taken_as_it_is(string sent, string taken)
    {
        foreach (var address in (string[])["/sums?name=", "/names/"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_http.BaseAddress!.GetLeftPart(UriPartial.Authority) + address + sent, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((address, taken), (address, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }
    }

    /// <summary>What a request calls a type is no more than a member that nobody asked for.</summary>
    [Theory]
    [InlineData("""{"$type":"System.IO.FileInfo, System.Private.CoreLib","name":"a","terms":[1.5,2],"first":{"$type":"System.Diagnostics.Process, System.Diagnostics.Process"}}""")]
    [InlineData("""{"name":"a","terms":[1.5,2],"first":{},"more":[],"__type":"CCHC.ServiceDefaults.Tests.RefusalTests+Line"}""")]
    public async Task A_request_cannot_choose_what_is_made_of_it(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/sums", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal("3.5", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Sum Line", _made);
    }

    [Fact]
    public async Task A_value_is_taken_from_its_own_place_only_and_a_number_given_twice_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/sums", UriKind.Relative)) { Content = new StringContent("name=form", Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add("name", "header");
        request.Headers.Add("Cookie", "name=cookie");
        using var elsewhere = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("", await elsewhere.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        using var body = new StringContent("""{"terms":[1],"first":{}}""", Encoding.UTF8, "application/json");
        using var query = await _http.PostAsync(new Uri("/sums?terms=5&more=1&more=2", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal("1", await query.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/pages?page=1&page=2");
    }

    [Fact]
    public async Task Text_in_an_encoding_that_nobody_knows_is_turned_away() =>
        await RefusedAsync(HttpStatusCode.UnsupportedMediaType, HttpMethod.Post, "/sums", """{"name":"a","terms":[1],"first":{}}""", "application/json; charset=x");

    [Fact]
    public async Task Who_asks_for_another_type_is_told_which_rule_was_broken_all_the_same()
    {
        var problem = await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Get, "/rules", accept: "text/html");
        Assert.Equal("sum.closed", problem.GetProperty("code").GetString());
        Assert.Equal("Phép tính đã khóa.", problem.GetProperty("detail").GetString());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app!.DisposeAsync();
    }

    private async Task<JsonElement> RefusedAsync(HttpStatusCode status, HttpMethod method, string address, string? body = null, string type = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
