using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.Invitations;

public static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/identity/accounts/{id:guid}/invitation", InviteAccount.Handle).WithName(nameof(InviteAccount)).WithTags("Invitations").Requires(Permissions.KeepAccounts);
        var invited = app.MapGroup("/connect/invitations").WithTags("Invitations").Requires(Permissions.SignIn);
        invited.MapPost("/", AcceptInvitation.Look).WithName("LookAtInvitation");
        invited.MapPost("/acceptance", AcceptInvitation.Handle).WithName(nameof(AcceptInvitation));
    }
}
