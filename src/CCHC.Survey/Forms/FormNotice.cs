using CCHC.Survey.Surveys;

namespace CCHC.Survey.Forms;

/// <summary>What a respondent reads when the form takes no answers; null while it does.</summary>
public static class FormNotice
{
    public static string? For(SurveyStatus status) => status switch
    {
        SurveyStatus.Draft => "Cuộc khảo sát chưa bắt đầu. Ông/Bà vui lòng quay lại sau; đường dẫn này vẫn dùng được.",
        SurveyStatus.Closed => "Cuộc khảo sát đã kết thúc. Cảm ơn Ông/Bà đã quan tâm.",
        _ => null,
    };
}
