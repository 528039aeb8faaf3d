namespace CCHC.Scoring;

/// <summary>What was entered for one leaf. All optional; each rule says which members it reads and ignores the rest.</summary>
public sealed record LeafData
{
    public bool? Yes { get; init; }

    /// <summary>Code of a <see cref="ChoiceLevel"/>.</summary>
    public string? Choice { get; init; }

    /// <summary>How many, a whole number from 0.</summary>
    public decimal? Count { get; init; }

    /// <summary>How many violations, by code of the <see cref="DeductionKind"/>; a kind left out counts 0.</summary>
    public IReadOnlyDictionary<string, decimal>? Violations { get; init => field = ValueList.Of(value); }

    public decimal? Numerator { get; init; }

    /// <summary>In the unit of <see cref="Numerator"/>; 0 means that nothing arose in the year.</summary>
    public decimal? Denominator { get; init; }

    public decimal? ThisYear { get; init; }

    /// <summary>In the unit of <see cref="ThisYear"/>; 0 means that there is nothing to compare with.</summary>
    public decimal? LastYear { get; init; }

    /// <summary>0 to 100, unrounded.</summary>
    public decimal? Percentage { get; init; }

    /// <summary>Points given by judgement, from 0; a penalty too is a positive number.</summary>
    public decimal? Points { get; init; }

    /// <summary>Claimed as "không phát sinh"; whether the appraiser agreed is for the caller to know.</summary>
    public bool NotApplicable { get; init; }
}
