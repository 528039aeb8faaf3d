namespace CCHC.Scoring.Analysis;

/// <summary>What is not certain about the points and weights of a ranking; points as everywhere, so a standard error in percent is to be scaled first.</summary>
public sealed record Uncertainty
{
    /// <summary>Standard errors of survey results, in points from 0, by unit and leaf; nothing for a pair that is not there.</summary>
    public IReadOnlyDictionary<(string UnitKey, string LeafCode), double> SurveyErrors { get; init; } = new Dictionary<(string, string), double>();

    /// <summary>How far appraisers of the same thing differ: a standard deviation in points from 0, by leaf; it goes for every unit, each on its own.</summary>
    public IReadOnlyDictionary<string, double> AppraiserDeviations { get; init; } = new Dictionary<string, double>();

    /// <summary>By which share of itself a weight may be off either way: 0 to below 1; 0.25 for ± 25 %.</summary>
    public double WeightShare { get; init; }

    /// <summary>What shares one weight, e.g. fields; a leaf that stands in none has a weight of its own. No leaf may stand in two.</summary>
    public IReadOnlyList<AnalysedCriterion> WeightedTogether { get; init; } = [];
}
