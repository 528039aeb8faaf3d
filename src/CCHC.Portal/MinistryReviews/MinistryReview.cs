using CCHC.Scoring;

namespace CCHC.Portal.MinistryReviews;

/// <summary>The Ministry's points beside our own, and what the Ministry asks to be supplemented.</summary>
public sealed record MinistryReview(
    Guid SelfAssessmentId, string CampaignName, int Year, string UnitName, bool CanManage, int Recorded, decimal SelfPointsOfRecorded, decimal MinistryPoints,
    IReadOnlyList<ReviewedLeaf> Leaves, IReadOnlyList<SupplementRequest> Requests, IReadOnlyList<Assignee> Assignees)
{
    public string NameOf(Guid? unitId) =>
        Assignees.FirstOrDefault(unit => unit.UnitId == unitId)?.UnitName ?? MinistryReviewsTexts.Collector;

    public SupplementRequest? Find(Guid id) => Requests.FirstOrDefault(request => request.Id == id);
}

/// <param name="SelfPoints">As last submitted; null where a survey or another body measures.</param>
public sealed record ReviewedLeaf(
    string Code, string Name, string FieldCode, decimal MaxPoints, PointSource Source, decimal? SelfPoints, bool Applicable, decimal? Points, string? Reason);

public enum RequestState
{
    Waiting,
    Returned,
    Overdue,
    Answered,
}

public sealed record SupplementRequest(
    Guid Id, string LeafCode, string LeafName, string Text, DateOnly DueOn, bool Overdue, Guid UnitId, string? UnitName, string CreatedBy, DateTimeOffset CreatedAt,
    string? Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt, string? Remarks, bool Mine)
{
    public bool IsOpen => AnsweredAt is null;

    public RequestState State => this switch
    {
        { IsOpen: false } => RequestState.Answered,
        { Overdue: true } => RequestState.Overdue,
        { Remarks: not null } => RequestState.Returned,
        _ => RequestState.Waiting,
    };
}

/// <param name="UnitName">Null for the unit that collects.</param>
public sealed record Assignee(Guid UnitId, string? UnitName);

/// <summary>What the person's units still have to answer.</summary>
public sealed record MyRequests(IReadOnlyList<MyRequest> Items);

public sealed record MyRequest(Guid Id, Guid SelfAssessmentId, string CampaignName, string LeafCode, string Text, DateOnly DueOn, bool Overdue, string? Remarks);

/// <summary>A form that came back: what was typed, and what is wrong with which field.</summary>
public sealed record FormState(Gateway.Problem Problem, IReadOnlyDictionary<string, string> Typed)
{
    /// <summary>By the id of the field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
