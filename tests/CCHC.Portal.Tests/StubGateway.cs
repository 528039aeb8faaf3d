using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CCHC.Portal.Tests;

/// <summary>Answers in the gateway's place and remembers what was asked; end-to-end tests use the real one.</summary>
public sealed class StubGateway : HttpMessageHandler
{
    public const string Password = "đúng-mật-khẩu";

    private readonly ConcurrentDictionary<string, Func<HttpResponseMessage>> _answers = new(StringComparer.Ordinal);
    private int _tokens;

    public ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>Seconds that issued tokens live.</summary>
    public int ExpiresIn { get; set; } = 900;

    public string[] Roles { get; set; } = ["unit-officer"];

    /// <summary>The body of a refusal in place of a token, by the body of the request; null where a token is given.</summary>
    public Func<string, object?> RefuseToken { get; set; } = _ => null;

    /// <summary>What is answered where nothing is said; null for 404.</summary>
    public object? Otherwise { get; set; }

    public sealed record Call(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers, string? ContentType = null);

    public IEnumerable<Call> CallsTo(string path) => Calls.Where(call => call.Path.Split('?')[0] == path);

    public void Answer(string path, object body, HttpStatusCode status = HttpStatusCode.OK) =>
        _answers[path] = () => new HttpResponseMessage(status) { Content = JsonContent.Create(body, body.GetType()) };

    /// <summary>As if nothing had been asked or answered: starting the portal anew for every test takes a second.</summary>
    public void Reset()
    {
        _answers.Clear();
        Calls.Clear();
        (ExpiresIn, Roles, RefuseToken, Otherwise) = (900, ["unit-officer"], _ => null, null);
    }

    public void AnswerWith(string path, Func<HttpResponseMessage> answer) => _answers[path] = answer;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var path = request.RequestUri!.PathAndQuery;
        Calls.Enqueue(new Call(
            request.Method.Method, path, body, request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            request.Content?.Headers.ContentType?.MediaType));
        if (path == "/connect/token")
        {
            return await TokenAsync(body, cancellationToken);
        }

        return _answers.TryGetValue($"{request.Method} {path.Split('?')[0]}", out var answer) || _answers.TryGetValue(path.Split('?')[0], out answer)
            ? answer()
            : Otherwise is { } some ? new HttpResponseMessage { Content = JsonContent.Create(some, some.GetType()) }
            : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = JsonContent.Create(new { title = "Không tìm thấy" }) };
    }

    private async Task<HttpResponseMessage> TokenAsync(string body, CancellationToken cancellationToken)
    {
        if (body.Contains("grant_type=password", StringComparison.Ordinal) && !body.Contains(Uri.EscapeDataString(Password), StringComparison.OrdinalIgnoreCase))
        {
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = JsonContent.Create(new { error = "invalid_grant" }) };
        }

        if (RefuseToken(body) is { } refusal)
        {
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = JsonContent.Create(refusal, refusal.GetType()) };
        }

        await Task.Delay(50, cancellationToken);
        var number = Interlocked.Increment(ref _tokens);
        var claims = new { sub = Guid.Empty, preferred_username = "canbo", name = "Nguyễn Văn A", role = Roles };
        var token = $"{Part(new { alg = "ES256", typ = "JWT" })}.{Part(claims)}.c2lnbmF0dXJl{number}";
        return new HttpResponseMessage { Content = JsonContent.Create(new { access_token = token, expires_in = ExpiresIn, refresh_token = $"refresh-{number}" }) };

        static string Part(object value) =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
