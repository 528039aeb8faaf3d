namespace CCHC.Portal.SurveyChannels;

public enum PaperFormState
{
    AwaitingSecond,
    Mismatch,
    Stored,
}

/// <summary>Paper forms of a survey as a typist may know them: never an answer.</summary>
public sealed record PaperFormList(
    Guid CampaignId, string SurveyName, FieldedStatus Status, bool Practice, IReadOnlyList<AskedGroup> RespondentGroups, decimal DoubleShare, IReadOnlyList<PaperFormItem> Items, int Total,
    int AwaitingSecond, int Mismatch, int Drawn, int Compared, int Differences)
{
    public const int PageSize = 50;

    /// <summary>Of the answers that two people typed in, in percent; null where nothing was compared.</summary>
    public decimal? ErrorRate => Compared == 0 ? null : 100m * Differences / Compared;

    public int CountOf(PaperFormState? state) => state switch
    {
        PaperFormState.AwaitingSecond => AwaitingSecond,
        PaperFormState.Mismatch => Mismatch,
        PaperFormState.Stored => Total - AwaitingSecond - Mismatch,
        _ => Total,
    };
}

public sealed record PaperFormItem(string Number, PaperFormState State, string FirstBy, string? SecondBy, bool MayEnterSecond);

/// <summary>One form; its entries are told only once both are made and differ.</summary>
public sealed record PaperFormDetail(string Number, string RespondentGroup, PaperFormState State, string FirstBy, string? SecondBy, IReadOnlyList<EnteredField> Fields);

public sealed record EnteredField(string QuestionCode, string QuestionText, Guid? UnitId, string? UnitName, string First, string Second, bool Differs)
{
    /// <summary>Names the choice in a form.</summary>
    public string Key => UnitId is { } unit ? $"c:{QuestionCode}:{unit}" : $"c:{QuestionCode}";
}

/// <summary>A form that was saved a moment ago, and what became of it.</summary>
public sealed record SavedForm(string Number, string Became)
{
    public const string Done = "xong";
    public const string Waits = "cho";
    public const string Differs = "khac";
    public const string Resolved = "thong-nhat";

    public static SavedForm? Of(string? number, string? became) => number is { Length: > 0 } && became is Done or Waits or Differs or Resolved ? new SavedForm(number!, became!) : null;

    public static string Key(PaperFormState state) => state switch
    {
        PaperFormState.AwaitingSecond => Waits,
        PaperFormState.Mismatch => Differs,
        _ => Done,
    };
}

internal static class PaperWords
{
    public static IReadOnlyList<PaperFormState> All { get; } = Enum.GetValues<PaperFormState>();

    public static string KeyOf(PaperFormState state) => state switch
    {
        PaperFormState.AwaitingSecond => "cho",
        PaperFormState.Mismatch => "khac",
        _ => "xong",
    };

    public static PaperFormState? StateOf(string? key) => All.Where(state => KeyOf(state) == key).Select(state => (PaperFormState?)state).FirstOrDefault();

    public static (string Kind, string Text) Of(PaperFormState state) => state switch
    {
        PaperFormState.AwaitingSecond => ("warning", SurveyChannelsTexts.PaperAwaiting),
        PaperFormState.Mismatch => ("bad", SurveyChannelsTexts.PaperMismatch),
        _ => ("done", SurveyChannelsTexts.PaperStored),
    };
}
