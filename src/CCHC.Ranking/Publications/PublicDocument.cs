using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace CCHC.Ranking.Publications;

/// <summary>An answer that caches may keep: its strong ETag is the hash of its bytes, so an unchanged one costs 304.</summary>
public sealed class PublicDocument<T>(T content, Func<T, byte[]>? toCsv = null) : IResult, IEndpointMetadataProvider
{
    /// <summary>Short, because a publication must be seen soon; behind it the ETag makes asking again cheap.</summary>
    private const int MaxAgeSeconds = 30;

    private const string Csv = "text/csv";
    private const string Json = "application/json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var request = httpContext.Request.GetTypedHeaders();
        var response = httpContext.Response;
        var asCsv = toCsv is not null && PrefersCsv(request.Accept);
        var body = asCsv ? toCsv!(content) : ToJson(httpContext);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");

        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={MaxAgeSeconds}");
        if (toCsv is not null)
        {
            response.Headers.Vary = HeaderNames.Accept;
        }

        if (request.IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = (asCsv ? Csv : Json) + "; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [Json]));

    /// <summary>JSON unless the caller names CSV and does not like JSON better.</summary>
    private static bool PrefersCsv(IList<MediaTypeHeaderValue> accept)
    {
        return Quality(Csv) > 0 && Quality(Csv) >= Quality(Json);

        double Quality(string mediaType) => accept
            .Where(type => type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            .Select(type => type.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();
    }

    private byte[] ToJson(HttpContext httpContext) => JsonSerializer.SerializeToUtf8Bytes(
        content, httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
}
