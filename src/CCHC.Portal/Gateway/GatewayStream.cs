using System.Net.Http.Headers;
using System.Net.Http.Json;
using CCHC.Portal.Layout;
using CCHC.Scoring;
using Microsoft.AspNetCore.Authentication;

namespace CCHC.Portal.Gateway;

/// <summary>Hands files on in either direction while they arrive, in the name of the signed-in person; nothing of them is kept here.</summary>
public sealed class GatewayStream(IHttpClientFactory clients)
{
    private static readonly string[] Asked =
    [
        "Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum", "Range", "If-Range", "If-None-Match", "Last-Event-ID",
    ];

    private static readonly string[] Answered =
    [
        "Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm", "Upload-Offset", "Upload-Length", "Upload-Expires",
        "Upload-Metadata", "Document-Id", "Retry-After", "Content-Type", "Content-Length", "Content-Disposition", "Content-Range", "Accept-Ranges", "ETag",
        "Last-Modified",
    ];

    /// <summary>A file to be saved, or a range of it; the browser never shows it as a page of this site.</summary>
    /// <param name="method">GET, unless making the file is a deed that is counted.</param>
    public async Task DownloadAsync(HttpContext context, string path, HttpMethod? method = null)
    {
        using var response = await SendAsync(context, method ?? HttpMethod.Get, path, content: null);
        var status = (int)response.StatusCode;
        if (status >= StatusCodes.Status400BadRequest && status != StatusCodes.Status416RangeNotSatisfiable)
        {
            var problem = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
                ? await response.Content.ReadFromJsonAsync<Problem>(ScoringJson.Options, context.RequestAborted)
                : null;
            throw new GatewayException((problem ?? new Problem()) with { Status = status });
        }

        Copy(response, context.Response);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "private, no-store";
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Server-sent events, each handed on when it comes; refused in a way that lets the browser try again when the service is away.</summary>
    public async Task FollowAsync(HttpContext context, string path)
    {
        try
        {
            using var response = await SendAsync(context, HttpMethod.Get, path, content: null);
            context.Response.StatusCode = (int)response.StatusCode;
            if (!response.IsSuccessStatusCode)
            {
                return;
            }

            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await using var events = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            var buffer = new byte[16 * 1024];
            for (int read; (read = await events.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or GatewayException)
        {
            // The browser has left, or the line broke: it comes back with the id of the last event.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
        }
    }

    /// <summary>A request of the resumable upload; addresses in the answer become those of the portal.</summary>
    public async Task UploadAsync(HttpContext context, string path, string apiPath, string portalPath)
    {
        var request = context.Request;
        using var content = HttpMethods.IsPatch(request.Method) ? new StreamContent(request.Body) : null;
        if (content is not null)
        {
            content.Headers.ContentLength = request.ContentLength;
            content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        try
        {
            using var response = await SendAsync(context, new HttpMethod(request.Method), path, content);
            Copy(response, context.Response);
            if (response.Headers.Location is { } location)
            {
                context.Response.Headers.Location = (location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString).Replace(apiPath, portalPath, StringComparison.Ordinal);
            }

            if (context.Response is { StatusCode: >= 400, ContentType: null })
            {
                context.Response.ContentType = "application/problem+json"; // an answer to a program, not a page
            }

            if (!HttpMethods.IsHead(request.Method))
            {
                await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            }
        }
        catch (GatewayException exception)
        {
            // Told anything but "locked, ask again", a tus client would forget what it has sent.
            var status = HttpMethods.IsHead(request.Method) ? StatusCodes.Status423Locked : StatusCodes.Status503ServiceUnavailable;
            await TypedResults.Problem(exception.Problem.Message, statusCode: status).ExecuteAsync(context);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContext context, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var name in Asked.Where(context.Request.Headers.ContainsKey))
        {
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
        }

        request.Headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await context.GetTokenAsync("access_token"));
        try
        {
            return await clients.CreateClient("gateway-stream").SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        }
        catch (HttpRequestException exception)
        {
            throw new GatewayException(
                new Problem { Status = StatusCodes.Status503ServiceUnavailable, Detail = Formats.Text(LayoutTexts.PartAway, LayoutTexts.PartAssessment) }, exception);
        }
    }

    private static void Copy(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var header in from.Headers.Concat(from.Content.Headers).Where(header => Answered.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            to.Headers[header.Key] = header.Value.ToArray();
        }
    }
}
