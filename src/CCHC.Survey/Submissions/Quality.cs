using CCHC.Survey.Questionnaires;

namespace CCHC.Survey.Submissions;

/// <summary>Signs that a form was not answered in earnest. A sign is no proof: somebody looks at it, nothing is dropped.</summary>
public static class Quality
{
    /// <summary>Faster than anybody reads.</summary>
    public const string Speeding = "speeding";

    /// <summary>The same option from the first to the last question.</summary>
    public const string StraightLining = "straight-lining";

    /// <summary>A browser that has answered before; not looked at for kiosks and personal codes.</summary>
    public const string SameDevice = "same-device";

    /// <summary>Ended before it began, began before the survey did, or lasted a working day.</summary>
    public const string ImpossibleTime = "impossible-time";

    /// <summary>The person's answers had come already, by another way.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Below it, one has not read the question.</summary>
    private const double SecondsAQuestion = 1.5;

    /// <summary>Fewer equal answers are no pattern.</summary>
    private const int LongestPlausibleLine = 10;

    private static readonly TimeSpan LongestPlausible = TimeSpan.FromHours(8);

    /// <param name="questionnaire">That was answered.</param>
    /// <param name="answers">Those that count.</param>
    /// <param name="time">From the first page to the last; null where nobody measured it.</param>
    public static IReadOnlyList<string> FlagsOf(Questionnaire questionnaire, IReadOnlyList<GivenAnswer> answers, TimeSpan? time)
    {
        var flags = new List<string>();
        if (time is { } spent && spent >= TimeSpan.Zero && spent < TimeSpan.FromSeconds(SecondsAQuestion * answers.Count))
        {
            flags.Add(Speeding);
        }

        if (time is { } lasted && (lasted < TimeSpan.Zero || lasted > LongestPlausible))
        {
            flags.Add(ImpossibleTime);
        }

        var graded = questionnaire.Questions.Where(question => question.Kind is QuestionKind.Rating or QuestionKind.Single).Select(question => question.Code).ToHashSet(StringComparer.Ordinal);
        var chosen = answers.Where(answer => graded.Contains(answer.Question)).Select(answer => answer.Raw).ToList();
        if (chosen.Count >= LongestPlausibleLine && chosen.TrueForAll(code => code == chosen[0]))
        {
            flags.Add(StraightLining);
        }

        return flags;
    }

    /// <summary>As <see cref="FlagsOf(Questionnaire, IReadOnlyList{GivenAnswer}, TimeSpan?)"/>, for an interview that a tablet dates.</summary>
    public static IReadOnlyList<string> FlagsOf(Questionnaire questionnaire, IReadOnlyList<GivenAnswer> answers, DateTimeOffset began, DateTimeOffset ended, DateTimeOffset opened, DateTimeOffset now)
    {
        var flags = FlagsOf(questionnaire, answers, ended - began);
        var elsewhen = began < opened.AddMinutes(-5) || ended > now.AddMinutes(5); // clocks of tablets are not exact
        return elsewhen && !flags.Contains(ImpossibleTime) ? [.. flags, ImpossibleTime] : flags;
    }
}
