using CCHC.Identity.Tokens;

namespace CCHC.Identity.SignIns;

public enum ChallengeKind
{
    /// <summary>The password was right, a code has yet to come.</summary>
    SecondFactor,

    /// <summary>The password was right, and a role asks for a second factor that there is not.</summary>
    Enrolment,
    PasskeySignIn,
    PasskeyRegistration,

    /// <summary>The person is at an OpenID provider.</summary>
    SingleSignOn,
}

/// <summary>What the system remembers between two steps of signing in or of registering a passkey; good for five minutes, at a provider a quarter of an hour.</summary>
public sealed class Challenge
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LifetimeAtProvider = TimeSpan.FromMinutes(15);

    private Challenge()
    {
    }

    public Guid Id { get; private set; }
    public ChallengeKind Kind { get; private set; }
    public Guid? AccountId { get; private set; }
    public byte[] SecretHash { get; private set; } = [];

    /// <summary>What the framework's passkey handler, or the errand to a provider, wants back.</summary>
    public string? State { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>The token is for whoever takes the next step; it is not stored.</summary>
    public static (Challenge Challenge, string Token) Set(ChallengeKind kind, Guid? accountId, string? state, DateTimeOffset now)
    {
        var challenge = new Challenge { Id = Guid.NewGuid(), Kind = kind, AccountId = accountId, State = state, ExpiresAt = now + (kind == ChallengeKind.SingleSignOn ? LifetimeAtProvider : Lifetime) };
        var token = Secrets.GenerateFor(challenge.Id);
        challenge.SecretHash = Secrets.Hash(token);
        return (challenge, token);
    }

    public bool IsAnsweredBy(string token, ChallengeKind kind, DateTimeOffset now) => Kind == kind && now < ExpiresAt && Secrets.Matches(token, SecretHash);
}
