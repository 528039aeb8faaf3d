using CCHC.Scoring;

namespace CCHC.Contracts.Criteria;

/// <summary>
/// A campaign was prepared (phase <see cref="CampaignPhase.Draft"/>), opened a phase, closed or reopened one, or moved a deadline. Carries the
/// whole campaign, so one copy is enough to start from.
/// </summary>
/// <remarks>
/// Consumed by Assessment (one self-assessment per unit once the first phase is open; a later round or a reopening opens them again), Appraisal
/// (council before the opening, and which round may be appraised), Survey (leaves that questions may be tied to, units that are rated) and
/// Ranking (maxima, classes, tie-breakers).
/// </remarks>
public sealed record CampaignChanged
{
    public required Guid CampaignId { get; init; }

    /// <summary>Grows with every change; a copy with a smaller revision is stale.</summary>
    public required int Revision { get; init; }

    public required string Code { get; init; }
    public required string Name { get; init; }
    public required int Year { get; init; }
    public required CampaignPhase Phase { get; init; }

    /// <summary>1 … <see cref="Rounds"/>; 0 while the campaign is a draft.</summary>
    public required int Round { get; init; }

    /// <summary>Appraisal rounds of the campaign, 1 … 3.</summary>
    public required int Rounds { get; init; }

    /// <summary>When false, the appraised part alone is rescaled to 100 (Hà Nội's published rule); a group may say otherwise.</summary>
    public required bool SurveyHeld { get; init; }

    public required IReadOnlyList<CampaignGroup> Groups { get; init; }

    /// <summary>The government whose council and home affairs run the campaign (chủ kỳ đánh giá); null for the province.</summary>
    public Guid? OwnerUnitId { get; init; }

    /// <summary>A practice copy (tập huấn): made-up data, never counted, never published, wiped on a set day.</summary>
    public bool Practice { get; init; }

    /// <summary>The minute at which <see cref="Phase"/> closes for whoever has no extension; null while it stays open until the next one opens.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>
    /// The minute at which self-assessment of <see cref="Round"/> closes or has closed, also once the campaign has moved on; null where none is set.
    /// </summary>
    public DateTimeOffset? SelfAssessmentClosesAt { get; init; }

    /// <summary>Days after its deadline within which a unit may still submit, marked as late; 0 takes nothing late.</summary>
    public int LateDays { get; init; }

    /// <summary>Round 2 onwards opens every leaf again; else only what the council cut or asked about.</summary>
    public bool LaterRoundsOpenAll { get; init; }

    /// <summary>Later deadlines and reopenings granted so far, in the order they were granted.</summary>
    public IReadOnlyList<PhaseExtension> Extensions { get; init; } = [];
}
