using System.Net.Mime;

namespace CCHC.Ranking.Publications;

/// <summary>A file that caches may keep.</summary>
public sealed class PublicFile(byte[] content, string sha256, string contentType, string name) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ContentDisposition = new ContentDisposition { FileName = name }.ToString();
        return PublicAnswer.WriteAsync(httpContext, content, sha256, contentType);
    }
}
