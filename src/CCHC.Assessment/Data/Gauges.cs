using CCHC.ServiceDefaults.Telemetry;

namespace CCHC.Assessment.Data;

/// <summary>What the state of self-assessment tells operators and the home-affairs department on a dashboard.</summary>
internal static class Gauges
{
    public static readonly DatabaseGauge[] All =
    [
        new(
            "cchc.assessment.sheets", "{sheet}", "Self-assessments of campaigns, by state",
            "SELECT c.code AS campaign, s.status AS state, count(*) FROM self_assessments s JOIN campaigns c ON c.id = s.campaign_id WHERE NOT c.practice GROUP BY c.code, s.status"),
        new(
            "cchc.assessment.submissions", "{submission}", "Submissions so far, of all rounds; grows only",
            "SELECT c.code AS campaign, count(*) FROM submission x JOIN self_assessments s ON s.id = x.self_assessment_id JOIN campaigns c ON c.id = s.campaign_id WHERE NOT c.practice GROUP BY c.code"),
        new(
            "cchc.assessment.sheets_not_started", "{sheet}", "Sheets of an open round into which nothing was entered yet",
            """
            SELECT c.code AS campaign, count(*) FROM self_assessments s JOIN campaigns c ON c.id = s.campaign_id
            WHERE NOT c.practice AND s.status = 'Draft' AND NOT EXISTS (SELECT FROM leaf_entry e WHERE e.self_assessment_id = s.id AND e.entered_at IS NOT NULL) GROUP BY c.code
            """),
    ];
}
