using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.Identity.Invitations;
using CCHC.Identity.Passwords;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>
/// Accounts from a CSV file, all or nothing. A row per role; the roles of an account that is already there become those of the file, its
/// password stays. With <c>invite=true</c>, people without a password in the file choose it themselves by a link.
/// </summary>
public static class ImportAccounts
{
    private static readonly string[] Columns = ["username", "display_name", "role", "unit_code"];

    public sealed record Response(IReadOnlyList<CreatedAccount> Created, int Updated);

    /// <param name="UserName">Of the new account.</param>
    /// <param name="Password">Null where the person chooses it by the link.</param>
    /// <param name="Invitation">What the link ends with; shown here alone.</param>
    public sealed record CreatedAccount(string UserName, string? Password, string? Invitation = null, DateTimeOffset? InvitedUntil = null);

    public static async Task<Ok<Response>> Handle(
        HttpRequest request, IdentityDbContext db, IPasswordHasher<Account> hasher, TimeProvider clock, ILogger<Response> logger, CancellationToken cancellationToken,
        bool invite = false, [Range(1, Invitation.MostHours, ErrorMessage = "Đường dẫn có hiệu lực từ 1 đến 720 giờ.")] int hours = Invitation.DefaultHours)
    {
        var file = await CsvFile.ReadAsync(request.Body, Columns, ["password"], cancellationToken);
        file.ThrowIfWrong();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("accounts", cancellationToken);
        var units = await db.Units.ToDictionaryAsync(unit => unit.Code, unit => unit.Id, StringComparer.Ordinal, cancellationToken);
        Check(file, units);
        file.ThrowIfWrong();

        var people = file.Lines.ToLookup(line => line["username"], StringComparer.Ordinal);
        var names = people.Select(person => person.Key).ToList();
        var accounts = await db.Accounts.Include(account => account.Grants)
            .Where(account => names.Contains(account.UserName!))
            .ToDictionaryAsync(account => account.UserName!, StringComparer.Ordinal, cancellationToken);

        var updated = 0;
        var created = new List<(Account Account, string? Password)>();
        foreach (var person in people)
        {
            var grants = person.Select(line => new Grant(line["role"], line["unit_code"] is { Length: > 0 } code ? units[code] : null));
            if (accounts.TryGetValue(person.Key, out var account))
            {
                updated += account.Change(person.First()["display_name"], grants) ? 1 : 0;
                continue;
            }

            var password = person.Select(line => line["password"]).FirstOrDefault(text => text.Length > 0) ?? (invite ? null : PasswordGenerator.Generate());
            created.Add((Account.Register(person.Key, person.First()["display_name"], grants), password));
        }

        // Slow on purpose, a hash at a time: hundreds of accounts would take a minute on one core.
        created.Where(entry => entry.Password is not null).AsParallel().ForAll(entry => entry.Account.PasswordHash = hasher.HashPassword(entry.Account, PasswordPolicy.Normalise(entry.Password!)));
        db.Accounts.AddRange(created.Select(entry => entry.Account));
        var invitations = created.Where(entry => entry.Password is null).ToDictionary(entry => entry.Account.Id, entry => Invitation.Write(entry.Account.Id, hours, clock.GetUtcNow()));
        db.Invitations.AddRange(invitations.Values.Select(written => written.Invitation));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.LogInformation("Imported accounts: {Created} created, {Updated} updated", created.Count, updated);
        return TypedResults.Ok(new Response([.. created.Select(Told)], updated));

        CreatedAccount Told((Account Account, string? Password) entry) => invitations.TryGetValue(entry.Account.Id, out var written)
            ? new CreatedAccount(entry.Account.UserName!, Password: null, written.Secret, written.Invitation.ExpiresAt)
            : new CreatedAccount(entry.Account.UserName!, entry.Password);
    }

    private static void Check(CsvFile file, Dictionary<string, Guid> units)
    {
        foreach (var line in file.Lines)
        {
            if (!Account.IsUserName(line["username"]))
            {
                file.AddError(line.Number, Account.UserNameProblem);
            }

            if (line["display_name"].Length is 0 or > Account.DisplayNameLength)
            {
                file.AddError(line.Number, $"họ tên (display_name) phải có từ 1 đến {Account.DisplayNameLength} ký tự.");
            }

            if (line["password"].Length > 0 && PasswordPolicy.Problem(line["password"], line["username"], line["display_name"], line["unit_code"]) is { } weakness)
            {
                file.AddError(line.Number, $"mật khẩu (password) không dùng được. {weakness}");
            }

            if (Grant.Problem(line["role"], line["unit_code"], units) is { } problem)
            {
                file.AddError(line.Number, problem);
            }
        }

        foreach (var person in file.Lines.GroupBy(line => line["username"], StringComparer.Ordinal))
        {
            foreach (var line in person.Where(line => line["display_name"] != person.First()["display_name"]))
            {
                file.AddError(line.Number, $"tài khoản {person.Key} mang họ tên khác với dòng {person.First().Number}.");
            }
        }
    }
}
