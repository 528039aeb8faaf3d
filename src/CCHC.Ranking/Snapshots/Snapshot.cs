using CCHC.ServiceDefaults.Errors;

namespace CCHC.Ranking.Snapshots;

public enum SnapshotState
{
    /// <summary>Waits for review and approval.</summary>
    Open,

    /// <summary>Approved by the leader; public from the minute the approval says.</summary>
    Approved,

    /// <summary>A newer one was taken before anybody approved it.</summary>
    Superseded,

    /// <summary>Discarded with a reason.</summary>
    Discarded,
}

/// <summary>The final points of a campaign as they stood when somebody froze them for review; the frozen result itself never changes.</summary>
public sealed class Snapshot
{
    public Guid Id { get; private set; }
    public Guid CampaignId { get; private set; }

    /// <summary>From 1 within the campaign.</summary>
    public int Number { get; private set; }

    public SnapshotState State { get; private set; }
    public DateTimeOffset TakenAt { get; private set; }
    public Guid TakenById { get; private set; }
    public string TakenBy { get; private set; } = "";

    /// <summary>SHA-256 of the frozen result; the same for the same state.</summary>
    public string Hash { get; private set; } = "";

    public int Units { get; private set; }

    /// <summary>Units that have a rank; the others lacked data, which whoever took the snapshot accepted.</summary>
    public int Ranked { get; private set; }

    /// <summary>The version of the public result that this one is to take the place of; null for the first publication.</summary>
    public int? Corrects { get; private set; }

    /// <summary>Why the public result is corrected.</summary>
    public string? CorrectionReason { get; private set; }

    public Approval? Approval { get; private set; }

    /// <summary>Approvals that were withdrawn, and why it was discarded, oldest first.</summary>
    public IReadOnlyList<SnapshotDeed> Deeds { get; private set; } = [];

    /// <summary>The version it becomes public under: 0 first, then the number of the corrigendum.</summary>
    public int Version => Corrects is { } corrected ? corrected + 1 : 0;

    public static Snapshot Take(Guid campaignId, int number, Guid byId, string by, DateTimeOffset at, FrozenFigures figures, (int Version, string Reason)? correction) => new()
    {
        Id = Guid.CreateVersion7(),
        CampaignId = campaignId,
        Number = number,
        TakenAt = at,
        TakenById = byId,
        TakenBy = by,
        Hash = figures.Hash,
        Units = figures.Units,
        Ranked = figures.Ranked,
        Corrects = correction?.Version,
        CorrectionReason = correction?.Reason,
    };

    public void Supersede() => State = SnapshotState.Superseded;

    public void Discard(string by, DateTimeOffset at, string reason)
    {
        RequireOpen();
        State = SnapshotState.Discarded;
        Deeds = [.. Deeds, new SnapshotDeed(SnapshotDeedKind.Discarded, by, at, reason)];
    }

    public void Approve(Approval approval)
    {
        RequireOpen();
        if (approval.ById == TakenById)
        {
            throw new RuleViolationException(
                "snapshot.same-person", $"Bản chốt số {Number} do chính đồng chí lập; người phê duyệt phải là một đồng chí lãnh đạo khác.");
        }

        (State, Approval) = (SnapshotState.Approved, approval);
    }

    public void WithdrawApproval(string by, DateTimeOffset at, string reason)
    {
        if (State != SnapshotState.Approved)
        {
            throw new RuleViolationException("snapshot.not-approved", $"Bản chốt số {Number} chưa được phê duyệt nên không có gì để rút.");
        }

        if (Approval!.PublicFrom <= at)
        {
            throw new RuleViolationException(
                "snapshot.public", $"Kết quả đã công khai từ {LocalMinute.Text(Approval.PublicFrom)}, không rút phê duyệt được nữa. Nếu kết quả sai, hãy lập đính chính.");
        }

        (State, Approval) = (SnapshotState.Open, null);
        Deeds = [.. Deeds, new SnapshotDeed(SnapshotDeedKind.ApprovalWithdrawn, by, at, reason)];
    }

    private void RequireOpen()
    {
        var why = State switch
        {
            SnapshotState.Open => null,
            SnapshotState.Approved => "đã được phê duyệt",
            SnapshotState.Superseded => "đã được thay bằng bản chốt mới hơn",
            _ => "đã bị hủy",
        };
        if (why is not null)
        {
            throw new RuleViolationException("snapshot.not-open", $"Bản chốt số {Number} {why}.");
        }
    }
}

/// <summary>The leader's approval: from when everybody may see the result, and by which decision.</summary>
public sealed record Approval(Guid ById, string By, DateTimeOffset At, DateTimeOffset PublicFrom, string? DecisionNumber, DateOnly? DecisionDate);

public enum SnapshotDeedKind
{
    ApprovalWithdrawn,
    Discarded,
}

public sealed record SnapshotDeed(SnapshotDeedKind Kind, string By, DateTimeOffset At, string Reason);

/// <summary>What a list says of a frozen result.</summary>
public sealed record FrozenFigures(string Hash, int Units, int Ranked);

/// <summary>The frozen result, kept apart because lists do not need it: the files of its archive, zipped, not yet signed.</summary>
public sealed class SnapshotContent
{
    public required Guid SnapshotId { get; init; }
    public required byte[] Files { get; init; }
}
