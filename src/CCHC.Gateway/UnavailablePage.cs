using System.Net.Mime;

namespace CCHC.Gateway;

/// <summary>What a browser shows while the portal is away; programs get ProblemDetails.</summary>
public sealed class UnavailablePage(RequestDelegate next)
{
    private const string Html =
        """
        <!doctype html>
        <html lang="vi">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Đang tạm ngắt – Chỉ số CCHC</title>
        </head>
        <body style="font-family: system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
        <h1>Hệ thống đang tạm ngắt</h1>
        <p>Trang này chưa mở được. Dữ liệu đã lưu không bị ảnh hưởng. Vui lòng thử lại sau ít phút.</p>
        </body>
        </html>
        """;

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: 502 or 503 or 504 }
            && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && context.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(Html, context.RequestAborted);
        }
    }
}
