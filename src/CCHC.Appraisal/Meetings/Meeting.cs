using CCHC.ServiceDefaults.Errors;

namespace CCHC.Appraisal.Meetings;

/// <summary>A meeting of the council (phiên họp hội đồng), numbered within its campaign.</summary>
public sealed class Meeting
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required int Number { get; init; }
    public DateTimeOffset HeldAt { get; private set; }
    public string Place { get; private set; } = "";
    public MeetingStatus Status { get; private set; }

    /// <summary>Members that came; only they vote.</summary>
    public IReadOnlyList<Guid> Present { get; private set; } = [];

    public string? Conclusion { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    public void Describe(DateTimeOffset heldAt, string place)
    {
        RequireNotClosed();
        (HeldAt, Place) = (heldAt.ToUniversalTime(), place.Trim().Normalize());
    }

    /// <summary>Opens it, or notes who has come since.</summary>
    public void Open(IReadOnlyList<Guid> present)
    {
        RequireNotClosed();
        (Status, Present) = (MeetingStatus.Open, [.. present.Distinct().Order()]);
    }

    public void Close(string? conclusion, DateTimeOffset now)
    {
        RequireOpen();
        (Status, Conclusion, ClosedAt) = (MeetingStatus.Closed, string.IsNullOrWhiteSpace(conclusion) ? null : conclusion.Trim().Normalize(), now);
    }

    public void RequireOpen()
    {
        RequireNotClosed();
        if (Status != MeetingStatus.Open)
        {
            throw new RuleViolationException("meeting.not-open", "Phiên họp chưa khai mạc: ghi thành viên có mặt rồi khai mạc.");
        }
    }

    public void RequireNotClosed()
    {
        if (Status == MeetingStatus.Closed)
        {
            throw new RuleViolationException("meeting.closed", "Phiên họp đã kết thúc nên không sửa được nữa; việc còn lại đưa sang phiên sau.");
        }
    }
}

public enum MeetingStatus
{
    /// <summary>Its agenda is drawn up.</summary>
    Prepared,
    Open,
    Closed,
}
