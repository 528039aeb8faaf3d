using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CCHC.Scoring;

namespace CCHC.Demo.Gateway;

/// <summary>Talks to the system as any outside program would: through the gateway, with a token where one is needed.</summary>
public sealed class GatewayClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public Uri Address { get; } = address;

    /// <summary>Signs a person in; everything the session sends carries that person's token.</summary>
    public async Task<Session> SignInAsync(string userName, string password)
    {
        var token = await SendAsync<JsonElement>(HttpMethod.Post, "/connect/token", token: null, () => new FormUrlEncodedContent(
        [
            new("grant_type", "password"), new("username", userName), new("password", password),
        ]));
        return new Session(this, token.GetProperty("access_token").GetString()!);
    }

    /// <summary>Sends a request, waiting and trying again while the system says it is busy or a part of it is away.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, string? token, Func<HttpContent?> content)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content() };
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request);
            if (response.IsSuccessStatusCode)
            {
                var body = await response.Content.ReadAsStringAsync();
                return body.Length == 0 ? default! : JsonSerializer.Deserialize<T>(body, ScoringJson.Options)!;
            }

            if (attempt < 30 && response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                continue;
            }

            throw await ToExceptionAsync(method, path, response);
        }
    }

    public static HttpContent Json(object body) => new StringContent(JsonSerializer.Serialize(body, ScoringJson.Options), Encoding.UTF8, "application/json");

    public static HttpContent Csv(string text) => new StringContent(text, Encoding.UTF8, "text/csv");

    public void Dispose() => _http.Dispose();

    private static async Task<GatewayException> ToExceptionAsync(HttpMethod method, string path, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        var (text, code) = (body, (string?)null);
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
        {
            var problem = JsonDocument.Parse(body).RootElement;
            code = problem.TryGetProperty("code", out var value) ? value.GetString() : null;
            text = string.Join(' ', new[] { "title", "detail", "details", "errors", "error_description" }
                .Select(name => problem.TryGetProperty(name, out var part) ? part.ToString() : null).Where(part => !string.IsNullOrEmpty(part)));
        }

        return new GatewayException($"{method} {path} → {(int)response.StatusCode}: {text}", code);
    }
}

/// <summary>One signed-in person.</summary>
public sealed class Session(GatewayClient gateway, string token)
{
    public Task<T> GetAsync<T>(string path) => gateway.SendAsync<T>(HttpMethod.Get, path, token, () => null);

    public Task<T> PostAsync<T>(string path, object? body = null) =>
        gateway.SendAsync<T>(HttpMethod.Post, path, token, () => body is null ? null : GatewayClient.Json(body));

    public Task<T> PutAsync<T>(string path, object body) => gateway.SendAsync<T>(HttpMethod.Put, path, token, () => GatewayClient.Json(body));

    public Task<T> PostCsvAsync<T>(string path, string csv) => gateway.SendAsync<T>(HttpMethod.Post, path, token, () => GatewayClient.Csv(csv));
}
