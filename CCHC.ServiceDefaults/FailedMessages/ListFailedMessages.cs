using System.Linq.Expressions;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>Messages of one consumer or all, those that failed last first.</summary>
internal static class ListFailedMessages
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;

    /// <param name="Consumer">Whole name of the queue.</param>
    /// <param name="State">Those that wait unless it is said.</param>
    /// <param name="Cause">Part of the cause.</param>
    public sealed record Query(string? Consumer, FailedMessageState? State, string? Cause, int? Page, int? PageSize);

    public sealed record Item(
        string Consumer, Guid Id, string? Type, string Exception, string Cause, string? Trace, int Failures, DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt, FailedMessageState State,
        DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    /// <summary>Without the body, which is not read for a list.</summary>
    internal static Expression<Func<FailedMessage, Item>> ToItem { get; } = x => new Item(
        x.Consumer, x.MessageId, x.Type, x.Exception, x.Cause, x.Trace, x.Failures, x.FirstFailedAt, x.LastFailedAt, x.State, x.DecidedAt, x.DecidedBy, x.Reason);

    public static async Task<Ok<Response>> Handle([AsParameters] Query query, DbContext db, CancellationToken cancellationToken)
    {
        var (page, size) = (Math.Max(query.Page ?? 1, 1), Math.Clamp(query.PageSize ?? UsualPage, 1, LargestPage));
        var found = query.State is null or FailedMessageState.Waiting ? db.Waiting() : db.Set<FailedMessage>().AsNoTracking().Where(message => message.State == query.State);
        found = string.IsNullOrEmpty(query.Consumer) ? found : found.Where(message => message.Consumer == query.Consumer);
        found = string.IsNullOrEmpty(query.Cause) ? found : found.Where(message => message.Cause.Contains(query.Cause) || message.Exception.Contains(query.Cause));
        var items = await found
            .OrderByDescending(message => message.LastFailedAt).ThenBy(message => message.MessageId).ThenBy(message => message.Consumer)
            .Page(page, size)
            .Select(ToItem)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(items, await found.CountAsync(cancellationToken), page, size));
    }
}
