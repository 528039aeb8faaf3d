using CCHC.Scoring;

namespace CCHC.Appraisal.IndependentScoring;

/// <summary>How far independent scores of one leaf of one unit lie apart; not who gave which.</summary>
/// <param name="Opinions">Members who scored it as arising, at least 2.</param>
/// <param name="Deviation">Of their points, as <see cref="Agreement.Deviation"/>, to six decimals.</param>
public sealed record Spread(int Opinions, decimal Deviation)
{
    /// <summary>Null for fewer than two, and where nobody wrote a score: that all left a claim as it stands says nothing of how they would have scored it.</summary>
    /// <param name="opinions">The last of every member, of one round.</param>
    public static Spread? Of(IReadOnlyCollection<Opinion> opinions)
    {
        var comparable = opinions.Where(opinion => opinion.Applicable).ToList();
        return comparable.TrueForAll(opinion => opinion.Implied) || Agreement.Deviation([.. comparable.Select(opinion => opinion.Points)]) is not { } deviation
            ? null
            : new Spread(comparable.Count, Math.Round((decimal)deviation, 6));
    }
}
