using System.Globalization;
using CCHC.Portal.Layout;
using T = CCHC.Portal.Questionnaires.QuestionnairesTexts;

namespace CCHC.Portal.Questionnaires;

/// <summary>One answer option as typed.</summary>
public sealed record OptionForm(string Code, IReadOnlyDictionary<string, string> Texts, string Percent);

/// <summary>A condition as typed; which options are offered is told by the question that was shown.</summary>
public sealed record ConditionForm(string Question, IReadOnlyList<string> Options, string Shown)
{
    public static ConditionForm Of(Condition? condition) => new(condition?.Question ?? "", condition?.Options ?? [], condition?.Question ?? "");

    public static ConditionForm From(IFormCollection form) => new(form["showIf.question"].ToString(), [.. form["showIf.options"].OfType<string>()], form["showIf.shown"].ToString());

    /// <summary>Another question was chosen, so that its options have to be shown before any can be ticked.</summary>
    public bool IsUnseen => Question.Length > 0 && Question != Shown;

    public Condition? Build(Dictionary<string, string> errors)
    {
        if (Question.Length > 0 && (IsUnseen || Options.Count == 0))
        {
            errors["q-showif-options"] = T.ChooseConditionOptions;
        }

        return Question.Length == 0 ? null : new Condition(Question, Options);
    }
}

/// <summary>A question as plain fields, as stored or as typed; nothing typed is lost when it is refused.</summary>
public sealed record QuestionForm
{
    /// <summary>Code under which it is stored; null for a new one.</summary>
    public string? Old { get; init; }

    public string Section { get; init; } = "";
    public string Code { get; init; } = "";
    public QuestionKind Kind { get; init; }
    public IReadOnlyDictionary<string, string> Texts { get; init; } = Wording.Empty.Texts;
    public IReadOnlyDictionary<string, string> Help { get; init; } = Wording.Empty.Texts;
    public bool Required { get; init; }
    public bool PerUnit { get; init; }
    public IReadOnlyList<OptionForm> Options { get; init; } = [];
    public string Least { get; init; } = "";
    public string Most { get; init; } = "";
    public string Longest { get; init; } = "";
    public ConditionForm ShowIf { get; init; } = ConditionForm.Of(null);
    public string Factor { get; init; } = "";
    public Aspect? Aspect { get; init; }
    public IReadOnlyDictionary<string, string> Leaves { get; init; } = Wording.Empty.Texts;
    public string Reason { get; init; } = "";

    public bool HasOptions => Kind is QuestionKind.Rating or QuestionKind.SingleChoice or QuestionKind.MultipleChoice;

    public static QuestionForm Of(Question question, string section) => new()
    {
        Old = question.Code,
        Section = section,
        Code = question.Code,
        Kind = question.Kind,
        Texts = question.Text.Texts,
        Help = question.Help?.Texts ?? Wording.Empty.Texts,
        Required = question.Required,
        PerUnit = question.PerUnit,
        Options = [.. question.Options.Select(option => new OptionForm(option.Code, option.Text.Texts, Formats.Input(option.Percent)))],
        Least = Formats.Input(question.Least),
        Most = Formats.Input(question.Most),
        Longest = question.Longest?.ToString(CultureInfo.InvariantCulture) ?? "",
        ShowIf = ConditionForm.Of(question.ShowIf),
        Factor = question.Factor ?? "",
        Aspect = question.Aspect,
        Leaves = question.Leaves.DistinctBy(leaf => leaf.GroupCode).ToDictionary(leaf => leaf.GroupCode, leaf => leaf.LeafCode, StringComparer.Ordinal),
    };

    /// <summary>A rating with the usual steps, for most questions are one.</summary>
    public static QuestionForm New(string section, string code) => new QuestionForm { Section = section, Code = code }.WithScale(AnswerScale.Satisfaction);

