using CCHC.Contracts.Identity;
using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CCHC.Identity.Accounts;

/// <summary>Creates the first account, <c>admin</c>, in a database that has none, with the password <c>Bootstrap:AdminPassword</c>.</summary>
internal sealed class BootstrapAdmin(IServiceScopeFactory scopes, IConfiguration configuration, ILogger<BootstrapAdmin> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration["Bootstrap:AdminPassword"] is not { Length: > 0 } password)
        {
            return;
        }

        while (true)
        {
            try
            {
                await CreateAsync(password, cancellationToken);
                return;
            }
            catch (NpgsqlException exception) when (exception.IsTransient)
            {
                logger.LogWarning("The first account waits for the database: {Reason}", exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateAsync(string password, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("accounts", cancellationToken);
        if (await db.Accounts.AnyAsync(cancellationToken))
        {
            return;
        }

        var admin = Account.Register("admin", "Quản trị hệ thống", [new Grant(Roles.SystemAdmin, null), new Grant(Roles.HomeAffairs, null)]);
        admin.SetPassword(password, "Bootstrap:AdminPassword", scope.ServiceProvider.GetRequiredService<IPasswordHasher<Account>>());
        db.Accounts.Add(admin);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.LogInformation("Created the first account, {UserName}", admin.UserName);
    }
}
