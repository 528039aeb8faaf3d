using CCHC.Contracts.Identity;
using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.SingleSignOn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.SingleSignOn;

/// <summary>The account of a person whom a provider has told, made or changed as its claims say.</summary>
public sealed class ClaimedAccounts(IdentityDbContext db, TimeProvider clock)
{
    private const string Locked = "Tài khoản của bạn trong hệ thống này đang bị khóa. Hãy báo quản trị.";

    /// <summary>The account, or why there is none.</summary>
    public async Task<(Account? Account, string? Problem)> FindAsync(OpenIdProvider provider, Person person, CancellationToken cancellationToken)
    {
        var settings = provider.Settings;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("accounts", cancellationToken);
        var account = await LinkedAsync(person, cancellationToken);
        if (account?.IsLocked(clock.GetUtcNow()) == true)
        {
            return (null, Locked);
        }

        var unitCode = person.Text(settings.UnitClaim);
        var unitId = unitCode is null ? null : await db.Units.Where(unit => unit.Code == unitCode).Select(unit => (Guid?)unit.Id).SingleOrDefaultAsync(cancellationToken);
        var given = person.Texts(settings.RoleClaim).Select(value => settings.Roles.TryGetValue(value, out var role) ? role : null).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (given.Exists(IsOfUnit) && unitId is null)
        {
            return (null, unitCode is null
                ? $"{settings.Title} không cho biết đơn vị của bạn, mà vai trò của bạn phải gắn với một đơn vị. Hãy báo quản trị của nơi đó."
                : $"Đơn vị mang mã {unitCode} chưa có trong danh bạ của hệ thống này. Hãy báo Sở Nội vụ.");
        }

        var grants = given.Select(role => new Grant(role, IsOfUnit(role) ? unitId : null)).ToList();
        if (account is null)
        {
            (account, var problem) = await JoinAsync(settings, person, grants, cancellationToken);
            if (account is null)
            {
                return (null, problem);
            }
        }

        if (settings.RoleClaim is not null)
        {
            // Roles that the provider does not speak of stay as the administrator gave them.
            var own = account.Grants.Where(grant => !settings.Roles.Values.Contains(grant.Role, StringComparer.Ordinal)).Select(grant => new Grant(grant.Role, grant.UnitId));
            account.Change(DisplayName(settings, person, account.DisplayName), own.Concat(grants));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return account.Grants.Count > 0 ? (account, null) : (null, NoRole(account.UserName!));
    }

    /// <summary>Somebody who comes for the first time: a new account, or the one of the same name.</summary>
    private async Task<(Account? Account, string? Problem)> JoinAsync(ProviderSettings settings, Person person, List<Grant> grants, CancellationToken cancellationToken)
    {
        var userName = person.Text(settings.UserNameClaim)?.ToLowerInvariant();
        if (userName is null || !Account.IsUserName(userName))
        {
            return (null, $"{settings.Title} không cho biết tên đăng nhập dùng được ở đây. {Account.UserNameProblem}");
        }

        var taken = await db.Accounts.Include(known => known.Grants).SingleOrDefaultAsync(known => known.UserName == userName, cancellationToken);
        if (taken is not null && (!settings.LinkByUserName || taken.EmergencyOpenedAt is not null || taken.Grants.Any(grant => grant.Role == Roles.SystemAdmin)))
        {
            return (null, $"Ở đây đã có tài khoản {userName} dùng mật khẩu. Hãy đăng nhập bằng mật khẩu, hoặc nhờ quản trị nối hai tài khoản.");
        }

        if (taken is null && grants.Count == 0)
        {
            return (null, NoRole(userName));
        }

        if (taken?.IsLocked(clock.GetUtcNow()) == true)
        {
            return (null, Locked);
        }

        var account = taken ?? Account.Register(userName, DisplayName(settings, person, userName), grants);
        if (taken is null)
        {
            db.Accounts.Add(account);
        }

        db.ExternalLogins.Add(new IdentityUserLogin<Guid> { LoginProvider = person.Issuer, ProviderKey = person.Subject, ProviderDisplayName = settings.Title, UserId = account.Id });
        return (account, null);
    }

    private async Task<Account?> LinkedAsync(Person person, CancellationToken cancellationToken)
    {
        var link = await db.ExternalLogins.AsNoTracking().SingleOrDefaultAsync(login => login.LoginProvider == person.Issuer && login.ProviderKey == person.Subject, cancellationToken);
        return link is null ? null : await db.Accounts.Include(account => account.Grants).SingleAsync(account => account.Id == link.UserId, cancellationToken);
    }

    private static string NoRole(string userName) => $"Tài khoản {userName} chưa được giao vai trò nào trong hệ thống này. Hãy báo Sở Nội vụ.";

    private static bool IsOfUnit(string role) => role is Roles.UnitOfficer or Roles.UnitHead;

    private static string DisplayName(ProviderSettings settings, Person person, string otherwise) =>
        person.Text(settings.DisplayNameClaim) is { Length: <= Account.DisplayNameLength } name ? name : otherwise;
}
