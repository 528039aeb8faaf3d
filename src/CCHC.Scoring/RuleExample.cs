namespace CCHC.Scoring;

/// <summary>What a rule must make of certain data; run at publication.</summary>
/// <param name="Id">Of this example within its leaf.</param>
/// <param name="Data">As a unit would enter it.</param>
/// <param name="ExpectedPoints">Null where the leaf must count as not applicable.</param>
/// <param name="Note">What the example shows.</param>
public sealed record RuleExample(Guid Id, LeafData Data, decimal? ExpectedPoints, string? Note);
