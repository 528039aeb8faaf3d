using System.Text.Json.Serialization;

namespace CCHC.Portal.Questionnaires;

/// <summary>What a survey asks, in the service's format of import and export.</summary>
public sealed record Questionnaire
{
    public IReadOnlyList<string> Languages { get; init; } = [Wording.First];
    public required IReadOnlyList<Section> Sections { get; init; }

    [JsonIgnore]
    public IEnumerable<Question> Questions => Sections.SelectMany(section => section.Questions);

    /// <summary>One question to begin with, for an empty questionnaire is not taken.</summary>
    public static Questionnaire Blank => new()
    {
        Sections =
        [
            new Section
            {
                Code = "P1",
                Title = Wording.Of(QuestionnairesTexts.FirstSection),
                Questions = [new Question { Code = "C1", Kind = QuestionKind.Text, Text = Wording.Of(QuestionnairesTexts.FirstQuestion) }],
            },
        ],
    };
}

public sealed record Section
{
    public required string Code { get; init; }
    public required Wording Title { get; init; }
    public Wording? Text { get; init; }
    public IReadOnlyList<Question> Questions { get; init; } = [];
    public Condition? ShowIf { get; init; }
}

public enum QuestionKind
{
    Rating,

    [JsonStringEnumMemberName("single")]
    SingleChoice,

    [JsonStringEnumMemberName("multiple")]
    MultipleChoice,

    Number,
    Text,
}

public enum Aspect
{
    Opinion,
    Satisfaction,
    Expectation,
}

public sealed record Question
{
    public required string Code { get; init; }
    public required QuestionKind Kind { get; init; }
    public required Wording Text { get; init; }
    public Wording? Help { get; init; }
    public bool Required { get; init; }
    public bool PerUnit { get; init; }
    public IReadOnlyList<AnswerOption> Options { get; init; } = [];
    public decimal? Least { get; init; }
    public decimal? Most { get; init; }
    public int? Longest { get; init; }
    public Condition? ShowIf { get; init; }
    public string? Factor { get; init; }
    public Aspect? Aspect { get; init; }
    public IReadOnlyList<LeafLink> Leaves { get; init; } = [];

    [JsonIgnore]
    public bool HasOptions => Kind is QuestionKind.Rating or QuestionKind.SingleChoice or QuestionKind.MultipleChoice;
}

/// <param name="Code">Of a rating 1 … 5.</param>
/// <param name="Text">As the respondent reads it.</param>
/// <param name="Percent">0 to 100; null for an answer that does not count.</param>
public sealed record AnswerOption(string Code, Wording Text, decimal? Percent);

public sealed record LeafLink(string GroupCode, string LeafCode, decimal MaxPoints = 0);

/// <summary>One of the options was chosen in an earlier question.</summary>
public sealed record Condition(string Question, IReadOnlyList<string> Options);
