namespace CCHC.Appraisal.Statistics;

/// <summary>What one member made of one claim, as far as both are points.</summary>
/// <param name="Key">The leaf of the case in its round.</param>
/// <param name="Claimed">Share of the leaf's maximum, 0 … 1.</param>
/// <param name="Given">Likewise.</param>
public sealed record ScoredLeaf(Guid AppraiserId, string AppraiserName, (Guid CaseId, int Round, string LeafCode) Key, string GroupCode, string FieldCode, decimal Claimed, decimal Given, DateTimeOffset At, bool Implied);
