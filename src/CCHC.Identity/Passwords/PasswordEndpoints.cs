using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.Passwords;

public static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder app)
    {
        var passwords = app.MapGroup("/api/identity").WithTags("Passwords");
        passwords.MapPost("/me/password", ChangeOwnPassword.Handle).WithName(nameof(ChangeOwnPassword)).Requires(Permissions.KeepOwnAccount);
        passwords.MapPost("/accounts/{id:guid}/password", ResetPassword.Handle).WithName(nameof(ResetPassword)).Requires(Permissions.KeepAccounts);
    }
}
