using System.Text.Json.Serialization;

namespace CCHC.Contracts.Criteria;

/// <summary>What a campaign is open for; the order is the order of a year.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CampaignPhase>))]
public enum CampaignPhase
{
    /// <summary>Being drawn up; only home affairs sees it.</summary>
    Draft,

    /// <summary>Units enter data and submit (round 2 onwards: supplement and explain).</summary>
    SelfAssessment,

    /// <summary>The council appraises what was submitted in this round.</summary>
    Appraisal,

    /// <summary>All rounds are over; the council passes the result, which may then be published.</summary>
    Council,

    /// <summary>The council has met; the result waits for the leader's approval.</summary>
    Publication,

    /// <summary>The result is public.</summary>
    Published,
}
