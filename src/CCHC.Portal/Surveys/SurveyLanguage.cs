using System.Globalization;

namespace CCHC.Portal.Surveys;

/// <summary>The languages that the words around the questions exist in; questions may exist in more.</summary>
internal static class SurveyLanguage
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static CultureInfo Of(string? language) => language == English.Name ? English : Formats.Vietnamese;

    public static string NameOf(string language) => CultureInfo.GetCultureInfo(language).NativeName is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest : language;
}
