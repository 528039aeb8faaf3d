using Polly;

namespace CCHC.ServiceDefaults.Http;

/// <summary>Runs a request through a Polly pipeline; only reads are marked as repeatable, a write may have been carried out before its answer was lost.</summary>
internal sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline) : DelegatingHandler
{
    public static readonly ResiliencePropertyKey<bool> IsRead = new("http.read");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(IsRead, request.Method == HttpMethod.Get || request.Method == HttpMethod.Head);
        try
        {
            return await pipeline.ExecuteAsync(
                async attempt => await base.SendAsync(request, attempt.CancellationToken).ConfigureAwait(false), context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
