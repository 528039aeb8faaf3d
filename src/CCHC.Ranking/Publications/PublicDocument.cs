using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace CCHC.Ranking.Publications;

/// <summary>An answer that caches may keep: its strong ETag is the hash of its bytes, so an unchanged one costs 304. A table is CSV for whoever asks for it, by <c>format=csv</c> or <c>Accept</c>.</summary>
public sealed class PublicDocument<T>(T content, Func<T, byte[]>? toCsv = null, string contentType = "application/json") : IResult, IEndpointMetadataProvider
{
    private const string Csv = "text/csv";
    private const string Json = "application/json";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var asCsv = toCsv is not null && httpContext.Request.Query["format"].ToString() switch
        {
            "csv" => true,
            "json" => false,
            _ => PrefersCsv(httpContext.Request.GetTypedHeaders().Accept),
        };
        var body = asCsv ? toCsv!(content) : ToJson(httpContext);
        if (toCsv is not null)
        {
            httpContext.Response.Headers.Vary = HeaderNames.Accept;
        }

        return PublicAnswer.WriteAsync(httpContext, body, Convert.ToHexStringLower(SHA256.HashData(body)), (asCsv ? Csv : contentType) + "; charset=utf-8");
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
