namespace CCHC.Portal.ApiClients;

/// <summary>Another system that calls the API in its own name.</summary>
public sealed record ApiClient(
    Guid ClientId, string Name, string Contact, IReadOnlyList<string> Roles, string? UnitName, int? PerMinute, int? PerDay, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt,
    DateTimeOffset? FormerSecretUntil, DateTimeOffset? FormerUsedAt);

public sealed record ApiClientList(IReadOnlyList<ApiClient> Items);

/// <summary>What the service tells once only.</summary>
public sealed record ClientSecret(Guid ClientId, string Secret, DateTimeOffset? FormerSecretUntil);
