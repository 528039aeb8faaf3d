using CCHC.Identity.Tokens;

namespace CCHC.Identity.Invitations;

/// <summary>A link by which a person gives its account the first password, or a new one; good once, and for some hours.</summary>
public sealed class Invitation
{
    public const int DefaultHours = 72;
    public const int MostHours = 720;

    private Invitation()
    {
    }

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public byte[] SecretHash { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>The secret is what the link ends with; it is not stored.</summary>
    public static (Invitation Invitation, string Secret) Write(Guid accountId, int hours, DateTimeOffset now)
    {
        var invitation = new Invitation { Id = Guid.NewGuid(), AccountId = accountId, CreatedAt = now, ExpiresAt = now.AddHours(hours) };
        var secret = Secrets.GenerateFor(invitation.Id);
        invitation.SecretHash = Secrets.Hash(secret);
        return (invitation, secret);
    }

    public bool IsOpenedBy(string secret, DateTimeOffset now) => UsedAt is null && now < ExpiresAt && Secrets.Matches(secret, SecretHash);

    public void Use(DateTimeOffset now) => UsedAt = now;
}
