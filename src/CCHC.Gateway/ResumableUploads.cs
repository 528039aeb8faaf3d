namespace CCHC.Gateway;

/// <summary>
/// Asked how much of a file has arrived, answers "locked, ask again" while the service is away: at any other failure tus clients forget what
/// they have sent and begin from nothing.
/// </summary>
public sealed class ResumableUploads(RequestDelegate next)
{
    public static bool IsUpload(PathString path) =>
        path.StartsWithSegments("/api/assessment/self-assessments", StringComparison.OrdinalIgnoreCase, out var sheet)
        && sheet.Value!.Contains("/uploads/", StringComparison.OrdinalIgnoreCase);

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: 502 or 503 or 504 } && HttpMethods.IsHead(context.Request.Method) && IsUpload(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status423Locked;
        }
    }
}
