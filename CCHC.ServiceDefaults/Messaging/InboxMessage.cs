namespace CCHC.ServiceDefaults.Messaging;

/// <summary>A message a consumer has dealt with; written in the transaction of its effect.</summary>
public sealed class InboxMessage
{
    public required Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
}
