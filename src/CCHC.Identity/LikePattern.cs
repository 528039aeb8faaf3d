using System.Text;
using System.Text.RegularExpressions;

namespace CCHC.Identity;

/// <summary>Turns what a person typed into a pattern in which nothing but the surrounding <c>%</c> is special.</summary>
public static partial class LikePattern
{
    public const string Escape = @"\";

    public static string Containing(string search)
    {
        var text = new string([.. search.Normalize(NormalizationForm.FormC).Where(letter => !char.IsControl(letter))]).Trim();
        return $"%{SpecialSign().Replace(text, @"\$0")}%";
    }

    [GeneratedRegex(@"[\\%_]", RegexOptions.None, 1000)]
    private static partial Regex SpecialSign();
}
