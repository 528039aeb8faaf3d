using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Forms;

/// <summary>The form behind a code, in one language; while it takes no answers it has a notice and nothing to fill in. Weights are never told.</summary>
public static class GetForm
{
    public sealed record UnitItem(Guid Id, string Code, string Name, string GroupCode);

    public sealed record OptionItem(string Code, string Text);

    public sealed record QuestionItem(
        string Code, QuestionKind Kind, string Text, string? Help, bool Required, bool PerUnit, IReadOnlyList<string> Groups, IReadOnlyList<OptionItem> Options, decimal? Least, decimal? Most, int? Longest,
        Condition? ShowIf);

    public sealed record SectionItem(string Code, string Title, string? Text, Condition? ShowIf, IReadOnlyList<QuestionItem> Questions);

    public sealed record Response(
        string SurveyName, string Introduction, string RespondentGroup, SurveyStatus Status, string? Notice, int Version, string Language, IReadOnlyList<string> Languages, bool Personal, RatedUnits Rates,
        IReadOnlyList<UnitItem> Units, IReadOnlyList<SectionItem> Sections, bool Practice);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(string code, string? lang, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await Respondent.FindAsync(code, db, cancellationToken) is not { } respondent)
        {
            return TypedResults.NotFound();
        }

        var practice = await db.Campaigns.AnyAsync(campaign => campaign.Id == respondent.Survey.CampaignId && campaign.Practice, cancellationToken);
        return TypedResults.Ok(Of(respondent, FormNotice.For(respondent.Survey, respondent.Invitation, clock.GetUtcNow())?.Text, lang, practice));
    }

    internal static Response Of(Respondent respondent, string? notice, string? lang, bool practice)
    {
        var (survey, form) = (respondent.Survey, respondent.Form);
        var language = survey.Questionnaire.Languages.FirstOrDefault(known => known == lang) ?? Questionnaire.Vietnamese;
        return new Response(
            survey.Name, survey.Introduction, respondent.Group.Name, survey.Status, notice, survey.Version, language, survey.Questionnaire.Languages, respondent.Invitation is not null, form.Rates,
            notice is null ? [.. form.Units.Select(unit => new UnitItem(unit.Id, unit.Code, unit.Name, unit.GroupCode))] : [],
            notice is null ? [.. survey.Questionnaire.Sections.Select(section => ToItem(section, language))] : [],
            practice);
    }

    private static SectionItem ToItem(Section section, string language) => new(
        section.Code, section.Title.In(language), section.Text?.In(language), section.ShowIf,
        [
            .. section.Questions.Select(question => new QuestionItem(
                question.Code, question.Kind, question.Text.In(language), question.Help?.In(language), question.Required, question.PerUnit, [.. question.Leaves.Select(leaf => leaf.GroupCode)],
                [.. question.Options.Select(option => new OptionItem(option.Code, option.Text.In(language)))], question.Least, question.Most, question.Longest, question.ShowIf)),
        ]);
}
