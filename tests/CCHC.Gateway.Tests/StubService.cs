using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Gateway.Tests;

public sealed record ReceivedRequest(string Method, string Path, long BodyLength, string ForwardedFor, string Arrived);

/// <summary>
/// A service behind the gateway, on a port of its own: answers every path with its name and remembers what it was asked. Below <c>/api/X/abort</c> it
/// breaks the connection, below <c>/missing</c> it answers 404, below <c>/large</c> with 200 MB. As identity it publishes the keys of the tokens it issues.
/// </summary>
public sealed class StubService : IAsyncDisposable
{
    /// <summary>More than all buffers between a service and a caller hold.</summary>
    public const long LargeAnswer = 200L * Mega;

    private const int Mega = 1024 * 1024;
    private const string Issuer = "http://issuer.test";

    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "stub" };
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly string _name;
    private TaskCompletionSource _goOn = Released();
    private WebApplication? _app;
    private int _inside;

    private StubService(string name) => _name = name;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public string Text { get; set; } = "first";

    public bool IsReady { get; set; } = true;

    /// <summary>As identity tells them.</summary>
    public IReadOnlyList<Guid> EndedSessions { get; set; } = [];

    /// <summary>Requests that wait for an answer, probes too.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>As when it is stopped by a signal: connections come about, nothing is answered.</summary>
    public void Hang() => _goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => _goOn.TrySetResult();

    /// <summary>Without the health probes and what the gateway itself asks for.</summary>
    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public static async Task<StubService> StartAsync(string name)
    {
        var stub = new StubService(name);
        await stub.StartAsync();
        return stub;
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, Address.Port);
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = options.Limits.MinResponseDataRate = null; // who is slow is the gateway's affair
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    /// <summary>As after a crash: nothing listens on the port any more.</summary>
    public async Task StopAsync()
    {
        if (_app is not null)
        {
            using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            await _app.StopAsync(atOnce.Token);
            await _app.DisposeAsync();
            _app = null;
        }
    }

    /// <param name="issuer">Another one is not trusted.</param>
    /// <param name="expires">In ten minutes unless it is said.</param>
    /// <param name="key">Another one than is published.</param>
    /// <param name="quota">Calls a minute and a day.</param>
    /// <param name="session">The sign-in that it goes back to.</param>
    public string Token(string? issuer = null, DateTime? expires = null, SecurityKey? key = null, string? quota = null, Guid? session = null) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenClaims.AccessTokenType,
            Issuer = issuer ?? Issuer,
            Audience = TokenClaims.Audience,
            NotBefore = DateTime.UtcNow.AddHours(-2),
            Expires = expires ?? DateTime.UtcNow.AddMinutes(10),
            Claims = new[] { (TokenClaims.Subject, Guid.NewGuid().ToString()), (TokenClaims.Quota, quota), (TokenClaims.Session, session?.ToString()) }
                .Where(claim => claim.Item2 is not null).ToDictionary(claim => claim.Item1, claim => (object)claim.Item2!, StringComparer.Ordinal),
            SigningCredentials = new SigningCredentials(key ?? _key, SecurityAlgorithms.EcdsaSha256),
        });

    public async ValueTask DisposeAsync() => await StopAsync();

    private static TaskCompletionSource Released()
    {
        var released = new TaskCompletionSource();
        released.SetResult();
        return released;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _inside);
        try
        {
            await _goOn.Task.WaitAsync(context.RequestAborted);
            await AnswerNowAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private async Task AnswerNowAsync(HttpContext context)
    {
        var path = context.Request.Path.ToString();
        switch (path)
        {
            case "/health/live":
                return;
            case "/internal/ended-sessions" when _name == "identity":
                await context.Response.WriteAsJsonAsync(EndedSessions);
                return;
            case "/health/ready":
                context.Response.StatusCode = IsReady ? 200 : 503;
                return;
            case "/.well-known/openid-configuration":
                await context.Response.WriteAsJsonAsync(new { issuer = Issuer, jwks_uri = $"http://{context.Request.Host}/.well-known/jwks.json" });
                return;
            case "/.well-known/jwks.json":
                var point = _key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
                await context.Response.WriteAsJsonAsync(new
                {
                    keys = new[] { new { kty = "EC", crv = "P-256", kid = _key.KeyId, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) } },
                });
                return;
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue(new ReceivedRequest(
            context.Request.Method, path, body.Length, context.Request.Headers["X-Forwarded-For"].ToString(), context.Request.Headers["X-Request-Arrived"].ToString()));
        if (path.Contains("/abort", StringComparison.Ordinal))
        {
            context.Abort();
            return;
        }

        if (path.Contains("/large", StringComparison.Ordinal))
        {
            for (var sent = 0L; sent < LargeAnswer; sent += Mega)
            {
                await context.Response.Body.WriteAsync(new byte[Mega], context.RequestAborted);
            }

            return;
        }

        if (path.Contains("/trickle", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync("first ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(3), context.RequestAborted);
        }

        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = path.Contains("/missing", StringComparison.Ordinal) ? 404 : 200;
            context.Response.Headers.ETag = $"\"{Text}\"";
            context.Response.ContentType = "text/plain";
        }

        var answer = $"{_name} {Text} {context.Request.Headers.Accept}";
        await context.Response.WriteAsync(answer);
    }
}
