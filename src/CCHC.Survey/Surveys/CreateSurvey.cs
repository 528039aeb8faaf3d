using System.ComponentModel.DataAnnotations;
using System.Data;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Draws up a survey: who is asked, what, about the units of which group, for which leaf.</summary>
public static class CreateSurvey
{
    private const string CodePattern = "^[A-Za-z0-9._-]{1,40}$";
    private const string CodeMessage = "Mã gồm chữ không dấu, số, dấu chấm và gạch nối, tối đa 40 ký tự.";

    public sealed record RespondentGroupRequest(
        [property: Required, RegularExpression(CodePattern, ErrorMessage = CodeMessage)] string Code,
        [property: Required, StringLength(200)] string Name);

    public sealed record OptionRequest(
        [property: Required, RegularExpression(CodePattern, ErrorMessage = CodeMessage)] string Code,
        [property: Required, StringLength(200)] string Text,
        [property: Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true, ErrorMessage = "Trọng số của phương án trả lời từ 0 đến 100 %.")] decimal? Percent);

    public sealed record QuestionRequest(
        [property: Required, RegularExpression(CodePattern, ErrorMessage = CodeMessage)] string Code,
        [property: Required, StringLength(1000)] string Text,
        [property: Required] string GroupCode,
        [property: Required] string LeafCode);

    public sealed record Request(
        Guid CampaignId,
        [property: Required, RegularExpression(CodePattern, ErrorMessage = CodeMessage)] string Code,
        [property: Required, StringLength(300)] string Name,
        [property: StringLength(4000)] string? Introduction,
        [property: Required, MinLength(1, ErrorMessage = "Cần ít nhất một nhóm người trả lời."), MaxLength(100)] IReadOnlyList<RespondentGroupRequest> RespondentGroups,
        [property: MinLength(2, ErrorMessage = "Cần ít nhất hai phương án trả lời."), MaxLength(20)] IReadOnlyList<OptionRequest>? Options,
        [property: Required, MinLength(1, ErrorMessage = "Cần ít nhất một câu hỏi."), MaxLength(200)] IReadOnlyList<QuestionRequest> Questions);

    public sealed record Response(Guid Id, string Code, SurveyStatus Status);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Request request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        RefuseDoubles(request);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var campaign = await db.HoldCampaignAsync(request.CampaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs))
        {
            return TypedResults.NotFound();
        }

        if (!campaign.State.Groups.Any(campaign.HoldsSurvey))
        {
            throw new RuleViolationException("survey.not-held", "Kỳ đánh giá này không tổ chức điều tra xã hội học.");
        }

        if (campaign.Practice && request.Code == MadeUpFigures.SurveyCode)
        {
            throw new RuleViolationException("survey.code-taken", $"Mã {request.Code} dành cho cuộc điều tra giả định của kỳ tập huấn. Hãy chọn mã khác.");
        }

        if (await db.Surveys.AnyAsync(survey => survey.CampaignId == request.CampaignId && survey.Code == request.Code, cancellationToken))
        {
            throw new RuleViolationException("survey.code-taken", $"Kỳ đánh giá đã có cuộc điều tra mang mã {request.Code}.");
        }

        var questions = request.Questions.Select(question => ToQuestion(question, campaign)).ToList();
        await RefuseLeavesOfOtherSurveysAsync(request.CampaignId, questions, db, cancellationToken);

        var survey = SurveyCampaign.Draft(
            campaign.Id, request.Code, request.Name.Normalize(), (request.Introduction ?? "").Normalize(),
            request.RespondentGroups.Select(group => new RespondentGroup { Code = group.Code, Name = group.Name.Normalize() }),
            request.Options is null ? AnswerOption.Usual : [.. request.Options.Select(option => new AnswerOption(option.Code, option.Text.Normalize(), option.Percent))],
            questions,
            RatedUnit.Of(campaign, questions),
            clock.GetUtcNow());
        db.Surveys.Add(survey);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created($"/api/survey/surveys/{survey.Id}", new Response(survey.Id, survey.Code, survey.Status));
    }

    private static void RefuseDoubles(Request request)
    {
        RefuseDoubles("respondentGroups", "Mã nhóm người trả lời", request.RespondentGroups.Select(group => group.Code));
        RefuseDoubles("questions", "Mã câu hỏi", request.Questions.Select(question => question.Code));
        if (request.Options is null)
        {
            return;
        }

        RefuseDoubles("options", "Mã phương án trả lời", request.Options.Select(option => option.Code));
        if (!request.Options.Any(option => option.Percent is not null))
        {
            throw new InvalidInputException("options", "Cần ít nhất một phương án trả lời có trọng số.");
        }
    }

    private static void RefuseDoubles(string field, string what, IEnumerable<string> codes)
    {
        if (codes.GroupBy(code => code, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidInputException(field, $"{what} {twice.Key} dùng nhiều lần.");
        }
    }

    private static Question ToQuestion(QuestionRequest question, Campaign campaign)
    {
        var group = campaign.FindGroup(question.GroupCode)
            ?? throw new RuleViolationException("survey.group-unknown", $"Câu hỏi {question.Code}: kỳ đánh giá không có khối {question.GroupCode}.");
        if (!campaign.HoldsSurvey(group))
        {
            throw new RuleViolationException(
                "survey.group-not-held",
                $"Câu hỏi {question.Code}: khối {group.Name} không tổ chức điều tra xã hội học trong kỳ đánh giá này. Hãy bỏ câu hỏi về khối này.");
        }

        var leaf = Campaign.FindLeaf(group, question.LeafCode, PointSource.Survey)
            ?? throw new RuleViolationException(
                "survey.leaf-not-surveyed", $"Câu hỏi {question.Code}: bộ tiêu chí của khối {group.Name} không có tiêu chí điều tra xã hội học {question.LeafCode}.");
        return new Question(question.Code, question.Text.Normalize(), group.Code, leaf.Code, leaf.MaxPoints);
    }

    // Two surveys with points for one leaf would contradict each other.
    private static async Task RefuseLeavesOfOtherSurveysAsync(Guid campaignId, List<Question> questions, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var taken = await db.FindAskedLeavesAsync(campaignId, cancellationToken);
        if (questions.Find(question => taken.Contains((question.GroupCode, question.LeafCode))) is { } question)
        {
            throw new RuleViolationException(
                "survey.leaf-taken", $"Câu hỏi {question.Code}: tiêu chí {question.LeafCode} đã thuộc một cuộc điều tra khác của kỳ đánh giá.");
        }
    }
}
