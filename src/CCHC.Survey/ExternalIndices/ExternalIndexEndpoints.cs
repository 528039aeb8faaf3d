using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Survey.ExternalIndices;

public static class ExternalIndexEndpoints
{
    public static void MapExternalIndices(this IEndpointRouteBuilder app)
    {
        app.MapGroup("/api/survey/external-indices").RequireRole(Roles.HomeAffairs, Roles.Leader, Roles.Auditor).WithTags("Chỉ số bên ngoài")
            .MapGet("", ListExternalIndices.Handle);
        app.MapGroup("/api/survey/external-indices").RequireRole(Roles.HomeAffairs).WithTags("Chỉ số bên ngoài")
            .MapPut("", RecordExternalIndices.Handle);
    }
}
