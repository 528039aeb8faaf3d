using System.ComponentModel.DataAnnotations;
using System.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Draws up a survey: who is asked, what, about which units, for which leaves.</summary>
public static class CreateSurvey
{
    public sealed record OptionRequest(
        [property: Required, RegularExpression(SurveyRequests.CodePattern, ErrorMessage = SurveyRequests.CodeMessage)] string Code,
        [property: Required, StringLength(200)] string Text,
        [property: Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true, ErrorMessage = "Trọng số của phương án trả lời từ 0 đến 100 %.")] decimal? Percent);

    public sealed record QuestionRequest(
        [property: Required, RegularExpression(SurveyRequests.CodePattern, ErrorMessage = SurveyRequests.CodeMessage)] string Code,
        [property: Required, StringLength(1000)] string Text,
        [property: Required] string GroupCode,
        [property: Required] string LeafCode);

    /// <param name="Questionnaire">The whole of it; or, in short, <paramref name="Questions"/> that all have the same <paramref name="Options"/>.</param>
    public sealed record Request(
        Guid CampaignId,
        [property: Required, RegularExpression(SurveyRequests.CodePattern, ErrorMessage = SurveyRequests.CodeMessage)] string Code,
        [property: Required, StringLength(300)] string Name,
        [property: StringLength(4000)] string? Introduction,
        [property: Required, MinLength(1, ErrorMessage = "Cần ít nhất một nhóm người trả lời."), MaxLength(100)] IReadOnlyList<RespondentGroupRequest> RespondentGroups,
        [property: MinLength(2, ErrorMessage = "Cần ít nhất hai phương án trả lời."), MaxLength(20)] IReadOnlyList<OptionRequest>? Options = null,
        [property: MinLength(1, ErrorMessage = "Cần ít nhất một câu hỏi."), MaxLength(200)] IReadOnlyList<QuestionRequest>? Questions = null,
        Questionnaire? Questionnaire = null, IndexFormula Formula = IndexFormula.Weights, DateTimeOffset? EndsAt = null, IReadOnlyList<string>? RatedGroups = null);

    public sealed record Response(Guid Id, string Code, SurveyStatus Status);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Request request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var questionnaire = request.Questionnaire ?? InShort(request);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var campaign = await db.HoldCampaignAsync(request.CampaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.RunSurveys))
        {
            return TypedResults.NotFound();
        }

        if (campaign.Practice && request.Code == MadeUpFigures.SurveyCode)
        {
            throw new RuleViolationException("survey.code-taken", $"Mã {request.Code} dành cho cuộc điều tra giả định của kỳ tập huấn. Hãy chọn mã khác.");
        }

        if (await db.Surveys.AnyAsync(survey => survey.CampaignId == request.CampaignId && survey.Code == request.Code, cancellationToken))
        {
            throw new RuleViolationException("survey.code-taken", $"Kỳ đánh giá đã có cuộc điều tra mang mã {request.Code}.");
        }

        var survey = SurveyCampaign.Draft(
            campaign.Id, request.Code,
            await db.ToContentAsync(
                campaign, surveyId: null, request.Name, request.Introduction, request.Formula, request.EndsAt, request.RatedGroups, request.RespondentGroups, questionnaire, cancellationToken),
            clock.GetUtcNow());
        db.Surveys.Add(survey);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created($"/api/survey/surveys/{survey.Id}", new Response(survey.Id, survey.Code, survey.Status));
    }

    /// <summary>One section, every question of every unit of its group.</summary>
    private static Questionnaire InShort(Request request)
    {
        if (request.Questions is not { } questions)
        {
            throw new InvalidInputException("questionnaire", "Cần phiếu hỏi, hoặc danh sách câu hỏi.");
        }

        SurveyRequests.RefuseDoubles("questions", "Mã câu hỏi", questions.Select(question => question.Code));
        SurveyRequests.RefuseDoubles("options", "Mã phương án trả lời", (request.Options ?? []).Select(option => option.Code));
        if (request.Options is { } given && !given.Any(option => option.Percent is not null))
        {
            throw new InvalidInputException("options", "Cần ít nhất một phương án trả lời có trọng số.");
        }

        var options = request.Options is null ? AnswerOption.Usual : [.. request.Options.Select(option => new AnswerOption(option.Code, option.Text, option.Percent))];
        return new Questionnaire
        {
            Sections =
            [
                new Section
                {
                    Code = "A",
                    Title = request.Name,
                    Questions =
                    [
                        .. questions.Select(question => new Question
                        {
                            Code = question.Code, Kind = QuestionKind.Single, Text = question.Text, PerUnit = true, Options = options, Leaves = [new LeafLink(question.GroupCode, question.LeafCode)],
                        }),
                    ],
                },
            ],
        };
    }
}
