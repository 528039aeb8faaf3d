using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>All that wait for one consumer, as they were counted: what has failed since is for the next decision.</summary>
internal static class SendAllAgain
{
    /// <param name="Until">When the messages were counted.</param>
    public sealed record Request(DateTimeOffset Until);

    public static async Task<Ok<DecidedMessages>> Handle(
        string consumer, Request request, CurrentUser user, DbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DecidedMessages(await SendAgain.SendAsync(db, consumer, id: null, request.Until, user, clock, cancellationToken)));
}
