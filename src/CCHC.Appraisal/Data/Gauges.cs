using CCHC.ServiceDefaults.Telemetry;

namespace CCHC.Appraisal.Data;

/// <summary>What the state of the appraisal tells operators and the home-affairs department on a dashboard.</summary>
internal static class Gauges
{
    public static readonly DatabaseGauge[] All =
    [
        new(
            "cchc.appraisal.leaves_waiting", "{leaf}", "Leaves that a member of the council has to appraise and has not, by account; a leaf given to two counts for both",
            """
            SELECT c.code AS campaign, m.user_id AS member, count(l.leaf_code) FROM assigned_fields f
            JOIN council_members m ON m.campaign_id = f.campaign_id AND m.user_id = f.user_id JOIN campaigns c ON c.id = f.campaign_id
            LEFT JOIN appraisal_cases a ON a.campaign_id = f.campaign_id AND a.group_code = f.group_code AND (f.unit_id = a.unit_id OR f.unit_id = '00000000-0000-0000-0000-000000000000') AND a.status <> 'Completed'
            LEFT JOIN campaign_leaves d ON d.campaign_id = f.campaign_id AND d.group_code = f.group_code AND d.field_code = f.field_code
            LEFT JOIN case_leaves l ON l.case_id = a.id AND l.round = a.round AND l.leaf_code = d.code
                AND NOT EXISTS (SELECT FROM judgements j WHERE j.case_id = l.case_id AND j.revision = l.judgement_revision AND j.round = a.round)
            WHERE NOT c.practice GROUP BY c.code, m.user_id
            """),
        new(
            "cchc.appraisal.cases", "{case}", "Units under appraisal, by state",
            "SELECT c.code AS campaign, a.status AS state, count(*) FROM appraisal_cases a JOIN campaigns c ON c.id = a.campaign_id WHERE NOT c.practice GROUP BY c.code, a.status"),
    ];
}
