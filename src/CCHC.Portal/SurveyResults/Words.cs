using T = CCHC.Portal.SurveyResults.SurveyResultsTexts;

namespace CCHC.Portal.SurveyResults;

/// <summary>What the codes of the survey service are called.</summary>
internal static class Words
{
    public const string Duplicate = "duplicate";
    private const string Speeding = "speeding";
    private const string StraightLining = "straight-lining";
    private const string SameDevice = "same-device";
    private const string ImpossibleTime = "impossible-time";

    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<string> Flags { get; } = [Speeding, StraightLining, SameDevice, ImpossibleTime, Duplicate];

    public static string Flag(string flag) => flag switch
    {
        Speeding => T.FlagSpeeding,
        StraightLining => T.FlagStraightLining,
        SameDevice => T.FlagSameDevice,
        ImpossibleTime => T.FlagImpossibleTime,
        Duplicate => T.FlagDuplicate,
        _ => flag,
    };

    public static string Of(SubmissionChannel channel) => channel switch
    {
        SubmissionChannel.Link => T.ChannelLink,
        SubmissionChannel.Kiosk => T.ChannelKiosk,
        SubmissionChannel.Personal => T.ChannelPersonal,
        SubmissionChannel.Paper => T.ChannelPaper,
        SubmissionChannel.Import => T.ChannelImport,
        _ => T.ChannelTablet,
    };

    public static string Of(FormState state) => state switch
    {
        FormState.Valid => T.StateValid,
        FormState.Excluded => T.StateExcluded,
        _ => T.StateFlagged,
    };

    public static string Mark(FormState state) => state switch
    {
        FormState.Valid => "done",
        FormState.Excluded => "bad",
        _ => "warning",
    };

    public static string Of(IndexFormula formula) => formula switch
    {
        IndexFormula.TopTwo => T.FormulaTopTwo,
        IndexFormula.MeanOfFive => T.FormulaMeanOfFive,
        _ => T.FormulaWeights,
    };

    public static string Of(SurveyState state) => state switch
    {
        SurveyState.Draft => T.SurveyDraft,
        SurveyState.Open => T.SurveyOpen,
        _ => T.SurveyClosed,
    };

    public static string Mark(SurveyState state) => state switch
    {
        SurveyState.Draft => "waiting",
        SurveyState.Open => "active",
        _ => "done",
    };

    /// <summary>With its sign: +1,20 or −0,50.</summary>
    public static string Signed(decimal? change) => change switch
    {
        null => "–",
        < 0 => $"−{Formats.Index(-change)}",
        _ => $"+{Formats.Index(change)}",
    };
}
