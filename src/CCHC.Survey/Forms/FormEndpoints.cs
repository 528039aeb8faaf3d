using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Survey.Forms;

public static class FormEndpoints
{
    private const int MaxBytes = 1024 * 1024;

    public static void AddForms(this IServiceCollection services) => services.AddSingleton<OpenForms>();

    /// <summary>Open to everyone who knows a code.</summary>
    public static void MapForms(this IEndpointRouteBuilder app)
    {
        var respondents = app.MapGroup("/api/survey/forms/{code}").Requires(Permissions.Answer).WithTags("Phiếu điều tra");
        respondents.MapGet("", GetForm.Handle);
        respondents.MapPost("answers", SubmitAnswers.Handle).WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
    }
}
