using T = CCHC.Portal.Questionnaires.QuestionnairesTexts;

namespace CCHC.Portal.Questionnaires;

/// <summary>What people read for the service's words.</summary>
internal static class SurveyNames
{
    /// <summary>Languages that are offered beside Vietnamese, each by its own name.</summary>
    public static IReadOnlyList<(string Code, string Name)> Languages { get; } =
    [
        ("en", T.LanguageEn), ("lo", T.LanguageLo), ("km", T.LanguageKm), ("zh", T.LanguageZh), ("ja", T.LanguageJa), ("ko", T.LanguageKo), ("fr", T.LanguageFr),
    ];

    /// <summary>The factors of the satisfaction index; others may be typed.</summary>
    public static IReadOnlyList<string> Factors { get; } = [T.FactorAccess, T.FactorProcedures, T.FactorOfficials, T.FactorResults, T.FactorFeedback];

    public static string Language(string code) => code == Wording.First ? T.LanguageVi : Languages.FirstOrDefault(language => language.Code == code).Name ?? code;

    public static string Of(SurveyStatus status) => status switch { SurveyStatus.Draft => T.StatusDraft, SurveyStatus.Open => T.StatusOpen, _ => T.StatusClosed };

    public static string Mark(SurveyStatus status) => status switch { SurveyStatus.Draft => "waiting", SurveyStatus.Open => "active", _ => "done" };

    public static string Of(QuestionKind kind) => kind switch
    {
        QuestionKind.Rating => T.KindRating,
        QuestionKind.SingleChoice => T.KindSingle,
        QuestionKind.MultipleChoice => T.KindMultiple,
        QuestionKind.Number => T.KindNumber,
        _ => T.KindText,
    };

    public static string Of(Aspect aspect) => aspect switch { Aspect.Opinion => T.AspectOpinion, Aspect.Satisfaction => T.AspectSatisfaction, _ => T.AspectExpectation };

    public static string Of(IndexFormula formula) => formula switch { IndexFormula.TopTwo => T.FormulaTopTwo, IndexFormula.MeanOfFive => T.FormulaMean, _ => T.FormulaWeights };

    public static string Example(IndexFormula formula) =>
        formula switch { IndexFormula.TopTwo => T.FormulaTopTwoHelp, IndexFormula.MeanOfFive => T.FormulaMeanHelp, _ => T.FormulaWeightsHelp };

    public static string Of(Rates rates) => rates == Rates.One ? T.RatesOne : T.RatesAll;
}
