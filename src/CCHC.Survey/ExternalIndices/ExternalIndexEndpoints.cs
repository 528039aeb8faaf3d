using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Survey.ExternalIndices;

public static class ExternalIndexEndpoints
{
    public static void MapExternalIndices(this IEndpointRouteBuilder app)
    {
        app.MapGroup("/api/survey/external-indices").Requires(Permissions.ReadSurveys).WithTags("Chỉ số bên ngoài")
            .MapGet("", ListExternalIndices.Handle);
        app.MapGroup("/api/survey/external-indices").Requires(Permissions.RunSurveys).WithTags("Chỉ số bên ngoài")
            .MapPut("", RecordExternalIndices.Handle);
    }
}
