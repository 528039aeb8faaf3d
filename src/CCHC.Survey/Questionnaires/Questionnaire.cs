using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CCHC.Survey.Questionnaires;

/// <summary>What is asked (phiếu hỏi), in the order in which it is read; immutable once fielded. Its JSON is the format of import and export.</summary>
public sealed record Questionnaire
{
    /// <summary>Of the language that every text has.</summary>
    public const string Vietnamese = "vi";

    /// <summary>Vietnamese first; every text may have one wording for each.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [Vietnamese];

    public required IReadOnlyList<Section> Sections { get; init; }

    [JsonIgnore]
    public IEnumerable<Question> Questions => Sections.SelectMany(section => section.Questions);
}

/// <summary>One page of the form.</summary>
public sealed record Section
{
    public required string Code { get; init; }
    public required Wording Title { get; init; }
    public Wording? Text { get; init; }
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>The whole section is asked only then.</summary>
    public Condition? ShowIf { get; init; }
}

public enum QuestionKind
{
    /// <summary>Five steps, coded 1 (worst) to 5 (best), and perhaps an option that does not count.</summary>
    Rating,

    /// <summary>One of its options.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's word: single and multiple choice.")]
    Single,

    /// <summary>Any of its options.</summary>
    Multiple,

    Number,

    Text,
}

/// <summary>What a question of satisfaction surveys is about; the satisfaction index is made of <see cref="Satisfaction"/> alone.</summary>
public enum Aspect
{
    /// <summary>What happened, in the respondent's eyes (nhận định, đánh giá).</summary>
    Opinion,

    /// <summary>How content one is (hài lòng).</summary>
    Satisfaction,

    /// <summary>What should become better (mong đợi).</summary>
    Expectation,
}

public sealed record Question
{
    /// <summary>Unique in the questionnaire; the same code next year makes both years comparable.</summary>
    public required string Code { get; init; }

    public required QuestionKind Kind { get; init; }
    public required Wording Text { get; init; }
    public Wording? Help { get; init; }

    /// <summary>Without an answer the form is not taken.</summary>
    public bool Required { get; init; }

    /// <summary>Asked of every unit that the respondent rates, as a matrix of units; else once.</summary>
    public bool PerUnit { get; init; }

    /// <summary>What may be chosen; of a rating the steps 1 to 5 and perhaps one without a weight.</summary>
    public IReadOnlyList<AnswerOption> Options { get; init; } = [];

    /// <summary>Smallest and largest number that is taken; null for no bound.</summary>
    public decimal? Least { get; init; }

    public decimal? Most { get; init; }

    /// <summary>Longest text that is taken, 1 … 4000 characters.</summary>
    public int? Longest { get; init; }

    /// <summary>Asked only then.</summary>
    public Condition? ShowIf { get; init; }

    /// <summary>One of the factors of the satisfaction index (yếu tố), such as access to the service.</summary>
    public string? Factor { get; init; }

    public Aspect? Aspect { get; init; }

    /// <summary>Leaves whose points its answers make; with leaves, it is asked about the units of their groups only.</summary>
    public IReadOnlyList<LeafLink> Leaves { get; init; } = [];

    [JsonIgnore]
    public bool HasOptions => Kind is QuestionKind.Rating or QuestionKind.Single or QuestionKind.Multiple;

    /// <summary>Whether it is asked about units of the group.</summary>
    public bool IsAbout(string groupCode) => PerUnit && (Leaves.Count == 0 || Leaves.Any(leaf => leaf.GroupCode == groupCode));
}

/// <param name="Code">Short, such as A; of a rating 1 … 5.</param>
/// <param name="Text">As the respondent reads it.</param>
/// <param name="Percent">0 to 100; null for an answer that does not count, "Không biết".</param>
public sealed record AnswerOption(string Code, Wording Text, decimal? Percent)
{
    /// <summary>The weights usual in officials' surveys.</summary>
    public static IReadOnlyList<AnswerOption> Usual { get; } =
    [
        new("A", "Tốt", 100), new("B", "Khá", 60), new("C", "Trung bình", 20), new("D", "Kém", 0), new("K", "Không biết", null),
    ];
}

/// <summary>A survey leaf of a unit group's criteria set.</summary>
/// <param name="MaxPoints">As the campaign's set says; what a request says is not looked at.</param>
public sealed record LeafLink(string GroupCode, string LeafCode, decimal MaxPoints = 0);

/// <summary>True when one of the options was chosen in an earlier question; about units, for the same unit.</summary>
public sealed record Condition(string Question, IReadOnlyList<string> Options);
