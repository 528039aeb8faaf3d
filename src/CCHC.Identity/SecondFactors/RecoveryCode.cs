using CCHC.Identity.Accounts;
using CCHC.Identity.Passwords;
using Microsoft.AspNetCore.Identity;

namespace CCHC.Identity.SecondFactors;

/// <summary>
/// Stands in for a lost phone, once. Its first block finds it, the other three (59 bits) are stored as a slow hash: NIST SP 800-63B-4, 3.1.2.2,
/// asks for one below 112 bits.
/// </summary>
public sealed class RecoveryCode
{
    public const int SetSize = 10;

    private RecoveryCode()
    {
    }

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public string Label { get; private set; } = "";
    public string Hash { get; private set; } = "";
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>A new set with what is shown to the person this once.</summary>
    public static IReadOnlyList<(RecoveryCode Code, string Text)> NewSet(Account account, IPasswordHasher<Account> hasher)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        while (labels.Count < SetSize)
        {
            labels.Add(ReadableBlocks.Generate(1));
        }

        return [.. labels.AsParallel().Select(label =>
        {
            var rest = ReadableBlocks.Generate(3);
            var code = new RecoveryCode { Id = Guid.CreateVersion7(), AccountId = account.Id, Label = label, Hash = hasher.HashPassword(account, Plain(rest)) };
            return (code, $"{label}-{rest}");
        })];
    }

    /// <summary>The label and the rest of a typed code, or null when it cannot be one.</summary>
    public static (string Label, string Secret)? Read(string typed)
    {
        var plain = Plain(typed);
        return plain.Length == 4 * ReadableBlocks.Size && plain.All(ReadableBlocks.Alphabet.Contains) ? (plain[..ReadableBlocks.Size], plain[ReadableBlocks.Size..]) : null;
    }

    /// <summary>False when it is another one, or used.</summary>
    public bool Use(string rest, Account account, IPasswordHasher<Account> hasher, DateTimeOffset now)
    {
        if (UsedAt is not null || hasher.VerifyHashedPassword(account, Hash, rest) == PasswordVerificationResult.Failed)
        {
            return false;
        }

        UsedAt = now;
        return true;
    }

    private static string Plain(string typed) => string.Concat(typed.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
}
