using Microsoft.AspNetCore.Http.Features;

namespace CCHC.Gateway;

/// <summary>Refuses bodies that are larger than the path can need, before any of it is read where the caller says how much it sends.</summary>
public sealed class BodySizeLimit(RequestDelegate next)
{
    private const long Ordinary = 4L * 1024 * 1024;

    /// <summary>A hundred thousand rows with Vietnamese names take about 30 MB.</summary>
    private const long Import = 64L * 1024 * 1024;

    /// <summary>Criteria refuses an annex, Assessment a sheet, above 10 MB in their own words; one much larger need not travel there.</summary>
    private const long Workbook = 11L * 1024 * 1024;

    /// <summary>A file of evidence, which passes through and is kept nowhere here.</summary>
    private const long Evidence = 200L * 1024 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        var limit = context.Request.Path switch
        {
            var path when path.Equals("/api/ranking/imports", StringComparison.OrdinalIgnoreCase) => Import,
            var path when path.StartsWithSegments("/api/criteria/sets/import", StringComparison.OrdinalIgnoreCase) => Workbook,
            var path when IsSheetWorkbook(path) => Workbook,
            var path when HttpMethods.IsPatch(context.Request.Method) && ResumableUploads.IsUpload(path) => Evidence,
            _ => Ordinary,
        };
        var tooLarge = context.Request.ContentLength > limit;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Many callers read the answer only after sending everything: the server then throws the rest away, for some seconds at most,
            // rather than cut the connection on them.
            size.MaxRequestBodySize = tooLarge ? null : limit;
        }

        if (tooLarge)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static bool IsSheetWorkbook(PathString path) =>
        path.StartsWithSegments("/api/assessment/self-assessments", StringComparison.OrdinalIgnoreCase, out var rest)
        && rest.Value!.Split('/') is ["", _, var last] && last.Equals("workbook", StringComparison.OrdinalIgnoreCase);
}
