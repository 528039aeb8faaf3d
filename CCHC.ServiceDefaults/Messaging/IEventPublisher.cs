using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>Puts an event beside the changes of the current scope; both leave with the same <c>SaveChangesAsync</c>, or neither.</summary>
public interface IEventPublisher
{
    /// <summary>Adds a row to the outbox; nothing is sent before the commit.</summary>
    void Publish<T>(T message)
        where T : class;
}

/// <summary>Knows the scope's context, which handlers know by its own type only.</summary>
internal sealed class OutboxPublisher(DbContext db, TimeProvider clock) : IEventPublisher
{
    public void Publish<T>(T message)
        where T : class =>
        db.Add(new OutboxMessage
        {
            MessageId = Guid.CreateVersion7(),
            Type = $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}",
            Body = JsonSerializer.Serialize(message, JsonSerializerOptions.Web),
            TraceParent = Activity.Current?.Id,
            PublishedAt = clock.GetUtcNow(),
        });
}
