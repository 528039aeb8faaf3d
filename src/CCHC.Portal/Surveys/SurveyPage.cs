using System.Globalization;

namespace CCHC.Portal.Surveys;

/// <summary>A page for a respondent: its words in the language of the form, and how long the browser shows and keeps it.</summary>
internal sealed class SurveyPage(IResult page, SurveyVisit visit, string? language) : IResult
{
    /// <summary>Null for a page that stays.</summary>
    public TimeSpan? LeaveAfter { get; init; }

    public string? LeaveFor { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (LeaveAfter is { } time)
        {
            response.Headers["Refresh"] = string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalSeconds}; url={LeaveFor}");
        }

        if (!visit.Kiosk)
        {
            // Else "back" asks whether to send the form again. On a kiosk the next person must not come upon it.
            response.OnStarting(() =>
            {
                response.Headers.CacheControl = "private, no-cache";
                response.Headers.Pragma = default;
                return Task.CompletedTask;
            });
        }

        // Where this method ends, the culture of the request's flow is again what it was.
        CultureInfo.CurrentUICulture = SurveyLanguage.Of(language);
        await page.ExecuteAsync(httpContext);
    }
}
