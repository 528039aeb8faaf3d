using System.Text;

namespace CCHC.Appraisal;

/// <summary>Turns what a person typed into a pattern in which nothing but the surrounding <c>%</c> is special.</summary>
public static class LikePattern
{
    public const string Escape = @"\";

    public static string Containing(string search)
    {
        var text = new string([.. search.Normalize(NormalizationForm.FormC).Where(letter => !char.IsControl(letter))]).Trim();
        return $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
    }
}
