using System.Globalization;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;

namespace CCHC.Appraisal.IndependentScoring;

/// <summary>What follows from independent scores of one leaf.</summary>
public static class Comparison
{
    /// <param name="opinions">One of each member, at least one.</param>
    /// <param name="maxPoints">Of the leaf.</param>
    /// <param name="council">Its threshold and combination.</param>
    /// <returns>What counts; null where they differ beyond the threshold, or on whether the leaf applies.</returns>
    public static Verdict.Outcome? Of(IReadOnlyList<Opinion> opinions, decimal maxPoints, Council council)
    {
        var points = opinions.Select(opinion => opinion.Points).ToList();
        if (opinions.Any(opinion => opinion.Applicable != opinions[0].Applicable) || points.Max() - points.Min() > council.Threshold * maxPoints)
        {
            return null;
        }

        var counts = council.Combination == Combination.Stricter ? points.Min() : Math.Round(points.Average(), 3, MidpointRounding.AwayFromZero);
        var same = opinions.All(opinion => opinion.Data == opinions[0].Data && opinion.Points == opinions[0].Points);
        return new Verdict.Outcome(
            same ? opinions[0].Data : null, counts, opinions[0].Applicable,
            same ? opinions[0].Steps :
            [
                .. opinions.Select(opinion => $"{opinion.AppraisedBy}: {Text(opinion.Points)} điểm"),
                $"{(council.Combination == Combination.Stricter ? "Lấy điểm thấp hơn" : "Lấy trung bình")}: {Text(counts)} điểm",
            ]);
    }

    /// <summary>The texts of all members, each with its author; null where nobody wrote.</summary>
    public static string? Together(IEnumerable<(string By, string? Text)> texts)
    {
        var written = texts.Where(x => x.Text is not null).ToList();
        return written.Count switch
        {
            0 => null,
            1 => written[0].Text,
            _ when written.All(x => x.Text == written[0].Text) => written[0].Text,
            _ => string.Join('\n', written.Select(x => $"{x.By}: {x.Text}")),
        };
    }

    private static string Text(decimal points) => points.ToString("0.###", CultureInfo.InvariantCulture).Replace('.', ',');
}
