using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Campaigns;

namespace CCHC.Survey.Surveys;

/// <summary>One survey of officials within a campaign: what is asked of whom about which units, and what came of it (điều tra xã hội học).</summary>
public sealed class SurveyCampaign
{
    private List<RespondentGroup> _respondentGroups = [];
    private List<SurveyResult> _results = [];

    public Guid Id { get; private set; }

    /// <summary>The campaign whose leaves the answers fill.</summary>
    public Guid CampaignId { get; private set; }

    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Introduction { get; private set; } = "";
    public SurveyStatus Status { get; private set; }

    /// <summary>Counts the publications of its results.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? OpenedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public IReadOnlyList<AnswerOption> Options { get; private set; } = [];
    public IReadOnlyList<Question> Questions { get; private set; } = [];

    /// <summary>The units of the groups that are asked about, as named when the survey opened.</summary>
    public IReadOnlyList<RatedUnit> Units { get; private set; } = [];

    public IReadOnlyList<RespondentGroup> RespondentGroups => _respondentGroups;
    public IReadOnlyList<SurveyResult> Results => _results;

    public static SurveyCampaign Draft(
        Guid campaignId, string code, string name, string introduction, IEnumerable<RespondentGroup> respondentGroups,
        IReadOnlyList<AnswerOption> options, IReadOnlyList<Question> questions, IReadOnlyList<RatedUnit> units, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(),
            CampaignId = campaignId,
            Code = code,
            Name = name,
            Introduction = introduction,
            _respondentGroups = [.. respondentGroups],
            Options = options,
            Questions = questions,
            Units = units,
            CreatedAt = now,
        };

    /// <summary>Takes over what changed in the campaign since the survey was drawn up; a question whose leaf is gone is dropped. Once open it stays as it is.</summary>
    public void Follow(Campaign campaign)
    {
        if (Status != SurveyStatus.Draft)
        {
            return;
        }

        Questions =
        [
            .. from question in Questions
               let rated = campaign.FindGroup(question.GroupCode)
               where rated is not null && campaign.HoldsSurvey(rated)
               let leaf = Campaign.FindLeaf(rated, question.LeafCode, PointSource.Survey)
               where leaf is not null
               select question with { MaxPoints = leaf.MaxPoints },
        ];
        Units = RatedUnit.Of(campaign, Questions);
        if (Questions.Count == 0)
        {
            throw new RuleViolationException(
                "survey.nothing-to-ask", "Kỳ đánh giá đã thay đổi, không còn tiêu chí nào mà cuộc điều tra này hỏi. Hãy lập cuộc điều tra mới theo bộ tiêu chí hiện tại.");
        }
    }

    /// <summary>Lets answers in; opening an open survey changes nothing.</summary>
    public void Open(DateTimeOffset now)
    {
        if (Status == SurveyStatus.Closed)
        {
            throw new RuleViolationException("survey.closed", "Cuộc điều tra đã kết thúc, không mở lại được.");
        }

        (Status, OpenedAt) = (SurveyStatus.Open, OpenedAt ?? now);
    }

    /// <summary>Turns answers into points; false when that was done before, nothing changes then.</summary>
    /// <param name="tallies">How often each option was chosen, by unit and question.</param>
    /// <param name="now">The time of closing.</param>
    public bool Close(IReadOnlyCollection<Tally> tallies, DateTimeOffset now)
    {
        switch (Status)
        {
            case SurveyStatus.Closed:
                return false;
            case SurveyStatus.Draft:
                throw new RuleViolationException("survey.not-open", "Cuộc điều tra chưa mở nên chưa có gì để kết thúc.");
        }

        (Status, ClosedAt) = (SurveyStatus.Closed, now);
        Revision++;
        var percents = Options.ToDictionary(option => option.Code, option => option.Percent, StringComparer.Ordinal);
        var byUnitAndQuestion = tallies.ToLookup(tally => (tally.UnitId, tally.QuestionCode));
        _results =
        [
            .. from unit in Units
               from leaf in Questions.Where(question => question.GroupCode == unit.GroupCode).GroupBy(question => question.LeafCode, StringComparer.Ordinal)
               select ToResult(unit.Id, leaf.Key, leaf.First().MaxPoints, [.. leaf.SelectMany(question => byUnitAndQuestion[(unit.Id, question.Code)])], percents),
        ];
        return true;
    }

    private static SurveyResult ToResult(Guid unitId, string leafCode, decimal maxPoints, List<Tally> tallies, Dictionary<string, decimal?> percents)
    {
        var counted = tallies.Where(tally => percents[tally.OptionCode] is not null).ToList();
        var answers = counted.Sum(tally => tally.Count);
        var percentage = answers == 0 ? (decimal?)null : counted.Sum(tally => percents[tally.OptionCode]!.Value * tally.Count) / answers;
        var evaluation = Scorer.Evaluate(new SurveyRule(), maxPoints, new LeafData { Percentage = percentage });
        return new SurveyResult
        {
            UnitId = unitId,
            LeafCode = leafCode,
            Answers = answers,
            Percentage = percentage,
            Points = evaluation.Status == EvaluationStatus.Scored ? evaluation.Points : null,
        };
    }
}

/// <summary>How often an option was chosen for a unit and question.</summary>
public sealed record Tally(Guid UnitId, string QuestionCode, string OptionCode, int Count);
