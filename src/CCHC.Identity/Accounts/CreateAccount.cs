using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>The answer is the only place where the password is ever shown.</summary>
public static class CreateAccount
{
    public sealed record Request(
        [Required(ErrorMessage = "Thiếu tên đăng nhập.")]
        [RegularExpression(Account.UserNamePattern, ErrorMessage = Account.UserNameProblem)]
        string UserName,
        [Required(ErrorMessage = "Thiếu họ tên.")]
        [StringLength(Account.DisplayNameLength, ErrorMessage = "Họ tên dài quá 200 ký tự.")]
        string DisplayName,
        [StringLength(PasswordPolicy.Most, MinimumLength = PasswordPolicy.Least, ErrorMessage = PasswordPolicy.LengthProblem)]
        string? Password,
        [Required(ErrorMessage = "Thiếu vai trò.")]
        IReadOnlyList<GrantRequest> Grants);

    public sealed record GrantRequest([Required(ErrorMessage = "Thiếu vai trò.")] string Role, string? UnitCode);

    public sealed record Response(Guid Id, string UserName, string Password);

    public static async Task<Created<Response>> Handle(
        Request request, IdentityDbContext db, IPasswordHasher<Account> hasher, CancellationToken cancellationToken)
    {
        var units = await db.Units.ToDictionaryAsync(unit => unit.Code, unit => unit.Id, StringComparer.Ordinal, cancellationToken);
        var problems = request.Grants.Select(grant => Grant.Problem(grant.Role, grant.UnitCode, units)).OfType<string>().ToArray();
        if (problems.Length > 0)
        {
            throw new InvalidInputException("Vai trò không hợp lệ.", new Dictionary<string, string[]>(StringComparer.Ordinal) { ["grants"] = problems });
        }

        var normalizedUserName = request.UserName.ToUpperInvariant();
        if (await db.Accounts.AnyAsync(account => account.NormalizedUserName == normalizedUserName, cancellationToken))
        {
            throw new RuleViolationException("account.exists", $"Đã có tài khoản {request.UserName}.");
        }

        var password = request.Password ?? PasswordGenerator.Generate();
        var account = Account.Register(
            request.UserName,
            request.DisplayName,
            request.Grants.Select(grant => new Grant(grant.Role, grant.UnitCode is { Length: > 0 } code ? units[code] : null)));
        db.Accounts.Add(account);
        var unitIds = account.Grants.Select(grant => grant.UnitId).ToList();
        await db.Units.Where(unit => unitIds.Contains(unit.Id)).LoadAsync(cancellationToken); // whose names the password must not contain
        account.SetPassword(password, "password", hasher);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/identity/accounts/{account.Id}", new Response(account.Id, request.UserName, password));
    }
}
