namespace CCHC.Portal.Webhooks;

public enum DeliveryState
{
    Waiting,
    Delivered,
    GivenUp,
}

/// <summary>A system outside that is told what became public.</summary>
public sealed record Webhook(
    Guid Id, string Name, string Address, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? PausedAt, DateTimeOffset? FormerSecretUntil,
    int Waiting, DateTimeOffset? WaitingSince, int GivenUp, DateTimeOffset? LastDeliveredAt, string? LastProblem);

public sealed record WebhookList(IReadOnlyList<Webhook> Items, int Most);

public sealed record Delivery(
    Guid Id, string MessageId, string Event, string Subject, DeliveryState State, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? LastAttemptAt, DateTimeOffset? NextAttemptAt,
    DateTimeOffset? DeliveredAt, int? LastStatus, string? LastProblem, string? LastAnswer);

/// <summary>What the service tells once only.</summary>
public sealed record NewSecret(Guid Id, string Secret, DateTimeOffset? FormerSecretUntil);

public sealed record Replayed(int Deliveries);
