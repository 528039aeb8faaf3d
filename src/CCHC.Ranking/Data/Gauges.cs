using CCHC.ServiceDefaults.Telemetry;

namespace CCHC.Ranking.Data;

/// <summary>What the ranking tells operators on a dashboard.</summary>
internal static class Gauges
{
    public static readonly DatabaseGauge[] All =
    [
        new("cchc.ranking.webhook_deliveries_waiting", "{delivery}", "Announcements of results that a receiver has not taken yet", "SELECT count(*) FROM webhook_delivery WHERE delivered_at IS NULL AND next_attempt_at IS NOT NULL"),
    ];
}
