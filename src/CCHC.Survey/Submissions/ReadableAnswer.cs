using CCHC.Survey.Questionnaires;

namespace CCHC.Survey.Submissions;

/// <summary>An answer in the words of the questionnaire.</summary>
internal static class ReadableAnswer
{
    public static string Of(Question question, GivenAnswer? answer) => answer switch
    {
        null => "",
        { Options: { } chosen } => string.Join("; ", chosen.Select(code => question.Options.FirstOrDefault(option => option.Code == code)?.Text.Vietnamese ?? code)),
        { Number: { } number } => number.ToString("G29", VietnameseCulture),
        _ => answer.Text ?? "",
    };

    private static readonly System.Globalization.CultureInfo VietnameseCulture = System.Globalization.CultureInfo.GetCultureInfo("vi-VN");
}
