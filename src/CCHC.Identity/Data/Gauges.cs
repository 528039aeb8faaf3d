using CCHC.ServiceDefaults.Telemetry;

namespace CCHC.Identity.Data;

/// <summary>What sign-ins tell operators on a dashboard.</summary>
internal static class Gauges
{
    public static readonly DatabaseGauge[] All =
    [
        new("cchc.identity.sessions", "{session}", "Sessions that are open", "SELECT count(*) FROM session WHERE revoked_at IS NULL AND expires_at > now()"),
        new("cchc.identity.names_under_attack", "{name}", "Names with five failures or more, the last within the hour", "SELECT count(*) FROM (SELECT user_name FROM sign_in_record WHERE last_failed_at > now() - interval '1 hour' GROUP BY user_name HAVING sum(failures) >= 5) AS names"),
    ];
}
