using CCHC.ServiceDefaults.Telemetry;

namespace CCHC.Survey.Data;

/// <summary>What the field work of surveys tells on a dashboard.</summary>
internal static class Gauges
{
    public static readonly DatabaseGauge[] All =
    [
        new("cchc.survey.answers", "{answer}", "Answers of surveys that are open", "SELECT s.code AS survey, count(x.id) FROM survey s LEFT JOIN submission x ON x.survey_id = s.id WHERE s.status = 'Open' GROUP BY s.code"),
        new("cchc.survey.quota", "{answer}", "Answers that their samples call for", "SELECT s.code AS survey, coalesce(sum(t.sample), 0) FROM survey s LEFT JOIN sample_stratum t ON t.survey_id = s.id WHERE s.status = 'Open' GROUP BY s.code"),
    ];
}
