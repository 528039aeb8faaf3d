using OtpNet;

namespace CCHC.Identity.SecondFactors;

/// <summary>The secret that an app on somebody's phone makes codes of (RFC 6238: SHA-1, 30 seconds, six digits, what every such app does).</summary>
public sealed class Authenticator
{
    private const int SecretBytes = 20;

    // A phone whose clock is up to half a minute off.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    private Authenticator()
    {
    }

    public Guid AccountId { get; private set; }

    /// <summary>Null until the first code has shown that the phone has it.</summary>
    public byte[]? Secret { get; private set; }

    /// <summary>Shown to the person, not yet confirmed; the one before is good until then.</summary>
    public byte[]? PendingSecret { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>The half minute of the last code: no code is taken twice, and none from before it.</summary>
    public long LastStep { get; private set; }

    public bool IsOn => Secret is not null;

    public static Authenticator Of(Guid accountId) => new() { AccountId = accountId };

    /// <summary>A new secret for a phone, in Base32 as people type it.</summary>
    public string Begin()
    {
        PendingSecret = KeyGeneration.GenerateRandomKey(SecretBytes);
        return Base32Encoding.ToString(PendingSecret);
    }

    /// <summary>False when the code is not one of the new secret.</summary>
    public bool Confirm(string code, DateTimeOffset now)
    {
        if (PendingSecret is null || Step(PendingSecret, code, now) is not { } step)
        {
            return false;
        }

        (Secret, PendingSecret, ConfirmedAt, LastStep) = (PendingSecret, null, now, step);
        return true;
    }

    public bool Accepts(string code, DateTimeOffset now)
    {
        if (Secret is null || Step(Secret, code, now) is not { } step || step <= LastStep)
        {
            return false;
        }

        LastStep = step;
        return true;
    }

    // Apps show two groups of three digits.
    private static long? Step(byte[] secret, string code, DateTimeOffset now) =>
        new Totp(secret).VerifyTotp(now.UtcDateTime, code.Trim().Replace(" ", "", StringComparison.Ordinal), out var step, Window) ? step : null;
}
