using CCHC.Portal.Gateway;
using CCHC.Portal.SignIn;
using CCHC.ServiceDefaults.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace CCHC.Portal.Layout;

/// <summary>Every failure ends in a page that says what happened and what to do.</summary>
public static class FailurePages
{
    public static void UseFailurePages(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (GatewayException exception) when (!context.Response.HasStarted)
        {
            await ShowAsync(context, exception.Problem);
            return;
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            {
                context.RequestServices.GetRequiredService<SecurityEvents>().Tell(LogLevel.Warning, SecurityEvents.NotUnderstood, $"{SecurityEvents.RouteOf(context)}, not from a form of ours");
            }

            await ShowAsync(context, exception.StatusCode);
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FailurePages))
                .LogError(exception, "{Route} failed", SecurityEvents.RouteOf(context));
            await ShowAsync(context, StatusCodes.Status500InternalServerError);
            return;
        }

        if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null, ContentLength: null } && !context.Response.Headers.ContainsKey("HX-Redirect"))
        {
            await ShowAsync(context, context.Response.StatusCode);
        }
    });

    public static void MapNotFound(this IEndpointRouteBuilder app) =>
        app.MapFallback(context => ShowAsync(context, StatusCodes.Status404NotFound)).AllowAnonymous();

    public static Task ShowAsync(HttpContext context, int status) => ShowAsync(context, new Problem { Status = status });

    private static async Task ShowAsync(HttpContext context, Problem problem)
    {
        context.Response.Clear();
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            await context.SignOutAsync();
            await SignInPages.AskAsync(context);
            return;
        }

        // To someone without the right a thing does not exist.
        var status = problem.Status == StatusCodes.Status403Forbidden ? StatusCodes.Status404NotFound : problem.Status;
        if (problem.IsAway && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers["Refresh"] = "15";
        }

        var (title, text) = Words(problem with { Status = status });
        var page = Pages.IsPartial(context)
            ? Pages.Show<FailurePart>(new { Title = title, Text = text }, status)
            : Pages.Show<FailurePage>(new { Title = title, Text = text }, status);
        await page.ExecuteAsync(context);
    }

    private static (string Title, string Text) Words(Problem problem) => problem.Status switch
    {
        404 or 405 => (LayoutTexts.NotFoundTitle, LayoutTexts.NotFoundText),
        400 => (LayoutTexts.BadRequestTitle, problem.Detail ?? LayoutTexts.BadRequestText),
        413 => (LayoutTexts.BadRequestTitle, LayoutTexts.TooLargeText),
        429 => (LayoutTexts.TooManyTitle, problem.Detail ?? LayoutTexts.TooManyText),
        502 or 503 or 504 => (LayoutTexts.AwayTitle, problem.Message),
        _ => (LayoutTexts.FailedTitle, problem.Detail ?? LayoutTexts.FailedText),
    };
}
