using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Results;
using CCHC.Survey.Submissions;

namespace CCHC.Survey.Surveys;

/// <summary>One survey within a campaign: what is asked of whom about which units, and what came of it (cuộc điều tra xã hội học).</summary>
public sealed class SurveyCampaign
{
    private List<RespondentGroup> _respondentGroups = [];
    private List<SurveyResult> _results = [];

    public Guid Id { get; private set; }

    /// <summary>The campaign whose leaves the answers fill.</summary>
    public Guid CampaignId { get; private set; }

    /// <summary>The same code in another year's campaign makes both comparable.</summary>
    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";
    public string Introduction { get; private set; } = "";
    public SurveyStatus Status { get; private set; }
    public IndexFormula Formula { get; private set; }

    /// <summary>Counts the publications of its results.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>From then on no form is taken, except what was answered before and comes from a tablet or from paper; null for until it is closed.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }
    public Questionnaire Questionnaire { get; private set; } = null!;

    /// <summary>Of the questionnaire; grows with every change of a draft and every correction.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>What was corrected since the survey opened, with the questionnaire as it was before.</summary>
    public IReadOnlyList<Correction> Corrections { get; private set; } = [];

    /// <summary>Unit groups that are asked about.</summary>
    public IReadOnlyList<string> RatedGroups { get; private set; } = [];

    /// <summary>Their units, as named when the survey opened.</summary>
    public IReadOnlyList<RatedUnit> Units { get; private set; } = [];

    /// <summary>Share of paper forms that two people type in, 0 … 1, and the seed by which they are drawn.</summary>
    public decimal DoubleEntryShare { get; private set; } = 0.1m;

    public string DoubleEntrySeed { get; private set; } = "";

    /// <summary>Indices of units, factors and questions; empty until it is closed.</summary>
    public IReadOnlyList<Statistic> Statistics { get; private set; } = [];

    public IReadOnlyList<RespondentGroup> RespondentGroups => _respondentGroups;
    public IReadOnlyList<SurveyResult> Results => _results;

    public static SurveyCampaign Draft(Guid campaignId, string code, SurveyContent content, DateTimeOffset now)
    {
        var survey = new SurveyCampaign { Id = Guid.CreateVersion7(), CampaignId = campaignId, Code = code, CreatedAt = now, DoubleEntrySeed = Guid.NewGuid().ToString("N") };
        survey.Take(content);
        return survey;
    }

    /// <summary>The form of one respondent group; for a person who was invited because of one unit, about that unit alone.</summary>
    public AskedForm FormFor(RespondentGroup group, Guid? unitId = null) => new(
        Questionnaire,
        [.. Units.Where(unit => (unitId is null || unit.Id == unitId) && (group.RatedGroups.Count == 0 || group.RatedGroups.Contains(unit.GroupCode)))],
        group.Rates);

    public RespondentGroup GroupOf(string code) => _respondentGroups.Find(group => group.Code == code)
        ?? throw new RuleViolationException("survey.respondent-group-unknown", $"Cuộc điều tra không có nhóm người trả lời {code}.");

    /// <summary>Replaces all that a draft says.</summary>
    public void Change(SurveyContent content)
    {
        RefuseFielded();
        Take(content);
        Version++;
    }

    /// <summary>Words a question better once people have begun to answer; answers to the old wording stay right.</summary>
    public void Correct(Questionnaire corrected, string reason, string by, DateTimeOffset now)
    {
        if (Status == SurveyStatus.Closed)
        {
            throw new RuleViolationException("survey.closed", "Cuộc điều tra đã kết thúc, không sửa được nữa.");
        }

        if (!QuestionnaireRules.DifferInTextsOnly(Questionnaire, corrected))
        {
            throw new RuleViolationException(
                "correction.not-texts", "Phiếu đang được trả lời nên chỉ sửa được câu chữ. Muốn thêm, bớt câu hỏi hoặc phương án thì lập cuộc điều tra mới.");
        }

        Corrections = [.. Corrections, new Correction(Version, Questionnaire, reason, by, now)];
        Questionnaire = WithMaxima(corrected, Questionnaire);
        Version++;
    }

