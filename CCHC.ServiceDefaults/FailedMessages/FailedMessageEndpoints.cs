using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>
/// <c>/api/{service}/failed-messages</c>: what the consumers of the service could not deal with. The system's administrator decides about it without reading
/// what it says, part of which is under embargo; the auditor of the whole system reads all and decides nothing.
/// </summary>
public static class FailedMessageEndpoints
{
    private static readonly Permission ReadFailures = new("See messages that failed; administrators without the contents, judges not at all", Reach.Register, AuditEndpoints.Auditor, AuditEndpoints.Administrator);
    private static readonly Permission DecideFailures = new("Send messages that failed again, or discard them with a reason", Reach.Register, AuditEndpoints.Administrator);

    public static void MapFailedMessages(this IEndpointRouteBuilder app, string service)
    {
        var group = app.MapGroup($"/api/{service}/failed-messages").WithTags("Thông điệp lỗi");
        var read = group.MapGroup("").Requires(ReadFailures).OfTheWholeSystem(ReadFailures);
        read.MapGet("", ListFailedMessages.Handle);
        read.MapGet("queues", CountFailedMessages.Handle);
        read.MapGet("{consumer}/{id:guid}", GetFailedMessage.Handle).RecordsReading<GetFailedMessage.Response>("failed_message", "id", message => message.Complete);
        var decide = group.MapGroup("").Requires(DecideFailures).OfTheWholeSystem(DecideFailures);
        decide.MapPost("{consumer}/{id:guid}/redelivery", SendAgain.Handle);
        decide.MapPost("{consumer}/{id:guid}/removal", Discard.Handle);
        decide.MapPost("{consumer}/redelivery", SendAllAgain.Handle);
        decide.MapPost("{consumer}/removal", DiscardAll.Handle);
    }

    /// <summary>Messages that wait; not those that came again after a crash and were dealt with.</summary>
    internal static IQueryable<FailedMessage> Waiting(this DbContext db) => db.Set<FailedMessage>().AsNoTracking()
        .Where(message => message.State == FailedMessageState.Waiting)
        .Where(message => !db.Set<InboxMessage>().Any(dealtWith => dealtWith.MessageId == message.MessageId && dealtWith.Consumer == message.Consumer));
}
