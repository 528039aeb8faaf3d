using CCHC.Survey.Invitations;
using CCHC.Survey.Surveys;

namespace CCHC.Survey.Forms;

/// <summary>Why a form takes no answers, as the respondent reads it.</summary>
/// <param name="Code">Of the rule.</param>
internal sealed record FormNotice(string Code, string Text)
{
    public static FormNotice Used { get; } = new("code.used", "Phiếu khảo sát này đã được trả lời. Cảm ơn Ông/Bà.");

    private static FormNotice Early { get; } = new("survey.not-open", "Cuộc khảo sát chưa bắt đầu. Ông/Bà vui lòng quay lại sau; đường dẫn này vẫn dùng được.");

    private static FormNotice Over { get; } = new("survey.closed", "Cuộc khảo sát đã kết thúc. Cảm ơn Ông/Bà đã quan tâm.");

    private static FormNotice Expired { get; } = new("code.expired", "Mã khảo sát này đã hết hạn trả lời. Cảm ơn Ông/Bà đã quan tâm.");

    private static FormNotice Withdrawn { get; } = new("code.withdrawn", "Mã khảo sát này không còn dùng nữa. Cảm ơn Ông/Bà đã quan tâm.");

    private static FormNotice Waiting { get; } = new("code.not-called", "Mã khảo sát này chưa đến lượt dùng. Cảm ơn Ông/Bà đã quan tâm.");

    /// <summary>Null while answers are taken.</summary>
    public static FormNotice? For(SurveyCampaign survey, Invitation? invitation, DateTimeOffset now) => survey.Status switch
    {
        SurveyStatus.Closed => Over,
        _ when invitation is { Answered: true } => Used,
        SurveyStatus.Draft => Early,
        _ when invitation is { Withdrawn: true } => Withdrawn,
        _ when invitation is { Waiting: true } => Waiting,
        _ when invitation?.ExpiresAt <= now => Expired,
        _ when survey.EndsAt <= now => Over,
        _ => null,
    };
}
