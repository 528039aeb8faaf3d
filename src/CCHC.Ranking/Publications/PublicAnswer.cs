using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace CCHC.Ranking.Publications;

/// <summary>How everything public is told to caches: what is public may be kept, what is not must leave no trace.</summary>
internal static class PublicAnswer
{
    /// <summary>Short, because a publication must be seen soon; behind it the ETag makes asking again cheap.</summary>
    private const int MaxAgeSeconds = 30;

    /// <summary>The bytes under the strong tag of their hash; 304 for whoever has them.</summary>
    public static async Task WriteAsync(HttpContext httpContext, ReadOnlyMemory<byte> body, string sha256, string contentType)
    {
        var response = httpContext.Response;
        var tag = new EntityTagHeaderValue($"\"{sha256.AsSpan(0, 32)}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={MaxAgeSeconds}");
        if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>A refusal is kept nowhere, so that it is forgotten at the minute of publication.</summary>
    public static async ValueTask<object?> ForgetRefusals(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var response = context.HttpContext.Response;
        response.OnStarting(() =>
        {
            if (response.StatusCode >= StatusCodes.Status400BadRequest)
            {
                response.Headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return await next(context);
    }
}
