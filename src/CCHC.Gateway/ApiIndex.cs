using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Gateway;

/// <summary><c>GET /api/openapi</c>: where each service describes its API.</summary>
public static class ApiIndex
{
    public sealed record Response(IReadOnlyList<Document> Documents);

    public sealed record Document(string Service, string Url);

    public static void MapApiIndex(this WebApplication app) => app.MapGet("/api/openapi", Handle).WithName(nameof(ApiIndex)).AllowAnonymous();

    private static Ok<Response> Handle() => TypedResults.Ok(new Response([.. Routes.Apis.Select(api => new Document(api, $"/api/{api}/openapi.json"))]));
}
