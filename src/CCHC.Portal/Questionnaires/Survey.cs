using CCHC.Portal.Campaigns;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Questionnaires;

public enum SurveyStatus
{
    Draft,
    Open,
    Closed,
}

public enum IndexFormula
{
    Weights,
    TopTwo,
    MeanOfFive,
}

public enum Rates
{
    All,
    One,
}

public sealed record SurveyItem(
    Guid Id, Guid CampaignId, string Code, string Name, SurveyStatus Status, int Questions, int Units, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, bool Practice);

public sealed record SurveyList(IReadOnlyList<SurveyItem> Items, int Total);

/// <summary>One survey as home affairs works on it; leader and auditor get it without links.</summary>
public sealed record Survey
{
    public Guid Id { get; init; }
    public Guid CampaignId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public string? Introduction { get; init; }
    public SurveyStatus Status { get; init; }
    public IndexFormula Formula { get; init; }
    public long Version { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public IReadOnlyList<RespondentGroup> RespondentGroups { get; init; } = [];
    public IReadOnlyList<string>? RatedGroups { get; init; }
    public IReadOnlyList<SurveyLink> Links { get; init; } = [];
    public required Questionnaire Questionnaire { get; init; }
    public IReadOnlyList<SurveyUnit> Units { get; init; } = [];
    public bool Practice { get; init; }
    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    public int Submissions => RespondentGroups.Sum(group => group.Submissions);
}

public sealed record RespondentGroup(string Code, string Name, Rates Rates, IReadOnlyList<string>? RatedGroups, int Submissions);

public sealed record SurveyLink(string RespondentGroup, string? RespondentGroupName, string Code, string Path);

public sealed record SurveyUnit(Guid Id, string? Code, string Name, string GroupCode);

public sealed record Correction(long Version, string Reason, string? CorrectedBy, DateTimeOffset CorrectedAt);

public sealed record Template(string Code, string Name, string? Description, Questionnaire Questionnaire);

public sealed record TemplateList(IReadOnlyList<Template> Items);

/// <summary>Survey leaves of the campaign that questions may be tied to.</summary>
public sealed record LeafChoices(IReadOnlyList<LeafGroup> Groups);

/// <summary>Groups by their names where these could be read, else by their codes.</summary>
public sealed record GroupNames(LeafChoices? Leaves)
{
    public string Of(string code) => Leaves?.Groups.FirstOrDefault(unitGroup => unitGroup.Code == code)?.Name ?? Formats.Text(QuestionnairesTexts.GroupOf, code);

    public string All(IReadOnlyList<string>? codes) => codes is { Count: > 0 } ? string.Join(", ", codes.Select(Of)) : QuestionnairesTexts.AllGroups;

    public static async Task<GroupNames> GetAsync(GatewayClient gateway, Guid campaign) =>
        new((await gateway.TryFindAsync<LeafChoices>($"{SurveyHomePages.Api}/campaigns/{campaign}/leaves")).Value);
}

public sealed record LeafGroup(string Code, string Name, int Units, IReadOnlyList<LeafChoice> Leaves);

/// <param name="Question">As the criteria set proposes to ask.</param>
public sealed record LeafChoice(string Code, string Name, decimal MaxPoints, string? Question);

/// <summary>Survey leaves that no survey asks about yet.</summary>
public sealed record Coverage(IReadOnlyList<UncoveredLeaf> Uncovered)
{
    public IReadOnlySet<(string Group, string Leaf)> Free => Uncovered.Select(leaf => (leaf.GroupCode, leaf.LeafCode)).ToHashSet();
}

public sealed record UncoveredLeaf(string GroupCode, string LeafCode, string LeafName);

public sealed record SurveyChanged(Guid Id, long Version);

/// <summary>A survey beside the campaign it belongs to, and what the person may do with it.</summary>
public sealed record SurveyView(CampaignHead Campaign, Survey Survey)
{
    public bool MayEdit => Campaign.CanManage && Survey.Status == SurveyStatus.Draft;

    public bool MayCorrect => Campaign.CanManage && Survey.Status == SurveyStatus.Open;

    public string Address => SurveyHomePages.SurveyAddress(Campaign.Id, Survey.Id);

    public IReadOnlyList<Link> Crumbs =>
        [new("/dieu-tra", QuestionnairesTexts.HomeTitle), new(SurveyHomePages.Address(Campaign.Id), Campaign.Name)];

    public IReadOnlyList<Link> CrumbsBelow => [.. Crumbs, new(Address, Survey.Name)];

    public static async Task<SurveyView> GetAsync(GatewayClient gateway, Guid campaign, Guid id)
    {
        var (head, survey) = (CampaignHead.GetAsync(gateway, campaign), gateway.GetAsync<Survey>($"{SurveyHomePages.Api}/surveys/{id}"));
        await Task.WhenAll(head, survey);
        return (await survey).CampaignId == campaign ? new SurveyView(await head, await survey) : throw new GatewayException(new Problem { Status = StatusCodes.Status404NotFound });
    }
}
