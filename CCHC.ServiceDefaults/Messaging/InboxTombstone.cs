using System.ComponentModel.DataAnnotations.Schema;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>Something that is gone for good, by its id alone: whatever arrives about it later is dropped.</summary>
/// <remarks>Only in the databases of services that name a subject to <see cref="MessagingExtensions.AddMessaging"/>.</remarks>
[Table("inbox_tombstone")]
public sealed class InboxTombstone
{
    public required Guid Id { get; init; }
}
