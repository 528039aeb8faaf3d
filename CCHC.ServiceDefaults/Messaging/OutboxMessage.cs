namespace CCHC.ServiceDefaults.Messaging;

/// <summary>An event that was committed with the change it tells of and waits for the broker; moved to <see cref="SentEvents"/> once the broker confirmed it.</summary>
public sealed class OutboxMessage
{
    public long Sequence { get; private set; }

    /// <summary>Travels as the message id, so that the inbox knows a second delivery.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Full name and assembly of the contract; another word for a failed message that is sent again.</summary>
    public required string Type { get; init; }

    public required string Body { get; init; }

    /// <summary>The trace of the request that published it.</summary>
    public string? TraceParent { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}
