namespace CCHC.Gateway;

/// <summary>
/// Asked how much of a file has arrived, answers "locked, ask again" while the service is away: at any other failure tus clients forget what
/// they have sent and begin from nothing.
/// </summary>
public sealed class ResumableUploads(RequestDelegate next)
{
    /// <summary>At the service, or through the portal's own address.</summary>
    public static bool IsUpload(PathString path) => IsBelow(path, "/api/assessment/self-assessments", "/uploads/") || IsBelow(path, "/phieu", "/tai-len/");

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: 502 or 503 or 504 } && HttpMethods.IsHead(context.Request.Method) && IsUpload(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status423Locked;
        }
    }

    private static bool IsBelow(PathString path, string sheets, string uploads) =>
        path.StartsWithSegments(sheets, StringComparison.OrdinalIgnoreCase, out var sheet) && sheet.Value!.Contains(uploads, StringComparison.OrdinalIgnoreCase);
}
