using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Survey;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Survey.Data;
using CCHC.Survey.ExternalIndices;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Results;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Campaigns;

/// <summary>What a practice copy gets instead of a survey and of figures measured elsewhere, so that those who train reach a ranking.</summary>
internal static class MadeUpFigures
{
    public const string SurveyCode = "tap-huan";
    public const string Evidence = "Số liệu giả định dùng để tập huấn";

    private const int Lowest = 60;
    private const int Highest = 95;

    private const int Answers = 40;

    /// <summary>Fills what nobody drew up or entered while the copy was a draft.</summary>
    public static async Task AddAsync(Campaign campaign, SurveyDbContext db, IEventPublisher events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var recorded = await db.ExternalIndices.Where(index => index.CampaignId == campaign.Id)
            .Select(index => new { index.UnitId, index.LeafCode }).ToListAsync(cancellationToken);
        AddIndices(campaign, recorded.Select(index => (index.UnitId, index.LeafCode)).ToHashSet(), db, events, now);
        AddSurvey(campaign, await db.FindAskedLeavesAsync(campaign.Id, cancellationToken), db, events, now);
    }

    /// <summary>60 to 95, the same for a unit and leaf wherever and whenever it is asked for.</summary>
    public static int Percentage(Guid unitId, string leafCode)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{unitId}/{leafCode}"));
        return Lowest + (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % (Highest - Lowest + 1));
    }

    private static void AddIndices(Campaign campaign, HashSet<(Guid UnitId, string LeafCode)> recorded, SurveyDbContext db, IEventPublisher events, DateTimeOffset now)
    {
        foreach (var (unit, leaf) in
            from rated in campaign.State.Groups
            from node in Campaign.LeavesOf(rated, PointSource.External)
            from member in rated.Units
            where !recorded.Contains((member.UnitId, node.Code))
            select (member, node))
        {
            var percentage = Percentage(unit.UnitId, leaf.Code);
            var evaluation = Scorer.Evaluate(leaf.Leaf!.Rule, leaf.MaxPoints, new LeafData { Percentage = percentage });
            if (evaluation.Status != EvaluationStatus.Scored)
            {
                continue;
            }

            var index = new ExternalIndex
            {
                CampaignId = campaign.Id,
                UnitId = unit.UnitId,
                LeafCode = leaf.Code,
                Revision = 1,
                Percentage = percentage,
                Points = evaluation.Points,
                Evidence = Evidence,
                RecordedBy = Guid.Empty,
                RecordedAt = now,
            };
            db.ExternalIndices.Add(index);
            events.Publish(index.ToEvent());
        }
    }

    private static void AddSurvey(Campaign campaign, HashSet<(string GroupCode, string LeafCode)> asked, SurveyDbContext db, IEventPublisher events, DateTimeOffset now)
    {
        var questions = (
            from rated in campaign.State.Groups
            where campaign.HoldsSurvey(rated)
            from leaf in Campaign.LeavesOf(rated, PointSource.Survey)
            where !asked.Contains((rated.Code, leaf.Code))
            select new Question
            {
                Code = $"{rated.Code}/{leaf.Code}", Kind = QuestionKind.Single, Text = leaf.Leaf!.SurveyQuestion ?? leaf.Name, PerUnit = true, Options = AnswerOption.Usual,
                Leaves = [new LeafLink(rated.Code, leaf.Code, leaf.MaxPoints)],
            }).ToList();
        var groups = questions.SelectMany(question => question.Leaves).Select(leaf => leaf.GroupCode).Distinct(StringComparer.Ordinal).ToList();
        var survey = SurveyCampaign.Draft(
            campaign.Id, SurveyCode,
            new SurveyContent
            {
                Name = "Điều tra giả định dùng để tập huấn",
                Introduction = "Không ai được hỏi; kết quả là số liệu giả định.",
                RespondentGroups = [],
                RatedGroups = groups,
                Units = RatedUnit.Of(campaign, groups),
                Questionnaire = new Questionnaire { Sections = [new Section { Code = "A", Title = "Điều tra giả định", Questions = questions }] },
            },
            now);
        if (survey.Units.Count == 0)
        {
            return;
        }

        survey.Open(now);
        survey.Close([.. survey.Leaves().Select(leaf => MadeUp(leaf.Unit.Id, leaf.Link.LeafCode))], now);
        db.Surveys.Add(survey);
        events.Publish(CloseSurvey.ToEvent(survey));
    }

    private static Statistic MadeUp(Guid unitId, string leafCode) => new()
    {
        UnitId = unitId, Kind = StatisticKind.Leaf, Code = leafCode, Answers = Answers, Respondents = Answers, Value = Percentage(unitId, leafCode),
    };
}
