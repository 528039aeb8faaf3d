namespace CCHC.Portal.SurveyChannels;

public enum FieldedStatus
{
    Draft,
    Open,
    Closed,
}

/// <summary>What the pages about channels need to know of a survey; what it asks is not among it.</summary>
public sealed record FieldedSurvey(
    Guid Id, Guid CampaignId, string Name, FieldedStatus Status, DateTimeOffset? EndsAt, bool Practice, IReadOnlyList<AskedGroup> RespondentGroups, IReadOnlyList<OpenLink> Links)
{
    public string NameOf(string group) => RespondentGroups.FirstOrDefault(known => known.Code == group)?.Name ?? group;
}

public sealed record AskedGroup(string Code, string Name)
{
    /// <summary>Strata of the group's sample; told to typists only.</summary>
    public IReadOnlyList<string> Strata { get; init; } = [];
}

/// <summary>The address that everybody of a respondent group shares.</summary>
public sealed record OpenLink(string RespondentGroup, string RespondentGroupName, string Code, string Path);
