namespace CCHC.Ranking.Webhooks;

public enum DeliveryState
{
    /// <summary>For its turn, or for the next attempt.</summary>
    Waiting,

    /// <summary>The receiver has answered 2xx.</summary>
    Delivered,

    /// <summary>Tried for days in vain; sent again only when somebody asks for it.</summary>
    GivenUp,
}

/// <summary>One event for one subscription: sent at least once, always under the same id, and not before the ones ahead of it are settled.</summary>
public sealed class WebhookDelivery
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    public Guid Id { get; private set; }
    public Guid SubscriptionId { get; private set; }

    /// <summary>The order of the queue.</summary>
    public long Sequence { get; private set; }

    public string Event { get; private set; } = "";

    /// <summary>What the event is about, for people.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The JSON as it is signed and sent, to the byte.</summary>
    public string Body { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
    public DeliveryState State { get; private set; }
    public int Attempts { get; private set; }

    /// <summary>Of the attempts, those since it was put into the queue last.</summary>
    public int Failures { get; private set; }

    /// <summary>Since it was put into the queue last.</summary>
    public DateTimeOffset? FirstAttemptAt { get; private set; }

    public DateTimeOffset? LastAttemptAt { get; private set; }
    public DateTimeOffset NextAttemptAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>The last attempt's HTTP status; null when there was no answer.</summary>
    public int? LastStatus { get; private set; }

    /// <summary>Why the last attempt failed, in Vietnamese; null when it did not.</summary>
    public string? LastProblem { get; private set; }

    /// <summary>The beginning of what the receiver answered.</summary>
    public string? LastAnswer { get; private set; }

    /// <summary>As the receiver gets it in the header <c>webhook-id</c>.</summary>
    public string MessageId => $"msg_{Id:N}";

    public static WebhookDelivery Of(Guid subscriptionId, string name, string subject, string body, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        SubscriptionId = subscriptionId,
        Event = name,
        Subject = subject,
        Body = body,
        CreatedAt = now,
        NextAttemptAt = now,
    };

    /// <param name="result">What came of an attempt.</param>
    /// <param name="now">When.</param>
    /// <param name="jitter">From 0 to 1: spreads the attempts of queues that failed together.</param>
    public void Record(AttemptResult result, DateTimeOffset now, double jitter)
    {
        Attempts++;
        FirstAttemptAt ??= now;
        (LastAttemptAt, LastStatus, LastProblem, LastAnswer) = (now, result.Status, result.Problem, result.Answer);
        if (result.Problem is null)
        {
            (State, DeliveredAt) = (DeliveryState.Delivered, now);
            return;
        }

        Failures++;
        if (now - FirstAttemptAt >= GiveUpAfter)
        {
            State = DeliveryState.GivenUp;
            return;
        }

        var pause = TimeSpan.FromSeconds(Math.Min(FirstPause.TotalSeconds * Math.Pow(2, Math.Min(Failures - 1, 20)), LongestPause.TotalSeconds)) * (0.8 + (0.4 * jitter));
        NextAttemptAt = now + (result.RetryAfter is { } asked && asked > pause ? asked : pause);
    }

    /// <summary>Into the queue again, at its old place before those that came later.</summary>
    public void Replay(DateTimeOffset now) => (State, Failures, FirstAttemptAt, NextAttemptAt) = (DeliveryState.Waiting, 0, null, now);
}

/// <summary>What came of an attempt.</summary>
/// <param name="Status">Of the answer, if there was one.</param>
/// <param name="Problem">Why it failed, in Vietnamese; null for success.</param>
/// <param name="Answer">The beginning of the answer's body.</param>
/// <param name="RetryAfter">As the receiver asked, at most an hour.</param>
public sealed record AttemptResult(int? Status, string? Problem, string? Answer = null, TimeSpan? RetryAfter = null);
