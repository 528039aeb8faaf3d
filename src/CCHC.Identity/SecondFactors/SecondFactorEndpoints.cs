using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.SecondFactors;

public static class SecondFactorEndpoints
{
    public static void MapSecondFactors(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/identity/me/second-factor").Requires(Permissions.KeepOwnAccount).WithTags("Second factors");
        own.MapGet("/", GetSecondFactor.Handle).WithName(nameof(GetSecondFactor));
        own.MapPost("/", ConfirmEnrolment.Handle).WithName(nameof(ConfirmEnrolment));
        own.MapPost("/enrolment", BeginEnrolment.Handle).WithName(nameof(BeginEnrolment));
        own.MapPost("/recovery-codes", RenewRecoveryCodes.Handle).WithName(nameof(RenewRecoveryCodes));
        own.MapPost("/removal", RemoveSecondFactor.Own).WithName(nameof(RemoveSecondFactor));

        app.MapPost("/connect/second-factor-enrolment", BeginEnrolment.AtSignIn).WithName("BeginEnrolmentAtSignIn").WithTags("Second factors").Requires(Permissions.SignIn);
        app.MapDelete("/api/identity/accounts/{id:guid}/second-factor", RemoveSecondFactor.OfAccount).WithName("ResetSecondFactor")
            .WithTags("Second factors").Requires(Permissions.KeepAccounts);
    }
}
