using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Phrases;

public static class PhraseEndpoints
{
    public static void MapPhrases(this IEndpointRouteBuilder app)
    {
        var phrases = app.MapGroup("/api/appraisal/phrases").WithTags("Lý do mẫu").Requires(Permissions.KeepPhrases);
        phrases.MapGet("", KeepPhrases.List).WithName("ListPhrases");
        phrases.MapPost("", KeepPhrases.Add).WithName("AddPhrase").ProducesProblem(StatusCodes.Status409Conflict);
        phrases.MapDelete("{id:guid}", KeepPhrases.Remove).WithName("RemovePhrase");
    }
}
