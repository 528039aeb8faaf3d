using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;

namespace CCHC.Survey.PaperForms;

public enum PaperFormState
{
    /// <summary>Drawn to be typed in by a second person.</summary>
    AwaitingSecond,

    /// <summary>Both entries differ; somebody with the paper in hand decides.</summary>
    Mismatch,

    /// <summary>It has become a submission; no answer is left here.</summary>
    Stored,
}

/// <summary>A form on paper while it is typed in (nhập liệu hai lần cho một phần phiếu). Its number is printed on the sheet and is nobody's.</summary>
public sealed class PaperForm
{
    public required Guid SurveyId { get; init; }
    public required string Number { get; init; }
    public required string RespondentGroupCode { get; init; }

    /// <summary>Of the questionnaire that was typed in.</summary>
    public required int Version { get; init; }

    public required string Stratum { get; init; }
    public string? Cluster { get; init; }
    public required decimal Weight { get; init; }

    /// <summary>Has to be typed in twice.</summary>
    public required bool Drawn { get; init; }

    public required Guid FirstById { get; init; }
    public required string FirstBy { get; init; }
    public string? SecondBy { get; private set; }
    public PaperFormState State { get; private set; }
    public IReadOnlyList<GivenAnswer> First { get; private set; } = [];
    public IReadOnlyList<GivenAnswer> Second { get; private set; } = [];

    /// <summary>Answers that both entries were compared in, and how many of them differed.</summary>
    public int Compared { get; private set; }

    public int Differences { get; private set; }

    /// <summary>Whether a number is drawn: the same for everybody who asks, and not to be guessed by who types.</summary>
    /// <param name="seed">Of the survey, never shown.</param>
    /// <param name="number">Printed on the sheet.</param>
    /// <param name="share">0 … 1.</param>
    public static bool IsDrawn(string seed, string number, decimal share) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{number}"))) / ((decimal)uint.MaxValue + 1) < share;

    public static PaperForm Begin(SurveyCampaign survey, string number, Guid userId, string userName, string respondentGroup, (string Stratum, string? Cluster, decimal Weight) sample, IReadOnlyList<GivenAnswer> answers)
    {
        var drawn = IsDrawn(survey.DoubleEntrySeed, number, survey.DoubleEntryShare);
        return new PaperForm
        {
            SurveyId = survey.Id,
            Number = number,
            RespondentGroupCode = respondentGroup,
            Version = survey.Version,
            Stratum = sample.Stratum,
            Cluster = sample.Cluster,
            Weight = sample.Weight,
            Drawn = drawn,
            FirstById = userId,
            FirstBy = userName,
            State = drawn ? PaperFormState.AwaitingSecond : PaperFormState.Stored,
            First = drawn ? answers : [],
        };
    }

    /// <summary>The answers when both entries say the same; null when they differ.</summary>
    public IReadOnlyList<GivenAnswer>? EnterAgain(Guid userId, string userName, IReadOnlyList<GivenAnswer> answers)
    {
        switch (State)
        {
            case PaperFormState.Stored:
                throw new RuleViolationException("paper.entered", $"Phiếu số {Number} đã nhập xong. Kiểm tra lại số in trên phiếu.");
            case PaperFormState.Mismatch:
                throw new RuleViolationException("paper.mismatch", $"Phiếu số {Number} đã nhập hai lần và đang chờ thống nhất.");
            case PaperFormState.AwaitingSecond when userId == FirstById:
                throw new RuleViolationException("paper.same-typist", $"Phiếu số {Number} cần người khác nhập lần hai.");
        }

        (Second, SecondBy) = (answers, userName);
        var differing = Fields().Count(field => field.Differs);
        (Compared, Differences) = (Fields().Count(), differing);
        if (differing > 0)
        {
            State = PaperFormState.Mismatch;
            return null;
        }

        return Finish(First);
    }

    /// <summary>Every question that one of both entries answers.</summary>
    public IEnumerable<Field> Fields()
    {
        var (first, second) = (ByQuestion(First), ByQuestion(Second));
        return first.Keys.Union(second.Keys).Select(key => new Field(key.Question, key.UnitId, first.GetValueOrDefault(key), second.GetValueOrDefault(key)));
    }

    /// <summary>The answers as the paper says; every difference has to be decided.</summary>
    /// <param name="takeSecond">True for the second entry, false for the first, null where nothing was decided.</param>
    public IReadOnlyList<GivenAnswer> Resolve(Func<Field, bool?> takeSecond)
    {
        if (State != PaperFormState.Mismatch)
        {
            throw new RuleViolationException("paper.no-mismatch", $"Phiếu số {Number} không có gì phải thống nhất.");
        }

        var answers = new List<GivenAnswer>();
        foreach (var field in Fields())
        {
            var second = !field.Differs ? false : takeSecond(field)
                ?? throw new RuleViolationException("paper.undecided", $"Phiếu số {Number}: câu {field.Question} chưa chọn theo lần nhập nào.");
            if ((second ? field.Second : field.First) is { } answer)
            {
                answers.Add(answer);
            }
        }

        return Finish(answers);
    }

    public Submission ToSubmission(IReadOnlyList<GivenAnswer> answers, IReadOnlyList<string> flags, DateOnly day) => new()
    {
        SurveyId = SurveyId,
        Id = Guid.NewGuid(),
        RespondentGroupCode = RespondentGroupCode,
        Channel = SubmissionChannel.Paper,
        Version = Version,
        Enumerator = FirstBy,
        Stratum = Stratum,
        Cluster = Cluster,
        Weight = Weight,
        Day = day,
        Answers = answers,
        Flags = flags,
    };

    private static Dictionary<(string Question, Guid? UnitId), GivenAnswer> ByQuestion(IEnumerable<GivenAnswer> answers) => answers.ToDictionary(answer => (answer.Question, answer.UnitId));

    private IReadOnlyList<GivenAnswer> Finish(IReadOnlyList<GivenAnswer> answers)
    {
        (State, First, Second) = (PaperFormState.Stored, [], []);
        return answers;
    }

    public sealed record Field(string Question, Guid? UnitId, GivenAnswer? First, GivenAnswer? Second)
    {
        public bool Differs => (First?.Raw ?? "") != (Second?.Raw ?? "");
    }
}
