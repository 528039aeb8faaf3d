using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.Clients;

public static class ClientEndpoints
{
    public static void MapClients(this IEndpointRouteBuilder app)
    {
        var clients = app.MapGroup("/api/identity/clients").WithTags("Clients").Requires(Permissions.KeepAccounts);

        clients.MapGet("/", ListClients.Handle).WithName(nameof(ListClients));
        clients.MapPost("/", CreateClient.Handle).WithName(nameof(CreateClient));
        clients.MapPost("/{id:guid}/secret", RotateClientSecret.Handle).WithName(nameof(RotateClientSecret));
        clients.MapDelete("/{id:guid}", DeleteClient.Handle).WithName(nameof(DeleteClient));
    }
}
