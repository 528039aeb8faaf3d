using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;

namespace CCHC.Survey.Surveys;

public sealed record RespondentGroupRequest(
    [property: Required, RegularExpression(SurveyRequests.CodePattern, ErrorMessage = SurveyRequests.CodeMessage)] string Code,
    [property: Required, StringLength(200)] string Name, RatedUnits Rates = RatedUnits.All, IReadOnlyList<string>? RatedGroups = null);

/// <summary>What drawing a survey up and changing a draft have in common: the request is held against the campaign.</summary>
internal static class SurveyRequests
{
    public const string CodePattern = "^[A-Za-z0-9._-]{1,40}$";
    public const string CodeMessage = "Mã gồm chữ không dấu, số, dấu chấm và gạch nối, tối đa 40 ký tự.";

    /// <exception cref="InvalidInputException">A code stands there twice, or the questionnaire is wrong.</exception>
    /// <exception cref="RuleViolationException">A group or leaf is not in the campaign, or belongs to another survey.</exception>
    public static async Task<SurveyContent> ToContentAsync(
        this SurveyDbContext db, Campaign campaign, Guid? surveyId, string name, string? introduction, IndexFormula formula, DateTimeOffset? endsAt, IReadOnlyList<string>? ratedGroups,
        IReadOnlyList<RespondentGroupRequest> respondentGroups, Questionnaire questionnaire, CancellationToken cancellationToken)
    {
        if (!campaign.State.Groups.Any(campaign.HoldsSurvey))
        {
            throw new RuleViolationException("survey.not-held", "Kỳ đánh giá này không tổ chức điều tra xã hội học.");
        }

        RefuseDoubles("respondentGroups", "Mã nhóm người trả lời", respondentGroups.Select(group => group.Code));
        QuestionnaireRules.Require(questionnaire);
        var asked = questionnaire with
        {
            Sections = [.. questionnaire.Sections.Select(section => section with { Questions = [.. section.Questions.Select(question => question with { Leaves = LeavesOf(question, campaign) })] })],
        };
        await RefuseLeavesOfOtherSurveysAsync(campaign.Id, surveyId, asked, db, cancellationToken);
        var groups = Groups(campaign, ratedGroups, asked);
        foreach (var group in respondentGroups)
        {
            if (group.RatedGroups?.FirstOrDefault(code => !groups.Contains(code)) is { } unknown)
            {
                throw new InvalidInputException("respondentGroups", $"Nhóm {group.Name}: khối {unknown} không được hỏi trong cuộc điều tra này.");
            }
        }

        return new SurveyContent
        {
            Name = name.Normalize(),
            Introduction = (introduction ?? "").Normalize(),
            Formula = formula,
            EndsAt = endsAt?.ToUniversalTime(),
            RatedGroups = groups,
            Units = RatedUnit.Of(campaign, groups.Where(code => asked.Questions.Any(question => question.IsAbout(code)))),
            RespondentGroups = [.. respondentGroups.Select(group => new RespondentGroup { Code = group.Code, Name = group.Name.Normalize(), Rates = group.Rates, RatedGroups = group.RatedGroups ?? [] })],
            Questionnaire = asked,
        };
    }

    public static void RefuseDoubles(string field, string what, IEnumerable<string> codes)
    {
        if (codes.GroupBy(code => code, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidInputException(field, $"{what} {twice.Key} dùng nhiều lần.");
        }
    }

    /// <summary>As asked for; else the groups of the leaves; with no leaf either, every group that holds a survey.</summary>
    private static List<string> Groups(Campaign campaign, IReadOnlyList<string>? wanted, Questionnaire questionnaire)
    {
        var ofLeaves = questionnaire.Questions.SelectMany(question => question.Leaves).Select(leaf => leaf.GroupCode).Distinct(StringComparer.Ordinal).ToList();
        var groups = wanted is { Count: > 0 } ? [.. wanted.Union(ofLeaves, StringComparer.Ordinal)]
            : ofLeaves.Count > 0 && questionnaire.Questions.All(question => !question.PerUnit || question.Leaves.Count > 0) ? ofLeaves
            : campaign.State.Groups.Where(campaign.HoldsSurvey).Select(group => group.Code).ToList();
        foreach (var code in groups)
        {
            if (campaign.FindGroup(code) is null)
            {
                throw new RuleViolationException("survey.group-unknown", $"Kỳ đánh giá không có khối {code}.");
            }
        }

        return groups;
    }

    private static IReadOnlyList<LeafLink> LeavesOf(Question question, Campaign campaign) =>
        [.. question.Leaves.Select(link => new LeafLink(link.GroupCode, link.LeafCode, FindLeaf(question, link, campaign).MaxPoints))];

    private static CriterionSnapshot FindLeaf(Question question, LeafLink link, Campaign campaign)
    {
        var group = campaign.FindGroup(link.GroupCode)
            ?? throw new RuleViolationException("survey.group-unknown", $"Câu hỏi {question.Code}: kỳ đánh giá không có khối {link.GroupCode}.");
        if (!campaign.HoldsSurvey(group))
        {
            throw new RuleViolationException(
                "survey.group-not-held",
                $"Câu hỏi {question.Code}: khối {group.Name} không tổ chức điều tra xã hội học trong kỳ đánh giá này. Hãy bỏ câu hỏi về khối này.");
        }

        return Campaign.FindLeaf(group, link.LeafCode, PointSource.Survey)
            ?? throw new RuleViolationException(
                "survey.leaf-not-surveyed", $"Câu hỏi {question.Code}: bộ tiêu chí của khối {group.Name} không có tiêu chí điều tra xã hội học {link.LeafCode}.");
    }

    // Two surveys with points for one leaf would contradict each other.
    private static async Task RefuseLeavesOfOtherSurveysAsync(Guid campaignId, Guid? surveyId, Questionnaire questionnaire, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var taken = await db.FindAskedLeavesAsync(campaignId, cancellationToken, except: surveyId);
        foreach (var question in questionnaire.Questions)
        {
            if (question.Leaves.FirstOrDefault(leaf => taken.Contains((leaf.GroupCode, leaf.LeafCode))) is { } leaf)
            {
                throw new RuleViolationException("survey.leaf-taken", $"Câu hỏi {question.Code}: tiêu chí {leaf.LeafCode} đã thuộc một cuộc điều tra khác của kỳ đánh giá.");
            }
        }
    }
}
