using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>Which consumers have messages that wait, how many, since when and why most of them.</summary>
internal static class CountFailedMessages
{
    public sealed record Cause(string Text, int Count);

    public sealed record Queue(string Consumer, int Count, DateTimeOffset First, DateTimeOffset Last, IReadOnlyList<Cause> Causes);

    /// <param name="At">When it was counted: what fails later is not among it.</param>
    public sealed record Response(IReadOnlyList<Queue> Items, DateTimeOffset At);

    private const int NamedCauses = 3;

    public static async Task<Ok<Response>> Handle(DbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var causes = await db.Waiting().Where(message => message.LastFailedAt <= at)
            .GroupBy(message => new { message.Consumer, message.Cause })
            .Select(same => new { same.Key.Consumer, same.Key.Cause, Count = same.Count(), First = same.Min(x => x.FirstFailedAt), Last = same.Max(x => x.LastFailedAt) })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            [
                .. causes.GroupBy(cause => cause.Consumer, StringComparer.Ordinal).OrderBy(queue => queue.Key, StringComparer.Ordinal).Select(queue => new Queue(
                    queue.Key, queue.Sum(x => x.Count), queue.Min(x => x.First), queue.Max(x => x.Last),
                    [.. queue.OrderByDescending(x => x.Count).ThenBy(x => x.Cause, StringComparer.Ordinal).Take(NamedCauses).Select(x => new Cause(x.Cause, x.Count))])),
            ],
            at));
    }
}
