using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Survey.PaperForms;

public static class PaperFormEndpoints
{
    public static void MapPaperForms(this IEndpointRouteBuilder app)
    {
        var typists = app.MapGroup("/api/survey/surveys/{id:guid}/paper-forms").RequireRole(Roles.HomeAffairs, Roles.Enumerator).WithTags("Phiếu giấy");
        typists.MapGet("", ListPaperForms.Handle);
        typists.MapPost("", EnterPaperForm.Handle);
        typists.MapGet("{number}", GetPaperForm.Handle);
        typists.MapPost("{number}/resolution", ResolvePaperForm.Handle);

        app.MapGroup("/api/survey/surveys/{id:guid}/paper-settings").RequireRole(Roles.HomeAffairs).WithTags("Phiếu giấy").MapPost("", SetDoubleEntry.Handle);
    }
}
