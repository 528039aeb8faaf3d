using CCHC.Scoring;

namespace CCHC.Contracts.Assessment;

/// <summary>The head of a unit submitted its self-assessment of a round; from now on it is the council's.</summary>
/// <remarks>Consumed by Appraisal (opens or refreshes the unit's case), Ranking (self points, provisional until appraised) and Criteria (who is not reminded any more).</remarks>
public sealed record SelfAssessmentSubmitted
{
    public required Guid SelfAssessmentId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }
    public required string GroupCode { get; init; }
    public required int Round { get; init; }

    /// <summary>Grows with every submission of this self-assessment; a copy with a smaller revision is stale.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }
    public required string SubmittedBy { get; init; }

    /// <summary>Begun days after the unit's deadline; 0 in time.</summary>
    public int DaysLate { get; init; }

    /// <summary>Leaves that the unit answers itself; survey and external leaves are not among them.</summary>
    public required IReadOnlyList<SubmittedLeaf> Leaves { get; init; }
}

/// <summary>One leaf as submitted; the points were computed by the server from the data.</summary>
public sealed record SubmittedLeaf
{
    public required string LeafCode { get; init; }
    public required LeafData Data { get; init; }

    /// <summary>0 … maximum of the leaf.</summary>
    public required decimal Points { get; init; }

    /// <summary>False where the unit claims "không phát sinh", or the denominator is 0.</summary>
    public required bool Applicable { get; init; }

    public string? Explanation { get; init; }

    /// <summary>What the unit adds in round 2 or later, in answer to the council; the explanation of round 1 stays as it was.</summary>
    public string? Supplement { get; init; }

    /// <summary>Number and symbol, or address, of the document that proves the data.</summary>
    public string? Evidence { get; init; }

    /// <summary>Documents attached to the leaf, their latest versions; 0 where none is, or from before this was told.</summary>
    public int Documents { get; init; }

    /// <summary>SHA-256 of the attached files, their latest versions, in hexadecimal digits; links have none, nor what was told before this was.</summary>
    public IReadOnlyList<string> DocumentHashes { get; init; } = [];
}
