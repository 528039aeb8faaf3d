using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CCHC.ServiceDefaults.Http;

public static class ServiceClientExtensions
{
    /// <summary>A named client for <c>http://SERVICE/…</c>: addresses from configuration, time-outs, retried reads, circuit breaker.</summary>
    public static IHttpClientBuilder AddServiceClient(this IServiceCollection services, string service)
    {
        var pipeline = Pipeline();
        return services.AddHttpClient(service, client =>
            {
                client.BaseAddress = new Uri($"http://{service}");
                client.Timeout = Timeout.InfiniteTimeSpan; // the pipeline's time-outs count
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3) })
            .AddHttpMessageHandler(provider => new ResilienceHandler(pipeline))
            .AddHttpMessageHandler(provider => new ServiceAddressHandler(provider.GetRequiredService<IConfiguration>()));
    }

    /// <summary>
    /// A client named <c>SERVICE-stream</c> for bodies that pass through, either way: a slow line may take its time, and what is read once cannot
    /// be sent again.
    /// </summary>
    public static IHttpClientBuilder AddServiceStreamClient(this IServiceCollection services, string service) =>
        services.AddHttpClient(service + "-stream", client =>
            {
                client.BaseAddress = new Uri($"http://{service}");
                client.Timeout = Timeout.InfiniteTimeSpan; // the caller's cancellation counts
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3) })
            .AddHttpMessageHandler(provider => new ServiceAddressHandler(provider.GetRequiredService<IConfiguration>()));

    private static ResiliencePipeline<HttpResponseMessage> Pipeline() =>
        new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddTimeout(TimeSpan.FromSeconds(60))
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    IsRead(arguments.Context)
                    && (arguments.Outcome.Exception is HttpRequestException or TimeoutRejectedException
                        || arguments.Outcome.Result is { Headers.RetryAfter: null, StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout })), // else it is told to come much later
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.8,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(2),
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is HttpRequestException),
            })
            .AddTimeout(TimeSpan.FromSeconds(30))
            .Build();

    private static bool IsRead(ResilienceContext context) => context.Properties.TryGetValue(ResilienceHandler.IsRead, out var read) && read;
}
