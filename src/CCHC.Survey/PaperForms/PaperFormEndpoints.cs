using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Survey.PaperForms;

public static class PaperFormEndpoints
{
    public static void MapPaperForms(this IEndpointRouteBuilder app)
    {
        var typists = app.MapGroup("/api/survey/surveys/{id:guid}/paper-forms").Requires(Permissions.TypePaperForms).WithTags("Phiếu giấy");
        typists.MapGet("", ListPaperForms.Handle);
        typists.MapPost("", EnterPaperForm.Handle);
        typists.MapGet("{number}", GetPaperForm.Handle);
        typists.MapPost("{number}/resolution", ResolvePaperForm.Handle);

        app.MapGroup("/api/survey/surveys/{id:guid}/paper-settings").Requires(Permissions.RunSurveys).WithTags("Phiếu giấy").MapPost("", SetDoubleEntry.Handle);
    }
}
