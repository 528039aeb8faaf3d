using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>All that wait for one consumer, as they were counted.</summary>
internal static class DiscardAll
{
    /// <param name="Reason">Of all of them.</param>
    /// <param name="Until">When the messages were counted.</param>
    public sealed record Request(string? Reason, DateTimeOffset Until);

    public static async Task<Ok<DecidedMessages>> Handle(
        string consumer, Request request, CurrentUser user, DbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var until = request.Until.ToUniversalTime();
        var messages = db.Set<FailedMessage>().Where(message => message.Consumer == consumer && message.LastFailedAt <= until);
        return TypedResults.Ok(new DecidedMessages(await Discard.DiscardAsync(messages, request.Reason, user, clock, cancellationToken)));
    }
}
