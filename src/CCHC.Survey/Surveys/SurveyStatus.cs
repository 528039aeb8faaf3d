namespace CCHC.Survey.Surveys;

public enum SurveyStatus
{
    /// <summary>Drawn up; its links answer that it has not begun.</summary>
    Draft,

    /// <summary>Takes answers.</summary>
    Open,

    /// <summary>Its answers became points; it takes no more.</summary>
    Closed,
}
