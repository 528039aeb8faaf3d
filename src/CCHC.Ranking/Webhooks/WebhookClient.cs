using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Security;

namespace CCHC.Ranking.Webhooks;

/// <summary>Sends one delivery once. Follows no redirect, keeps no connection, asks no proxy, and reads no more of an answer than is shown.</summary>
public sealed class WebhookClient : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private const int ShownBytes = 1_024;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    private readonly WebhookKey _key;
    private readonly TimeProvider _clock;
    private readonly SecurityEvents _events;
    private readonly HttpMessageInvoker _http;

    public WebhookClient(WebhookKey key, EgressGuard guard, TimeProvider clock, SecurityEvents events)
    {
        (_key, _clock, _events) = (key, clock, events);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = guard.ConnectAsync,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.Zero,
        });
    }

    public async Task<AttemptResult> SendAsync(WebhookSubscription subscription, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Address)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.UserAgent.ParseAdd("CCHC-Webhook/1");
        request.Headers.Add("webhook-id", delivery.MessageId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        try
        {
            var secrets = subscription.SecretsAt(now).Select(secret => _key.Open(subscription.Id, secret));
            request.Headers.Add("webhook-signature", WebhookSignature.Sign(secrets, delivery.MessageId, now, delivery.Body));
        }
        catch (CryptographicException)
        {
            // The key file is another one than the secret was sealed by.
            return new AttemptResult(Status: null, "Không mở được khóa ký đã lưu. Đổi khóa mới cho webhook này rồi chuyển cho bên nhận.");
        }

        using var timeout = new CancellationTokenSource(Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return new AttemptResult((int)response.StatusCode, ProblemOf(response), await BeginningAsync(response, either.Token), RetryAfter(response, now));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            if (exception.InnerException is EgressRefusedException)
            {
                _events.Tell(LogLevel.Warning, SecurityEvents.NotUnderstood, "a webhook whose name stands for an address inside or is not on the list", subscription.Id.ToString());
            }

            return new AttemptResult(Status: null, ProblemOf(exception));
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? ProblemOf(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => $"Địa chỉ nhận chuyển hướng (mã {(int)response.StatusCode}); hệ thống không đi theo. Sửa lại địa chỉ nhận.",
        var status => $"Địa chỉ nhận trả lời mã {status}.",
    };

    private static string ProblemOf(Exception exception) => exception switch
    {
        OperationCanceledException => $"Địa chỉ nhận không trả lời trong {Timeout.TotalSeconds:0} giây.",
        { InnerException: EgressRefusedException refused } => $"Tên {refused.Host} trỏ vào mạng nội bộ hoặc không nằm trong danh sách nơi nhận được phép, hệ thống không gửi tới đó.",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } }
            => "Không tìm thấy máy chủ mang tên miền này.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "Không lập được kết nối an toàn: chứng thư số của địa chỉ nhận không hợp lệ.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "Không kết nối được tới địa chỉ nhận.",
        _ => "Địa chỉ nhận ngắt kết nối hoặc trả lời không đúng giao thức HTTP.",
    };

    /// <summary>As text; the answer counts even where its body never ends.</summary>
    private static async Task<string?> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (buffer, read) = (new byte[ShownBytes], 0);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            read = await body.ReadAtLeastAsync(buffer, ShownBytes, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
        }

        var text = new string([.. Encoding.UTF8.GetString(buffer, 0, read).Where(character => !char.IsControl(character) || character == '\n')]).Trim();
        return text.Length == 0 ? null : text;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => (response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - now) switch
    {
        null => null,
        var asked when asked > LongestRetryAfter => LongestRetryAfter,
        var asked => asked,
    };
}
