using CCHC.Scoring;

namespace CCHC.Contracts.Criteria;

/// <summary>Home affairs opened a phase of a campaign; the first one opens the campaign. Carries the whole campaign, so one copy is enough to start from.</summary>
/// <remarks>
/// Consumed by Assessment (one self-assessment per unit; a later round reopens them), Appraisal (which round may be appraised),
/// Survey (leaves that questions may be tied to, units that are rated) and Ranking (maxima, classes, tie-breakers).
/// </remarks>
public sealed record CampaignPhaseOpened
{
    public required Guid CampaignId { get; init; }

    /// <summary>Grows with every phase; a copy with a smaller revision is stale.</summary>
    public required int Revision { get; init; }

    public required string Code { get; init; }
    public required string Name { get; init; }
    public required int Year { get; init; }
    public required CampaignPhase Phase { get; init; }

    /// <summary>1 … <see cref="Rounds"/>.</summary>
    public required int Round { get; init; }

    /// <summary>Appraisal rounds of the campaign, 1 … 3.</summary>
    public required int Rounds { get; init; }

    /// <summary>When false, the appraised part alone is rescaled to 100 (Hà Nội's published rule).</summary>
    public required bool SurveyHeld { get; init; }

    public required IReadOnlyList<CampaignGroup> Groups { get; init; }
}
