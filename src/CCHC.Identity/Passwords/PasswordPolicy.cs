using System.Text;
using CCHC.Identity.Accounts;
using CCHC.Identity.Units;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Identity;

namespace CCHC.Identity.Passwords;

/// <summary>
/// NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where a password may be all that is asked for, any printable characters, no rules of
/// composition, no changing by date; refused are passwords that are in common use or made of the account's own names.
/// </summary>
public static class PasswordPolicy
{
    /// <summary>Of PBKDF2 with HMAC-SHA-512, as OWASP advises; a password that was stored with fewer gets these at its next sign-in.</summary>
    public const int HashRounds = 210_000;

    public const int Least = 15;
    public const int Most = 200;
    public const string LengthProblem = "Mật khẩu phải có từ 15 đến 200 ký tự, kể cả dấu cách; nên ghép vài từ không liên quan với nhau.";

    /// <summary>What a password is compared and hashed as: the same letters typed on another system may come in another form.</summary>
    public static string Normalise(string password) => password.Normalize(NormalizationForm.FormC);

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="password">As it was typed.</param>
    /// <param name="userName">Of the account; whoever knows the person tries its names.</param>
    /// <param name="displayName">Of the account.</param>
    /// <param name="units">Codes and names of the units that it works for.</param>
    public static string? Problem(string password, string userName, string displayName = "", params IEnumerable<string> units)
    {
        if (!IsText(password))
        {
            return "Mật khẩu có ký tự không in được; hãy gõ lại.";
        }

        var length = Normalise(password).EnumerateRunes().Count();
        if (length is < Least or > Most)
        {
            return LengthProblem;
        }

        if (CommonPasswords.Contains(password))
        {
            return "Mật khẩu này hay bị dùng nên rất dễ đoán; hãy chọn mật khẩu khác, chẳng hạn ghép vài từ không liên quan với nhau.";
        }

        // Shorter names turn up in passwords by chance.
        var plain = CommonPasswords.Plain(password);
        return Holds(userName, 4) || Holds(displayName, 8) || units.Any(name => Holds(name, 6))
            ? "Mật khẩu không được chứa tên đăng nhập, họ tên hoặc tên đơn vị của tài khoản."
            : null;

        bool Holds(string name, int least) => CommonPasswords.Plain(name) is var part && part.Length >= least && plain.Contains(part, StringComparison.Ordinal);
    }

    /// <param name="account">Its grants with their units are loaded.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="field">The member of the request that it stands in.</param>
    /// <param name="hasher">Of the framework.</param>
    /// <exception cref="InvalidInputException">The password is refused.</exception>
    public static void SetPassword(this Account account, string password, string field, IPasswordHasher<Account> hasher)
    {
        var units = account.Grants.Select(grant => grant.Unit).OfType<Unit>().SelectMany(unit => new[] { unit.Code, unit.Name });
        if (Problem(password, account.UserName!, account.DisplayName, units) is { } problem)
        {
            throw new InvalidInputException(field, problem);
        }

        account.PasswordHash = hasher.HashPassword(account, Normalise(password));
    }

    // Half of a surrogate pair is read as the replacement character.
    public static bool IsText(string password) => password.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && !Rune.IsControl(rune));
}
