using CCHC.Identity.Invitations;
using CCHC.Identity.Passwords;
using CCHC.Identity.SecondFactors;
using CCHC.Identity.SignIns;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

public static class AccountEndpoints
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddIdentityCore<Account>();
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordPolicy.HashRounds);
        builder.Services.AddScoped<IUserStore<Account>, UserOnlyStore<Account, Data.IdentityDbContext, Guid>>();
        builder.Services.AddScoped<PasswordCheck>();
        builder.Services.AddScoped<SecondFactorCheck>();
        builder.Services.AddScoped<SignInGuard>();
        builder.Services.AddScoped<Challenges>();
        builder.Services.AddHostedService<BootstrapAdmin>();
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/api/identity/me").Requires(Permissions.KeepOwnAccount).WithTags("Accounts");
        me.MapGet("/", GetMe.Handle).WithName(nameof(GetMe));

        app.MapGet("/api/identity/colleagues", ListColleagues.Handle).WithName(nameof(ListColleagues)).WithTags("Accounts").Requires(Permissions.SeeColleagues);

        var accounts = app.MapGroup("/api/identity/accounts").WithTags("Accounts");
        accounts.MapGet("/", ListAccounts.Handle).WithName(nameof(ListAccounts)).Requires(Permissions.ListAccounts);

        var administration = accounts.MapGroup("").Requires(Permissions.KeepAccounts);
        administration.MapPost("/", CreateAccount.Handle).WithName(nameof(CreateAccount));
        administration.MapGet("/{id:guid}", GetAccount.Handle).WithName(nameof(GetAccount));
        administration.MapPost("/import", ImportAccounts.Handle).WithName(nameof(ImportAccounts)).Accepts<string>("text/csv");
        administration.MapPost("/{id:guid}/closure", CloseAccount.Handle).WithName(nameof(CloseAccount));
        administration.MapPost("/{id:guid}/lock", LockAccount.Handle).WithName(nameof(LockAccount));
        administration.MapDelete("/{id:guid}/lock", UnlockAccount.Handle).WithName(nameof(UnlockAccount));
        app.MapInvitations();
    }
}
