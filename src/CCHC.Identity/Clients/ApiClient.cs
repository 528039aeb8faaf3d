using CCHC.Identity.Tokens;

namespace CCHC.Identity.Clients;

/// <summary>Another system that calls the API in its own name.</summary>
public sealed class ApiClient
{
    private ApiClient()
    {
    }

    /// <summary>The <c>client_id</c>.</summary>
    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Whom to call when it misbehaves.</summary>
    public string Contact { get; private set; } = "";

    public byte[] SecretHash { get; private set; } = [];

    /// <summary>When the newest secret got a token last.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>The secret before, which is good until <see cref="FormerSecretUntil"/>.</summary>
    public byte[]? FormerSecretHash { get; private set; }

    public DateTimeOffset? FormerSecretUntil { get; private set; }

    /// <summary>Tells whether the other side has changed over.</summary>
    public DateTimeOffset? FormerUsedAt { get; private set; }

    public string[] Roles { get; private set; } = [];

    /// <summary>The government below the province within which the roles are good; null for the whole system.</summary>
    public Guid? UnitId { get; private set; }

    /// <summary>Calls through the gateway; null for no limit of its own.</summary>
    public int? PerMinute { get; private set; }

    public int? PerDay { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>As the token says it: calls a minute and a day, 0 for no limit; null where neither is limited.</summary>
    public string? Quota => PerMinute is null && PerDay is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{PerMinute ?? 0}/{PerDay ?? 0}");

    /// <summary>As the token says them: its own government's, wherever that stands in the register by now, and never more.</summary>
    public IReadOnlyCollection<string> Areas => [.. Roles.Select(role => $"{role}@{UnitId?.ToString() ?? "*"}")];

    public static ApiClient Register(string name, string contact, IEnumerable<string> roles, Guid? unitId, int? perMinute, int? perDay, byte[] secretHash, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = name,
        Contact = contact,
        SecretHash = secretHash,
        Roles = [.. roles.Distinct(StringComparer.Ordinal)],
        UnitId = unitId,
        PerMinute = perMinute,
        PerDay = perDay,
        CreatedAt = now,
    };

    /// <summary>A new secret; the one before is good beside it until then.</summary>
    public void Rotate(byte[] secretHash, DateTimeOffset formerUntil)
    {
        (FormerSecretHash, FormerSecretUntil, FormerUsedAt) = (SecretHash, formerUntil, LastUsedAt);
        (SecretHash, LastUsedAt) = (secretHash, null);
    }

    /// <summary>Whether it is one of the secrets that are good now, whose use is noted.</summary>
    public bool Accepts(string secret, DateTimeOffset now)
    {
        if (Secrets.Matches(secret, SecretHash))
        {
            LastUsedAt = now;
            return true;
        }

        if (FormerSecretHash is not { } former || FormerSecretUntil <= now || !Secrets.Matches(secret, former))
        {
            return false;
        }

        FormerUsedAt = now;
        return true;
    }
}
