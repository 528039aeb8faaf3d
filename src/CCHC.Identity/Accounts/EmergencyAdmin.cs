using CCHC.Contracts.Identity;
using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using CCHC.Identity.SignIns;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>
/// Opens the account <c>khan-cap</c>, an administrator, with a new password on the server's console: for the day on which no administrator can
/// sign in. Who may read the database's secrets may do this; nobody can over the network. Administrators see it until they close it.
/// </summary>
public static class EmergencyAdmin
{
    public const string UserName = "khan-cap";
    private const string Command = "--emergency-admin";

    /// <summary>Runs the service, or, with <c>--emergency-admin</c>, opens the account and ends.</summary>
    public static async Task RunIdentityAsync(this WebApplication app, string[] args)
    {
        if (!args.Contains(Command, StringComparer.Ordinal))
        {
            await app.RunServiceAsync<IdentityDbContext>(args);
            return;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var password = await OpenAsync(scope.ServiceProvider);
        await Console.Out.WriteLineAsync(
            $"""
            Đã mở tài khoản quản trị khẩn cấp.
              Tên đăng nhập: {UserName}
              Mật khẩu:      {password}
            Mật khẩu chỉ hiện một lần ở đây. Xong việc, đóng tài khoản này ở trang Tài khoản; quản trị hệ thống khác được nhắc cho đến khi đóng.
            """);
    }

    public static async Task<string> OpenAsync(IServiceProvider services)
    {
        var (db, clock, hasher) = (services.GetRequiredService<IdentityDbContext>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IPasswordHasher<Account>>());
        await using var transaction = await db.BeginAsync(CancellationToken.None);
        await db.LockAsync("accounts", CancellationToken.None);
        var account = await db.Accounts.Include(account => account.Grants).SingleOrDefaultAsync(account => account.UserName == UserName);
        if (account is null)
        {
            db.Accounts.Add(account = Account.Register(UserName, "Quản trị khẩn cấp", []));
        }

        var password = PasswordGenerator.Generate();
        account.OpenForEmergency(clock.GetUtcNow());
        account.PasswordHash = hasher.HashPassword(account, password);
        await db.RemoveSecondFactorsAsync(account.Id, clock.GetUtcNow(), CancellationToken.None);
        await services.GetRequiredService<SignInGuard>().ForgetAsync(UserName, CancellationToken.None);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EmergencyAdmin)).LogCritical(
            "The emergency administrator {UserName} was opened on the console of {Machine} by {User}", UserName, Environment.MachineName, Environment.UserName);
        return password;
    }
}