    public static QuestionForm From(IFormCollection form, IReadOnlyList<string> languages)
    {
        var codes = form["o.code"];
        var percents = form["o.percent"];
        var texts = languages.ToDictionary(language => language, language => form[$"o.text.{language}"], StringComparer.Ordinal);
        return new QuestionForm
        {
            Old = form["old"].ToString() is { Length: > 0 } old ? old : null,
            Section = form["section"].ToString(),
            Code = form["code"].ToString().Trim(),
            Kind = Enum.TryParse<QuestionKind>(form["kind"], out var kind) ? kind : QuestionKind.Rating,
            Texts = FormTexts.Read(form, "text", languages),
            Help = FormTexts.Read(form, "help", languages),
            Required = form.ContainsKey("required"),
            PerUnit = form.ContainsKey("perUnit"),
            Options =
            [
                .. Enumerable.Range(0, codes.Count).Select(row => new OptionForm(
                    codes[row]!.Trim(),
                    languages.Where(language => row < texts[language].Count).ToDictionary(language => language, language => texts[language][row] ?? "", StringComparer.Ordinal),
                    row < percents.Count ? percents[row]!.Trim() : "")),
            ],
            Least = form["least"].ToString().Trim(),
            Most = form["most"].ToString().Trim(),
            Longest = form["longest"].ToString().Trim(),
            ShowIf = ConditionForm.From(form),
            Factor = form["factor"].ToString().Trim(),
            Aspect = Enum.TryParse<Aspect>(form["aspect"], out var aspect) ? aspect : null,
            Leaves = form.Keys.Where(key => key.StartsWith("leaf.", StringComparison.Ordinal) && form[key].ToString().Length > 0)
                .ToDictionary(key => key["leaf.".Length..], key => form[key].ToString(), StringComparer.Ordinal),
            Reason = form["reason"].ToString().Trim(),
        };
    }

    public QuestionForm WithScale(AnswerScale scale) => this with { Options = scale.Options };

    /// <summary>The question, as far as it can be read.</summary>
    public Question Build(Dictionary<string, string> errors) => new()
    {
        Code = Code,
        Kind = Kind,
        Text = Wording.Of(Texts),
        Help = Wording.Of(Help).OrNull(),
        Required = Required,
        PerUnit = PerUnit,
        Options = HasOptions ? [.. Options.Select((option, row) => new AnswerOption(option.Code, Wording.Of(option.Texts), Number(option.Percent, $"q-o{row}-percent", errors)))] : [],
        Least = Kind == QuestionKind.Number ? Number(Least, "q-least", errors) : null,
        Most = Kind == QuestionKind.Number ? Number(Most, "q-most", errors) : null,
        Longest = Kind == QuestionKind.Text ? Whole(Longest, "q-longest", errors) : null,
        ShowIf = ShowIf.Build(errors),
        Factor = Factor.Length > 0 ? Factor : null,
        Aspect = Aspect,
        Leaves = [.. Leaves.Select(leaf => new LeafLink(leaf.Key, leaf.Value))],
    };

    /// <summary>The stored question in the words that were typed, and nothing else of them.</summary>
    public Question Reword(Question stored) => stored with
    {
        Text = Wording.Of(Texts),
        Help = Wording.Of(Help).OrNull(),
        Options = [.. stored.Options.Select((option, row) => row < Options.Count && Options[row].Code == option.Code ? option with { Text = Wording.Of(Options[row].Texts) } : option)],
    };

    private static decimal? Number(string text, string id, Dictionary<string, string> errors)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (!Formats.TryParse(text, out var value))
        {
            errors[id] = Formats.Text(T.NumberUnread, text);
        }

        return value;
    }

    private static int? Whole(string text, string id, Dictionary<string, string> errors)
    {
        var value = Number(text, id, errors);
        if (value is { } number && (number != decimal.Truncate(number) || number is < 1 or > 4000))
        {
            errors[id] = T.LongestUnread;
            return null;
        }

        return (int?)value;
    }
}

