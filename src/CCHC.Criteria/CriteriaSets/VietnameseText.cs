using System.Globalization;
using System.Text;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Vietnamese texts compared as people type them: without accents, case, punctuation or doubled spaces.</summary>
internal static class VietnameseText
{
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var plain = char.ToLowerInvariant(letter) is 'đ' ? 'd' : char.ToLowerInvariant(letter);
            if (char.IsLetterOrDigit(plain))
            {
                folded.Append(plain);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>Pairs of neighbouring letters in order, of a folded text.</summary>
    public static int[] Bigrams(string folded)
    {
        var bigrams = new int[Math.Max(0, folded.Length - 1)];
        for (var i = 0; i < bigrams.Length; i++)
        {
            bigrams[i] = (folded[i] << 16) | folded[i + 1];
        }

        Array.Sort(bigrams);
        return bigrams;
    }

    /// <summary>Dice's coefficient: 1 for the same pairs of letters, 0 for none in common.</summary>
    public static double Similarity(int[] one, int[] other)
    {
        var (i, j, common) = (0, 0, 0);
        while (i < one.Length && j < other.Length)
        {
            if (one[i] == other[j])
            {
                (i, j, common) = (i + 1, j + 1, common + 1);
            }
            else if (one[i] < other[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return one.Length + other.Length == 0 ? 0 : 2.0 * common / (one.Length + other.Length);
    }
}