    /// <summary>Takes over what changed in the campaign since the survey was drawn up; a leaf that is gone is no longer linked. Once open it stays as it is.</summary>
    public void Follow(Campaign campaign)
    {
        if (Status != SurveyStatus.Draft)
        {
            return;
        }

        var hadLeaves = Questionnaire.Questions.Any(question => question.Leaves.Count > 0);
        RatedGroups = [.. RatedGroups.Where(code => campaign.FindGroup(code) is { } rated && campaign.HoldsSurvey(rated))];
        Questionnaire = Questionnaire with
        {
            Sections =
            [
                .. from section in Questionnaire.Sections
                   select section with
                   {
                       // A question that was there for a leaf only has nothing left to be asked for.
                       Questions =
                       [
                           .. from question in section.Questions
                              let followed = question with { Leaves = [.. question.Leaves.Select(leaf => Found(leaf, campaign)).OfType<LeafLink>()] }
                              where question.Leaves.Count == 0 || followed.Leaves.Count > 0
                              select followed,
                       ],
                   },
            ],
        };
        Units = RatedUnit.Of(campaign, RatedGroups.Where(code => Questionnaire.Questions.Any(question => question.IsAbout(code))));
        if (!Questionnaire.Questions.Any() || (hadLeaves && !Questionnaire.Questions.Any(question => question.Leaves.Count > 0)))
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

    /// <summary>Takes over what the answers say; false when that was done before, nothing changes then.</summary>
    public bool Close(IReadOnlyList<Statistic> statistics, DateTimeOffset now)
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
        Statistics = [.. statistics.Where(statistic => statistic.Kind != StatisticKind.Leaf)];
        var byLeaf = statistics.Where(statistic => statistic.Kind == StatisticKind.Leaf).ToDictionary(statistic => (statistic.UnitId!.Value, statistic.Code));
        _results = [.. Leaves().Select(leaf => SurveyResult.Of(leaf.Unit.Id, leaf.Link, byLeaf.GetValueOrDefault((leaf.Unit.Id, leaf.Link.LeafCode))))];
        return true;
    }

    /// <summary>Every unit with every leaf that is asked about it.</summary>
    public IEnumerable<(RatedUnit Unit, LeafLink Link)> Leaves() =>
        from unit in Units
        from link in Questionnaire.Questions.SelectMany(question => question.Leaves).Where(leaf => leaf.GroupCode == unit.GroupCode).DistinctBy(leaf => leaf.LeafCode)
        select (unit, link);

    /// <summary>From the next paper form on.</summary>
    public void EnterTwice(decimal share, string? seed) => (DoubleEntryShare, DoubleEntrySeed) = (share, string.IsNullOrWhiteSpace(seed) ? DoubleEntrySeed : seed.Trim());

    private static LeafLink? Found(LeafLink link, Campaign campaign) =>
        campaign.FindGroup(link.GroupCode) is { } rated && campaign.HoldsSurvey(rated) && Campaign.FindLeaf(rated, link.LeafCode, PointSource.Survey) is { } leaf
            ? link with { MaxPoints = leaf.MaxPoints }
            : null;

    private static Questionnaire WithMaxima(Questionnaire questionnaire, Questionnaire before)
    {
        var links = before.Questions.ToDictionary(question => question.Code, question => question.Leaves, StringComparer.Ordinal);
        return questionnaire with
        {
            Sections = [.. questionnaire.Sections.Select(section => section with { Questions = [.. section.Questions.Select(question => question with { Leaves = links[question.Code] })] })],
        };
    }

    private void RefuseFielded()
    {
        if (Status != SurveyStatus.Draft)
        {
            throw new RuleViolationException("survey.fielded", "Cuộc điều tra đã mở nên phiếu hỏi không thay đổi được nữa; chỉ đính chính được câu chữ.");
        }
    }

    private void Take(SurveyContent content)
    {
        (Name, Introduction, Formula, EndsAt, RatedGroups, Units, Questionnaire) =
            (content.Name, content.Introduction, content.Formula, content.EndsAt, content.RatedGroups, content.Units, content.Questionnaire);
        var known = _respondentGroups.ToDictionary(group => group.Code, StringComparer.Ordinal);
        _respondentGroups = [.. content.RespondentGroups.Select(group => known.GetValueOrDefault(group.Code)?.Take(group) ?? group)];
    }
}

/// <summary>All that may still be changed of a draft.</summary>
public sealed record SurveyContent
{
    public required string Name { get; init; }
    public string Introduction { get; init; } = "";
    public IndexFormula Formula { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public required IReadOnlyList<RespondentGroup> RespondentGroups { get; init; }
    public required IReadOnlyList<string> RatedGroups { get; init; }
    public required IReadOnlyList<RatedUnit> Units { get; init; }
    public required Questionnaire Questionnaire { get; init; }
}

/// <param name="Version">That was corrected.</param>
/// <param name="Before">As it was.</param>
public sealed record Correction(int Version, Questionnaire Before, string Reason, string CorrectedBy, DateTimeOffset CorrectedAt);