/// <summary>A section as plain fields.</summary>
public sealed record SectionForm
{
    public string? Old { get; init; }
    public string Code { get; init; } = "";
    public IReadOnlyDictionary<string, string> Title { get; init; } = Wording.Empty.Texts;
    public IReadOnlyDictionary<string, string> Text { get; init; } = Wording.Empty.Texts;
    public ConditionForm ShowIf { get; init; } = ConditionForm.Of(null);
    public string Reason { get; init; } = "";

    public static SectionForm Of(Section section) => new()
    {
        Old = section.Code, Code = section.Code, Title = section.Title.Texts, Text = section.Text?.Texts ?? Wording.Empty.Texts, ShowIf = ConditionForm.Of(section.ShowIf),
    };

    public static SectionForm From(IFormCollection form, IReadOnlyList<string> languages) => new()
    {
        Old = form["old"].ToString() is { Length: > 0 } old ? old : null,
        Code = form["code"].ToString().Trim(),
        Title = FormTexts.Read(form, "title", languages),
        Text = FormTexts.Read(form, "text", languages),
        ShowIf = ConditionForm.From(form),
        Reason = form["reason"].ToString().Trim(),
    };

    public Section Build(Dictionary<string, string> errors) =>
        new() { Code = Code, Title = Wording.Of(Title), Text = Wording.Of(Text).OrNull(), ShowIf = ShowIf.Build(errors) };

    public Section Reword(Section stored) => stored with { Title = Wording.Of(Title), Text = Wording.Of(Text).OrNull() };
}

internal static class FormTexts
{
    /// <summary>Fields such as text.vi and text.en.</summary>
    public static Dictionary<string, string> Read(IFormCollection form, string name, IReadOnlyList<string> languages) =>
        languages.ToDictionary(language => language, language => form[$"{name}.{language}"].ToString(), StringComparer.Ordinal);
}

/// <summary>Options that are used again and again; the fifth step of a scale is the best.</summary>
public sealed record AnswerScale(string Code, string Name, IReadOnlyList<OptionForm> Options)
{
    public static AnswerScale Satisfaction { get; } = Steps("hai-long", T.ScaleSatisfaction, T.Satisfaction1, T.Satisfaction2, T.Satisfaction3, T.Satisfaction4, T.Satisfaction5);

    public static AnswerScale Agreement { get; } = Steps("dong-y", T.ScaleAgreement, T.Agreement1, T.Agreement2, T.Agreement3, T.Agreement4, T.Agreement5);

    public static AnswerScale Quality { get; } = Steps("chat-luong", T.ScaleQuality, T.Quality1, T.Quality2, T.Quality3, T.Quality4, T.Quality5);

    public static AnswerScale Officials { get; } = new(
        "can-bo", T.ScaleOfficials,
        [Option("A", T.Officials1, "100"), Option("B", T.Officials2, "60"), Option("C", T.Officials3, "20"), Option("D", T.Officials4, "0"), Option("K", T.DoNotKnow, "")]);

    public static IReadOnlyList<AnswerScale> For(QuestionKind kind) => kind switch
    {
        QuestionKind.Rating => [Satisfaction, Agreement, Quality],
        QuestionKind.SingleChoice => [Officials],
        _ => [],
    };

    /// <summary>An answer that does not count, with a code that no option has.</summary>
    public static OptionForm DoNotKnow(IReadOnlyList<OptionForm> options) =>
        Option(new[] { "K", "0", "KB", "KYK" }.FirstOrDefault(code => options.All(option => option.Code != code)) ?? "", T.DoNotKnow, "");

    public static OptionForm Option(string code, string text, string percent) => new(code, new Dictionary<string, string>(StringComparer.Ordinal) { [Wording.First] = text }, percent);

    private static AnswerScale Steps(string code, string name, params ReadOnlySpan<string> texts)
    {
        var steps = new List<OptionForm>();
        foreach (var text in texts)
        {
            steps.Add(Option($"{steps.Count + 1}", text, $"{steps.Count * 25}"));
        }

        return new AnswerScale(code, name, steps);
    }
}
