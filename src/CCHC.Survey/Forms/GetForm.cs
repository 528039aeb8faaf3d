using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Forms;

/// <summary>The form behind a link; before and after the survey it has a notice and nothing to fill in.</summary>
public static class GetForm
{
    public sealed record UnitItem(Guid Id, string Name, string GroupCode);

    public sealed record QuestionItem(string Code, string Text, string GroupCode);

    public sealed record OptionItem(string Code, string Text);

    public sealed record Response(
        string SurveyName, string Introduction, string RespondentGroup, SurveyStatus Status, string? Notice,
        IReadOnlyList<UnitItem> Units, IReadOnlyList<QuestionItem> Questions, IReadOnlyList<OptionItem> Options,
        bool Practice);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(string code, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var linkCode = RespondentGroup.NormalizeLinkCode(code);
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery()
            .SingleOrDefaultAsync(x => x.RespondentGroups.Any(group => group.LinkCode == linkCode), cancellationToken);
        if (survey is null)
        {
            return TypedResults.NotFound();
        }

        var practice = await db.Campaigns.AnyAsync(campaign => campaign.Id == survey.CampaignId && campaign.Practice, cancellationToken);
        var open = survey.Status == SurveyStatus.Open;
        return TypedResults.Ok(new Response(
            survey.Name, survey.Introduction, survey.RespondentGroups.Single(group => group.LinkCode == linkCode).Name, survey.Status, FormNotice.For(survey.Status),
            open ? [.. survey.Units.Select(unit => new UnitItem(unit.Id, unit.Name, unit.GroupCode))] : [],
            open ? [.. survey.Questions.Select(question => new QuestionItem(question.Code, question.Text, question.GroupCode))] : [],
            open ? [.. survey.Options.Select(option => new OptionItem(option.Code, option.Text))] : [],
            practice));
    }
}
