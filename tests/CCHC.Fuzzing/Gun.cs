using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CCHC.Fuzzing;

/// <summary>Sends requests through the gateway, as they are: nothing of them is put right on the way.</summary>
public sealed class Gun(Uri gateway, People people) : IDisposable
{
    private const int Addresses = 250;
    private const int LongestBody = 8 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstEvent = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1, MaxConnectionsPerServer = 64,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The reply, its bytes, and its ETag.</summary>
    public async Task<(Reply Reply, byte[] Bytes, string? Tag)> FireAsync(Shot shot)
    {
        var clock = Stopwatch.StartNew();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = Request(shot);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var elapsed = clock.Elapsed;
            var mediaType = response.Content.Headers.ContentType?.MediaType;
            var bytes = await ReadAsync(response.Content, isStream: mediaType == "text/event-stream", patience.Token);
            elapsed = mediaType == "text/event-stream" ? elapsed : clock.Elapsed;
            var text = mediaType is null || mediaType.Contains("json", StringComparison.Ordinal) || mediaType.StartsWith("text/", StringComparison.Ordinal) || mediaType.Contains("xml", StringComparison.Ordinal)
                ? Encoding.UTF8.GetString(bytes)
                : string.Create(CultureInfo.InvariantCulture, $"({bytes.Length} bytes of {mediaType})");
            return (new Reply((int)response.StatusCode, mediaType, text, elapsed), bytes, response.Headers.ETag?.ToString());
        }
        catch (OperationCanceledException)
        {
            return (new Reply(0, null, string.Create(CultureInfo.InvariantCulture, $"nothing within {Patience.TotalSeconds} s"), clock.Elapsed), [], null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (new Reply(0, null, (exception.InnerException ?? exception).Message, clock.Elapsed), [], null);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Shot shot)
    {
        var request = new HttpRequestMessage(new HttpMethod(shot.Route.Method), new Uri(gateway.GetLeftPart(UriPartial.Authority) + shot.PathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (shot.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            if (!string.IsNullOrEmpty(shot.MediaType))
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", shot.MediaType);
            }
        }

        if (people.Token(shot.Role) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        // The gateway counts by address: as many callers as a province has offices, not one.
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"198.51.100.{1 + (Math.Abs(shot.Number) % Addresses)}"));
        foreach (var (name, value) in shot.Headers)
        {
            if (name is "Authorization" or "X-Forwarded-For")
            {
                request.Headers.Remove(name);
            }

            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    /// <summary>Of a stream of events the first, if there soon is one; it would never end.</summary>
    private static async Task<byte[]> ReadAsync(HttpContent content, bool isStream, CancellationToken cancellationToken)
    {
        if (!isStream)
        {
            var bytes = await content.ReadAsByteArrayAsync(cancellationToken);
            return bytes.Length > LongestBody ? bytes[..LongestBody] : bytes;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(FirstEvent);
        var (buffer, read) = (new byte[64 * 1024], 0);
        try
        {
            while (read < buffer.Length && buffer.AsSpan(0, read).IndexOf("\n\n"u8) < 0 && await stream.ReadAsync(buffer.AsMemory(read), patience.Token) is > 0 and var more)
            {
                read += more;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }

        return buffer[..read];
    }
}
