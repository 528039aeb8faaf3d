namespace CCHC.Gateway;

/// <summary>Keeps successful answers of the public API so shortly that a publication is seen at once, yet a crowd reaches the service as one.</summary>
public static class PublicCache
{
    public const string Path = "/api/public";

    public static void AddPublicCache(this WebApplicationBuilder builder) => builder.Services.AddOutputCache(options =>
    {
        options.MaximumBodySize = 8 * 1024 * 1024;
        options.SizeLimit = 64 * 1024 * 1024;
        options.AddBasePolicy(policy => policy
            .With(cache => cache.HttpContext.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase))
            .Expire(TimeSpan.FromSeconds(2))
            .SetVaryByHeader("Accept", "Accept-Encoding"));
    });
}
