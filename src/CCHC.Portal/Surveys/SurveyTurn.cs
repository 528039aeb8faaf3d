namespace CCHC.Portal.Surveys;

/// <summary>Values of the buttons.</summary>
internal static class Deeds
{
    public const string Next = "tiep";
    public const string NextWithBlanks = "tiep-bo-trong";
    public const string Send = "gui";
    public const string SendWithBlanks = "gui-bo-trong";
    public const string Back = "lui";

    /// <summary>On a kiosk: more time, nothing else.</summary>
    public const string Stay = "o-lai";
}

/// <summary>What a section's page says beside its questions.</summary>
public sealed record SectionState
{
    /// <summary>By field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Fields of questions that have come up by the answers just given.</summary>
    public IReadOnlySet<string> Fresh { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Fields that may stay empty; said once.</summary>
    public IReadOnlySet<string> Blanks { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The wording was corrected since the form was begun.</summary>
    public bool Corrected { get; init; }

    public string? Message { get; init; }

    public bool IsRefused => Errors.Count > 0 || Blanks.Count > 0 || Message is not null;
}

/// <summary>A page of the form.</summary>
internal abstract record SurveyStep
{
    public const string UnitCode = "*";
    public const string SendCode = "$";

    internal sealed record Consent : SurveyStep;

    internal sealed record Unit(bool Missing) : SurveyStep;

    internal sealed record Section(SurveySection Asked, SectionState State) : SurveyStep;

    /// <summary>Nothing is left to ask, and nobody has said yet that it shall be sent.</summary>
    internal sealed record Send(string? Message) : SurveyStep;

    internal sealed record Sent : SurveyStep;
}

/// <summary>One press of a button, and the page that follows from it.</summary>
/// <param name="Visit">As it goes on.</param>
/// <param name="Answers">With what was filled in on the page.</param>
/// <param name="Step">Code of the section that was shown, or of another page; empty for the consent.</param>
/// <param name="Deed">Of the button.</param>
/// <param name="Shown">Fields of the page's questions that are asked under a condition.</param>
/// <param name="Corrected">Whether the form is another than the one that was shown.</param>
internal sealed record SurveyTurn(SurveyVisit Visit, FormAnswers Answers, string Step, string Deed, IReadOnlySet<string> Shown, bool Corrected)
{
    public SurveyForm Form => Answers.Form;

    public static SurveyTurn Read(SurveyVisit visit, FormAnswers answers, IFormCollection posted) => new(
        visit, answers, posted["phan"].ToString(), posted["viec"].ToString(), posted["hien"].ToString().Split(' ').ToHashSet(StringComparer.Ordinal),
        posted.ContainsKey("phienBan") && posted["phienBan"] != Formats.Input(answers.Form.Version));

    public SurveyStep Next() => (Step, Deed) switch
    {
        ("", _) => First(),
        _ when Corrected => First(new SectionState { Corrected = true }),
        (SurveyStep.UnitCode, Deeds.Back) => new SurveyStep.Consent(),
        (SurveyStep.UnitCode, Deeds.Stay) => new SurveyStep.Unit(Missing: false),
        (SurveyStep.UnitCode, _) => First(unitMissing: true),
        (SurveyStep.SendCode, Deeds.Back) => Answers.Sections is [.., var last] ? Show(last) : First(),
        (SurveyStep.SendCode, Deeds.Stay) => new SurveyStep.Send(Message: null),
        (SurveyStep.SendCode, _) => Sending(),
        _ => Answers.Sections.FirstOrDefault(section => section.Code == Step) is { } section ? From(section) : First(),
    };

    public SurveyStep First(SectionState? state = null, bool unitMissing = false) => (Form.ChoosesUnit && Answers.Unit is null, Answers.Sections) switch
    {
        (true, _) => new SurveyStep.Unit(unitMissing),
        (_, [var first, ..]) => Show(first, state),
        _ => new SurveyStep.Send(SurveysTexts.NothingAnswered),
    };

    private SurveyStep From(SurveySection section) => Deed switch
    {
        Deeds.Back => Before(section),
        Deeds.Stay => Show(section),
        _ => After(section),
    };

    private SurveyStep Before(SurveySection section) => Place(section) switch
    {
        > 0 and var place => Show(Answers.Sections[place - 1]),
        _ => Form.ChoosesUnit ? new SurveyStep.Unit(Missing: false) : new SurveyStep.Consent(),
    };

    private SurveyStep After(SurveySection section)
    {
        var asked = Answers.Of(section);
        var fresh = asked.Where(item => item.Question.ShowIf is not null && !Shown.Contains(item.Field) && !Answers.Has(item)).ToList();
        var errors = Errors(asked.Except(fresh));
        if (errors.Count > 0 || fresh.Count > 0)
        {
            return Show(section, new SectionState { Errors = errors, Fresh = Fields(fresh) });
        }

        var blanks = asked.Where(item => !Answers.Has(item) && item.Question.Kind != QuestionKind.Text).ToList();
        if (blanks.Count > 0 && Deed is not (Deeds.NextWithBlanks or Deeds.SendWithBlanks))
        {
            return Show(section, new SectionState { Blanks = Fields(blanks) });
        }

        return (Answers.Sections.ElementAtOrDefault(Place(section) + 1), Deed) switch
        {
            ({ } following, _) => Show(following),
            (_, Deeds.Send or Deeds.SendWithBlanks) => Sending(),
            _ => new SurveyStep.Send(Message: null),
        };
    }

    /// <summary>Whoever went back may have left something wrong in an earlier section.</summary>
    private SurveyStep Sending()
    {
        foreach (var section in Answers.Sections)
        {
            if (Errors(Answers.Of(section)) is { Count: > 0 } errors)
            {
                return Show(section, new SectionState { Errors = errors });
            }
        }

        return Answers.Asked.Any(Answers.Has) ? new SurveyStep.Sent() : First(new SectionState { Message = SurveysTexts.NothingAnswered });
    }

    private Dictionary<string, string> Errors(IEnumerable<AskedQuestion> asked) =>
        (from item in asked let problem = Answers.ProblemOf(item) where problem is not null select (item.Field, problem))
        .ToDictionary(error => error.Field, error => error.problem, StringComparer.Ordinal);

    private static HashSet<string> Fields(IEnumerable<AskedQuestion> asked) => asked.Select(item => item.Field).ToHashSet(StringComparer.Ordinal);

    private static SurveyStep.Section Show(SurveySection section, SectionState? state = null) => new(section, state ?? new SectionState());

    private int Place(SurveySection section) => Answers.Sections.TakeWhile(other => other != section).Count();
}
