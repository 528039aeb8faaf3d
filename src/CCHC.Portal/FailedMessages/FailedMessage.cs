using CCHC.Portal.Gateway;

namespace CCHC.Portal.FailedMessages;

public enum FailedMessageState
{
    Waiting,
    SentAgain,
    Discarded,
}

public sealed record FailureCause(string Text, int Count);

/// <summary>A consumer with messages that wait for a decision.</summary>
public sealed record FailedQueue(string Consumer, int Count, DateTimeOffset First, DateTimeOffset Last, IReadOnlyList<FailureCause> Causes);

/// <param name="At">When it was counted; a decision about all of a queue goes no further.</param>
public sealed record FailedQueues(IReadOnlyList<FailedQueue> Items, DateTimeOffset At);

/// <summary>What one service says of its consumers, or why it says nothing.</summary>
public sealed record ServiceFailures(string Service, string Name, Outcome<FailedQueues> Answer);

public sealed record FailedMessage(
    string Consumer, Guid Id, string? Type, string Exception, string Cause, string? Trace, int Failures, DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt, FailedMessageState State,
    DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason);

/// <param name="Message">As in the list.</param>
/// <param name="Content">Null where it cannot be shown.</param>
/// <param name="Complete">Whether nothing was left out of the content.</param>
public sealed record FailedMessageDetails(FailedMessage Message, string? Content, bool Complete);

public sealed record Decided(int Messages);

/// <summary>What is looked for in one queue, as it stands in the address.</summary>
public sealed record FailedMessageFilter(string? Tt, string? NguyenNhan, int? Trang);
