using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;

namespace CCHC.Gateway;

/// <summary>What a browser shows while the portal is away; programs get ProblemDetails.</summary>
public sealed class UnavailablePage(RequestDelegate next)
{
    private const string Style = "body { font-family: system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }";

    private const string Html =
        $$"""
        <!doctype html>
        <html lang="vi">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Đang tạm ngắt – Chỉ số CCHC</title>
        <style>{{Style}}</style>
        </head>
        <body>
        <h1>Hệ thống đang tạm ngắt</h1>
        <p>Trang này chưa mở được. Dữ liệu đã lưu không bị ảnh hưởng. Vui lòng thử lại sau ít phút.</p>
        </body>
        </html>
        """;

    /// <summary>This one style and nothing else.</summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: 502 or 503 or 504 }
            && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && context.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentSecurityPolicy = Policy;
            await context.Response.WriteAsync(Html, context.RequestAborted);
        }
    }
}
