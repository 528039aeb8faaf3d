using System.Buffers.Binary;
using System.Diagnostics.Metrics;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>How old an event is when its effect is there, from the change that published it through outbox, broker and consumer.</summary>
internal static class Freshness
{
    private static readonly Meter Meter = new("CCHC.Messaging");

    private static readonly Histogram<double> Ages = Meter.CreateHistogram(
        "cchc.event.freshness", "s", "Age of an event when a consumer has dealt with it", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300] });

    public static void Record(string consumer, Guid messageId, DateTimeOffset now)
    {
        if (PublishedAt(messageId) is { } then && now >= then)
        {
            Ages.Record((now - then).TotalSeconds, new KeyValuePair<string, object?>("consumer", consumer));
        }
    }

    /// <summary>The time within the id: RFC 9562, version 7, milliseconds in the first 48 bits. Null for another version.</summary>
    internal static DateTimeOffset? PublishedAt(Guid messageId)
    {
        Span<byte> bytes = stackalloc byte[16];
        messageId.TryWriteBytes(bytes, bigEndian: true, out _);
        return messageId.Version == 7 ? DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16)) : null;
    }
}
