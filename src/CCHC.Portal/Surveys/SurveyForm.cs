namespace CCHC.Portal.Surveys;

/// <summary>The form behind one respondent group's link.</summary>
public sealed record SurveyForm(
    string SurveyName, string? Introduction, string? RespondentGroup, string Status, string? Notice, IReadOnlyList<SurveyedUnit> Units, IReadOnlyList<SurveyQuestion> Questions,
    IReadOnlyList<SurveyOption> Options)
{
    public bool Practice { get; init; }

    public bool IsOpen => string.Equals(Status, "open", StringComparison.Ordinal);

    public IEnumerable<SurveyQuestion> QuestionsFor(SurveyedUnit unit) => Questions.Where(question => question.GroupCode == unit.GroupCode);

    public IEnumerable<(SurveyedUnit Unit, SurveyQuestion Question)> Items => Units.SelectMany(QuestionsFor, (unit, question) => (unit, question));
}

public sealed record SurveyedUnit(Guid Id, string Name, string GroupCode)
{
    public string Anchor => $"u{Id:N}";

    public string Field(SurveyQuestion question) => $"{Anchor}.{question.Code}";
}

public sealed record SurveyQuestion(string Code, string Text, string GroupCode);

public sealed record SurveyOption(string Code, string Text);
