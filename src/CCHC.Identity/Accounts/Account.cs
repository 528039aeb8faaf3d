using System.Text.RegularExpressions;
using CCHC.Contracts.Identity;
using CCHC.Identity.Units;
using Microsoft.AspNetCore.Identity;

namespace CCHC.Identity.Accounts;

/// <summary>A person who signs in; holds roles, each for the whole system or for one unit.</summary>
public sealed partial class Account : IdentityUser<Guid>
{
    public const int DisplayNameLength = 200;
    public const string UserNamePattern = "^[a-z0-9][a-z0-9._@-]{1,63}$";
    public const string UserNameProblem = "Tên đăng nhập gồm 2 đến 64 chữ thường không dấu, chữ số và . _ @ -.";

    private readonly List<AccountGrant> _grants = [];

    private Account()
    {
    }

    public string DisplayName { get; private set; } = "";
    public IReadOnlyList<AccountGrant> Grants => _grants;

    /// <summary>When the person left; null while the account is in use.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>On the server's console, see <see cref="EmergencyAdmin"/>; null for every ordinary account, and once it is closed.</summary>
    public DateTimeOffset? EmergencyOpenedAt { get; private set; }

    public bool IsLocked(DateTimeOffset now) => LockoutEnd > now;

    public static bool IsUserName(string text) => UserNameRegex().IsMatch(text);

    public static Account Register(string userName, string displayName, IEnumerable<Grant> grants)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = userName,
            NormalizedUserName = userName.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            LockoutEnabled = true,
        };
        account.Change(displayName, grants);
        return account;
    }

    /// <summary>False when nothing differs.</summary>
    public bool Change(string displayName, IEnumerable<Grant> grants)
    {
        var wanted = grants.ToHashSet();
        var held = _grants.Select(grant => new Grant(grant.Role, grant.UnitId)).ToHashSet();
        if (DisplayName == displayName && held.SetEquals(wanted))
        {
            return false;
        }

        DisplayName = displayName;
        _grants.RemoveAll(grant => !wanted.Contains(new Grant(grant.Role, grant.UnitId)));
        _grants.AddRange(wanted.Except(held).Select(grant => AccountGrant.For(this, grant)));
        return true;
    }

    /// <summary>Until an administrator unlocks it, unlike the wait that follows wrong passwords.</summary>
    public void Lock() => LockoutEnd = DateTimeOffset.MaxValue;

    public void Unlock() => (LockoutEnd, ClosedAt) = (null, null);

    public void Close(DateTimeOffset now)
    {
        Lock();
        (ClosedAt, EmergencyOpenedAt, PasswordHash) = (now, null, null);
        _grants.Clear();
    }

    internal void OpenForEmergency(DateTimeOffset now)
    {
        Unlock();
        EmergencyOpenedAt = now;
        Change(DisplayName, [new Grant(Roles.SystemAdmin, null)]);
    }

    [GeneratedRegex(UserNamePattern, RegexOptions.None, 1000)]
    private static partial Regex UserNameRegex();
}

/// <summary>A role, and the unit it is held for; null for the whole system.</summary>
public sealed record Grant(string Role, Guid? UnitId)
{
    /// <summary>What is wrong with such a grant in the words of whoever asks for it, or null.</summary>
    public static string? Problem(string role, string? unitCode, IReadOnlyDictionary<string, Guid> units) =>
        !Roles.All.Contains(role, StringComparer.Ordinal) ? $"không có vai trò “{role}”."
        : string.IsNullOrEmpty(unitCode) ? role is Roles.UnitOfficer or Roles.UnitHead ? $"vai trò {role} phải gắn với một đơn vị." : null
        : !units.ContainsKey(unitCode) ? $"không có đơn vị mang mã {unitCode}."
        : null;
}

/// <summary>One role an account holds.</summary>
public sealed class AccountGrant
{
    private AccountGrant()
    {
    }

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public string Role { get; private set; } = "";
    public Guid? UnitId { get; private set; }
    public Unit? Unit { get; private set; }

    internal static AccountGrant For(Account account, Grant grant) =>
        new() { Id = Guid.CreateVersion7(), AccountId = account.Id, Role = grant.Role, UnitId = grant.UnitId };
}
