namespace CCHC.Portal.SurveyResults;

public enum SurveyState
{
    Draft,
    Open,
    Closed,
}

/// <summary>A survey as far as the pages about its field work and results need it.</summary>
public sealed record SurveyHead(Guid Id, Guid CampaignId, string Code, string Name, SurveyState Status, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, bool Practice)
{
    /// <summary>Of the page that belongs to the survey itself.</summary>
    public string Address => $"/dieu-tra/{CampaignId}/cuoc/{Id}";

    public string BoardAddress => $"{Address}/thuc-dia";

    public string ReviewAddress => $"{Address}/xem-xet";

    public string ResultsAddress => $"{Address}/ket-qua";
}
