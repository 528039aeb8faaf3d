using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>The maximum times an index measured elsewhere (e.g. SIPAS), entered by the campaign's owner with evidence.</summary>
/// <remarks>Reads <see cref="LeafData.Percentage"/>, 0 to 100.</remarks>
public sealed record ExternalIndexRule() : ScoringRule
{
    internal override string Describe(decimal max) => $"{Text(max)} điểm × chỉ số bên ngoài (%).";

    internal override Evaluation Evaluate(decimal max, LeafData data) => Entry.ShareOf(max, data.Percentage, "Chỉ số bên ngoài");
}
