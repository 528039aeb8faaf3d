using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

public static class AccountEndpoints
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = Account.PasswordLength;
            options.Password.RequireDigit = false;
            options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        });
        builder.Services.AddScoped<IUserStore<Account>, UserOnlyStore<Account, Data.IdentityDbContext, Guid>>();
        builder.Services.AddScoped<PasswordCheck>();
        builder.Services.AddHostedService<BootstrapAdmin>();
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/api/identity/me").WithTags("Accounts");
        me.MapGet("/", GetMe.Handle).WithName(nameof(GetMe));
        me.MapPost("/password", ChangeOwnPassword.Handle).WithName(nameof(ChangeOwnPassword));

        app.MapGet("/api/identity/colleagues", ListColleagues.Handle).WithName(nameof(ListColleagues)).WithTags("Accounts").RequireRole(Roles.UnitOfficer, Roles.UnitHead);

        var accounts = app.MapGroup("/api/identity/accounts").WithTags("Accounts");
        accounts.MapGet("/", ListAccounts.Handle).WithName(nameof(ListAccounts)).RequireRole(Roles.SystemAdmin, Roles.HomeAffairs, Roles.Auditor);

        var administration = accounts.MapGroup("").RequireRole(Roles.SystemAdmin);
        administration.MapPost("/", CreateAccount.Handle).WithName(nameof(CreateAccount));
        administration.MapPost("/import", ImportAccounts.Handle).WithName(nameof(ImportAccounts)).Accepts<string>("text/csv");
        administration.MapPost("/{id:guid}/lock", LockAccount.Handle).WithName(nameof(LockAccount));
        administration.MapDelete("/{id:guid}/lock", UnlockAccount.Handle).WithName(nameof(UnlockAccount));
        administration.MapPost("/{id:guid}/password", ResetPassword.Handle).WithName(nameof(ResetPassword));
    }
}
