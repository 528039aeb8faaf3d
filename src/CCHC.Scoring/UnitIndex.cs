namespace CCHC.Scoring;

/// <summary>The index of one unit and what it is made of; all numbers unrounded.</summary>
/// <param name="Points">Achieved: appraised + survey + external + bonus − penalty.</param>
/// <param name="MaxPoints">The maximum applicable to the unit.</param>
/// <param name="Index">Percent, may pass 100 by bonus; null when something is missing or nothing applies.</param>
/// <param name="Appraised">Points of appraised leaves.</param>
/// <param name="Survey">Points of survey leaves.</param>
/// <param name="External">Points of external indices.</param>
/// <param name="Bonus">Points added.</param>
/// <param name="Penalty">Points taken off, as a positive number.</param>
/// <param name="Missing">Codes of leaves not scored yet, in the order given.</param>
/// <param name="Complete">Nothing is missing.</param>
public sealed record UnitIndex(
    decimal Points,
    decimal MaxPoints,
    decimal? Index,
    decimal Appraised,
    decimal Survey,
    decimal External,
    decimal Bonus,
    decimal Penalty,
    IReadOnlyList<string> Missing,
    bool Complete)
{
    public IReadOnlyList<string> Missing { get; init => field = ValueList.Of(value); } = ValueList.Of(Missing);
}
