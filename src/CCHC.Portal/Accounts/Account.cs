using CCHC.Portal.MyAccount;

namespace CCHC.Portal.Accounts;

/// <param name="EmergencyOpenedAt">The emergency administrator is open since then.</param>
public sealed record AccountList(IReadOnlyList<AccountItem> Items, int Total, int Page, int PageSize, DateTimeOffset? EmergencyOpenedAt);

/// <summary>One line of the list.</summary>
public sealed record AccountItem(Guid Id, string UserName, string DisplayName, bool Locked, IReadOnlyList<HeldRole> Grants, DateTimeOffset? ClosedAt, DateTimeOffset? InvitedUntil);

/// <summary>One account as its administrator sees it.</summary>
public sealed record AccountDetail(Guid Id, string UserName, string DisplayName, bool Locked, IReadOnlyList<HeldRole> Grants, SecondFactorState SecondFactor, DateTimeOffset? ClosedAt,
    DateTimeOffset? InvitedUntil);

/// <summary>A one-time link, shown once.</summary>
/// <param name="Invitation">What it ends with; null where the file had a password.</param>
public sealed record NewLink(string UserName, string? Invitation, DateTimeOffset? ExpiresAt, DateTimeOffset? InvitedUntil)
{
    public DateTimeOffset? Until => ExpiresAt ?? InvitedUntil;
}

public sealed record ImportedAccounts(IReadOnlyList<NewLink> Created, int Updated);

/// <param name="Grants">What it held.</param>
public sealed record ClosedAccount(string DisplayName, IReadOnlyList<HeldRole> Grants);

/// <summary>Shown once.</summary>
public sealed record NewPassword(string UserName, string Password);
