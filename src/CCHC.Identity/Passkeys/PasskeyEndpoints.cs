using CCHC.Identity.Accounts;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CCHC.Identity.Passkeys;

public static class PasskeyEndpoints
{
    public static void AddPasskeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PasskeyAddress>();
        builder.Services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        builder.Services.AddOptions<IdentityPasskeyOptions>().Configure<PasskeyAddress>((options, address) =>
        {
            options.ServerDomain = address.Domain;
            options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && address.Is(context.Origin));
            options.UserVerificationRequirement = "required"; // finger, face or PIN: the key counts for both factors
            options.ResidentKeyRequirement = "required"; // signing in asks for no name
            options.AttestationConveyancePreference = "none"; // whatever the maker
            options.AuthenticatorTimeout = TimeSpan.FromMinutes(5);
        });
    }

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/identity/me/passkeys").Requires(Permissions.KeepOwnAccount).WithTags("Passkeys");
        own.MapGet("/", ListPasskeys.Handle).WithName(nameof(ListPasskeys));
        own.MapPost("/", RegisterPasskey.Finish).WithName(nameof(RegisterPasskey));
        own.MapPost("/challenges", RegisterPasskey.Begin).WithName("BeginPasskeyRegistration");
        own.MapPut("/{id}", ChangePasskey.Rename).WithName("RenamePasskey");
        own.MapDelete("/{id}", ChangePasskey.Remove).WithName("RemovePasskey");
        app.MapPost("/connect/passkey-challenges", BeginPasskeySignIn.Handle).WithName(nameof(BeginPasskeySignIn)).WithTags("Passkeys").Requires(Permissions.SignIn);
    }
}
