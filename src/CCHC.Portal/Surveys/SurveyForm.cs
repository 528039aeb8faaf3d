namespace CCHC.Portal.Surveys;

public enum QuestionKind
{
    Rating,
#pragma warning disable CA1720 // No number is meant.
    Single,
#pragma warning restore CA1720
    Multiple,
    Number,
    Text,
}

/// <summary>The form behind a code, in one language; without sections while it takes no answers.</summary>
public sealed record SurveyForm(
    string SurveyName, string? Introduction, string? RespondentGroup, string? Notice, int Version, string Language, IReadOnlyList<string> Languages, bool Personal, string Rates,
    IReadOnlyList<SurveyedUnit> Units, IReadOnlyList<SurveySection> Sections)
{
    public const string Vietnamese = "vi";

    public bool Practice { get; init; }

    public bool IsOpen => Notice is null && Sections.Count > 0;

    /// <summary>Whether one person gives an opinion of one unit only.</summary>
    public bool RatesOne => string.Equals(Rates, "one", StringComparison.Ordinal);

    /// <summary>Whether the person says first which unit it is about.</summary>
    public bool ChoosesUnit => RatesOne && !Personal && Units.Count > 1;

    public SurveyQuestion? Find(string question) => Sections.SelectMany(section => section.Questions).FirstOrDefault(asked => asked.Code == question);
}

public sealed record SurveyedUnit(Guid Id, string Code, string Name, string GroupCode);

/// <summary>One page of the form.</summary>
public sealed record SurveySection(string Code, string Title, string? Text, ShowIf? ShowIf, IReadOnlyList<SurveyQuestion> Questions);

/// <param name="Code">Unique in the form.</param>
/// <param name="Kind">What an answer looks like.</param>
/// <param name="Text">In the language of the form.</param>
/// <param name="Help">Stands below the text.</param>
/// <param name="Required">Without an answer the form is not taken.</param>
/// <param name="PerUnit">Asked of every rated unit.</param>
/// <param name="Groups">Whose units it is about; empty for all.</param>
/// <param name="Options">Of a rating the steps 1 to 5, and perhaps one that does not count.</param>
/// <param name="Least">Smallest number.</param>
/// <param name="Most">Largest number.</param>
/// <param name="Longest">Longest text, in characters.</param>
/// <param name="ShowIf">Asked only then.</param>
public sealed record SurveyQuestion(
    string Code, QuestionKind Kind, string Text, string? Help, bool Required, bool PerUnit, IReadOnlyList<string> Groups, IReadOnlyList<SurveyOption> Options,
    decimal? Least, decimal? Most, int? Longest, ShowIf? ShowIf)
{
    private const int UsualLongest = 2000;

    public bool HasOptions => Kind is QuestionKind.Rating or QuestionKind.Single or QuestionKind.Multiple;

    public int MostCharacters => Longest ?? UsualLongest;

    public bool IsAbout(SurveyedUnit unit) => PerUnit && (Groups.Count == 0 || Groups.Contains(unit.GroupCode, StringComparer.Ordinal));

    /// <summary>Whether the option stands apart from the five steps of a rating.</summary>
    public bool IsApart(SurveyOption option) => Kind == QuestionKind.Rating && option.Code is not [>= '1' and <= '5'];
}

public sealed record SurveyOption(string Code, string Text);

/// <summary>True when one of the options was chosen in an earlier question; about units, for the same unit.</summary>
public sealed record ShowIf(string Question, IReadOnlyList<string> Options);

/// <summary>A question as it is put: about one unit, or about none.</summary>
public sealed record AskedQuestion(SurveyQuestion Question, SurveyedUnit? Unit)
{
    /// <summary>Name of its field, and id of its place on the page; codes of questions have no tilde.</summary>
    public string Field => FieldOf(Question.Code, Unit);

    public static string FieldOf(string question, SurveyedUnit? unit) => unit is null ? $"c.{question}" : $"c.{question}~{unit.Code}";
}
