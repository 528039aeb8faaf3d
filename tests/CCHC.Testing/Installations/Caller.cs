using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace CCHC.Testing.Installations;

/// <summary>An answer, whatever it says.</summary>
public sealed record Answer(HttpStatusCode Status, string? MediaType, string Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public JsonElement Json() => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The <c>code</c> of a refusal.</summary>
    public string? Code() => MediaType == "application/problem+json" && Json().TryGetProperty("code", out var code) ? code.GetString() : null;

    public override string ToString() => $"{(int)Status} {Body}";
}

/// <summary>Someone who talks to the gateway over HTTP, with a token or without.</summary>
public sealed class Caller(HttpClient http, Uri address, string? token)
{
    public string? Token => token;

    /// <summary>The access token of an account.</summary>
    public async Task<string> SignInAsync(string userName, string password)
    {
        while (true)
        {
            var answer = await SendAsync(HttpMethod.Post, "/connect/token", new FormUrlEncodedContent(
            [
                new("grant_type", "password"), new("username", userName), new("password", password),
            ]));
            if (answer.Status != HttpStatusCode.TooManyRequests)
            {
                return Success(answer, $"sign-in of {userName}").Json().GetProperty("access_token").GetString()!;
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? accept = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path)) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        foreach (var (name, value) in headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    /// <summary>How a path is answered that never ends its answer.</summary>
    public async Task<Answer> PeekAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync());
    }

    /// <summary>Server-sent events until the line ends; a line that breaks ends it too, as the browser's EventSource sees it.</summary>
    /// <param name="lastId">Of the last event seen, for whoever comes back.</param>
    /// <exception cref="HttpRequestException">It was not answered with events.</exception>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(string path, string? lastId = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        using var response = (await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)).EnsureSuccessStatusCode();
        await using var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                yield break;
            }

            yield return events.Current;
        }
    }

    public Task<Answer> SendAsync(HttpMethod method, string path, object body) => SendAsync(method, path, Json(body));

    public async Task<JsonElement> GetAsync(string path) => Success(await SendAsync(HttpMethod.Get, path), path).Json();

    public async Task<JsonElement> PutAsync(string path, object body) => Success(await SendAsync(HttpMethod.Put, path, body), path).Json();

    public async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        var answer = Success(await SendAsync(HttpMethod.Post, path, body is null ? null : Json(body)), path);
        return answer.Body.Length == 0 ? default : answer.Json();
    }

    public async Task<JsonElement> PostCsvAsync(string path, string csv) =>
        Success(await SendAsync(HttpMethod.Post, path, new StringContent(csv, Encoding.UTF8, "text/csv")), path).Json();

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");

    private static Answer Success(Answer answer, string what) =>
        answer.IsSuccess ? answer : throw new InvalidOperationException($"{what} was answered {answer}");
}
