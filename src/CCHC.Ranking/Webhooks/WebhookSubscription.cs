using CCHC.ServiceDefaults.Errors;

namespace CCHC.Ranking.Webhooks;

/// <summary>A system outside that is told what became public; what it misses waits in its own queue.</summary>
public sealed class WebhookSubscription
{
    /// <summary>Each has a worker of its own, so that none waits for another.</summary>
    public const int Most = 50;

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public string Address { get; private set; } = "";

    /// <summary>Of <see cref="WebhookEvents"/>.</summary>
    public IReadOnlyList<string> Events { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }
    public string CreatedBy { get; private set; } = "";

    /// <summary>Nothing is sent from then on, but everything is kept; null while it runs.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    /// <summary>Sealed by <see cref="WebhookKey"/>.</summary>
    public byte[] Secret { get; private set; } = [];

    /// <summary>The one before, which signs too until <see cref="FormerSecretUntil"/>.</summary>
    public byte[]? FormerSecret { get; private set; }

    public DateTimeOffset? FormerSecretUntil { get; private set; }

    /// <summary>Which replica's worker sends from the queue, and until when it may; after a crash another takes over.</summary>
    public Guid? Lease { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public static WebhookSubscription Register(string name, Uri address, IReadOnlyList<string> events, string by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = name,
        Address = address.AbsoluteUri,
        Events = events,
        CreatedAt = at,
        CreatedBy = by,
    };

    public void Change(string name, Uri address, IReadOnlyList<string> events) => (Name, Address, Events) = (name, address.AbsoluteUri, events);

    public void Pause(DateTimeOffset at) => PausedAt ??= at;

    public void Resume() => PausedAt = null;

    /// <summary>Gives it a secret; the one before goes on signing beside it for a while.</summary>
    public void TakeSecret(byte[] secret, DateTimeOffset formerUntil)
    {
        if (Secret.Length > 0)
        {
            (FormerSecret, FormerSecretUntil) = (Secret, formerUntil);
        }

        Secret = secret;
    }

    /// <summary>Those that sign at a moment, the newest first.</summary>
    public IEnumerable<byte[]> SecretsAt(DateTimeOffset now) => FormerSecret is { } former && FormerSecretUntil > now ? [Secret, former] : [Secret];

    public void RequireRunning()
    {
        if (PausedAt is not null)
        {
            throw new RuleViolationException("webhook.paused", $"“{Name}” đang tạm dừng nên không gửi gì. Bật lại rồi thử.");
        }
    }
}
