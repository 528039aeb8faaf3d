using CCHC.Portal.Appraisals;
using CCHC.Portal.Gateway;
using CCHC.Scoring;

namespace CCHC.Portal.Meetings;

public enum MeetingStatus
{
    Prepared,
    Open,
    Closed,
}

public enum CouncilOffice
{
    Member,
    Chair,
    Secretary,
}

public enum AgendaReason
{
    Disputed,
    Changed,
    Arbitrated,
    AskedFor,
}

public enum VoteChoice
{
    Yes,
    No,
    Abstain,
}

public enum ItemOutcome
{
    Pending,
    Adopted,
    Rejected,
    Kept,
}

/// <summary>The meetings of a campaign's council; counts leave out what the person may not see.</summary>
/// <param name="Runs">The person is chair or secretary.</param>
public sealed record MeetingList(Guid CampaignId, string CampaignName, bool Practice, bool Runs, IReadOnlyList<MeetingListItem> Items);

public sealed record MeetingListItem(Guid Id, int Number, DateTimeOffset HeldAt, string Place, MeetingStatus Status, int Items, int Pending);

/// <summary>The answer to calling a meeting.</summary>
public sealed record CalledMeeting(Guid Id, int Number);

/// <summary>The answer to drawing the agenda.</summary>
public sealed record DrawnAgenda(int Added);

public sealed record Meeting(
    Guid Id, Guid CampaignId, string CampaignName, int Year, bool Practice, int Number, DateTimeOffset HeldAt, string Place, MeetingStatus Status, string? Conclusion, DateTimeOffset? ClosedAt,
    bool Runs, decimal Quorum, IReadOnlyList<MeetingMember> Members, IReadOnlyList<AgendaItem> Items)
{
    public string Address => MeetingPages.Address(CampaignId, Id);

    public IEnumerable<AgendaItem> Undecided => Items.Where(item => !item.IsDecided);

    public bool IsClosed => Status == MeetingStatus.Closed;

    /// <summary>The share as people say it, 2/3; else in per cent.</summary>
    public string QuorumShare
    {
        get
        {
            for (var parts = 2; parts <= 5; parts++)
            {
                var part = Math.Round(Quorum * parts);
                if (part > 0 && part < parts && Math.Abs((part / parts) - Quorum) < 0.0005m)
                {
                    return Formats.Text("{0}/{1}", part, parts);
                }
            }

            return Formats.Text("{0} %", Formats.Number(Quorum * 100));
        }
    }
}

public sealed record MeetingMember(Guid UserId, string DisplayName, CouncilOffice Office, bool Present);

/// <param name="Positions">What members, or the one who decided, hold of it.</param>
/// <param name="Cast">Votes so far; how they fall is told when the item is settled.</param>
/// <param name="Eligible">Members without a conflict of interest.</param>
/// <param name="NotVoting">Those with one.</param>
public sealed record AgendaItem(
    Guid Id, Guid CaseId, string? UnitName, string LeafCode, string LeafName, decimal MaxPoints, string RuleText, ScoringRule Rule, IReadOnlyList<AgendaReason> Why, string? Note,
    SelfScore? Self, LeafStands? Result, IReadOnlyList<Position> Positions, Proposal? Proposal, int Cast, int Eligible, VoteChoice? MyVote, bool MayVote, ItemOutcome Outcome,
    int Yes, int No, int Abstain, IReadOnlyList<string> NotVoting, DateTimeOffset? DecidedAt, Guid? SelfAssessmentId)
{
    public bool IsDecided => Outcome != ItemOutcome.Pending;

    public string CardId => $"nd-{Id:N}";

    public string StatusId => $"tt-{Id:N}";

    public string ProblemId => $"loi-{Id:N}";

    public string Name => $"{UnitName ?? AppraisalsTexts.UnitUnknown}: {LeafCode}. {LeafName}";

    /// <summary>1,75 / 2,00, or that it does not apply.</summary>
    public string Stands(decimal? points, bool? applicable) => applicable == false ? AppraisalsTexts.NotApplicableShort : Formats.PointsOf(points, MaxPoints);
}

public sealed record Position(string By, decimal Points, bool Applicable, string? Reason);

/// <summary>What is put to the vote: data, points, or that the leaf does not apply.</summary>
public sealed record Proposal(LeafData? Data, decimal? Points, bool? Applicable, string Reason, string By);

/// <summary>Which items are shown, as it stands in the address.</summary>
public sealed record AgendaFilter(string? Kind)
{
    public const string Open = "con-lai";
    public const string Decided = "da-quyet";

    public string Query => Kind is Open or Decided ? $"?loc={Kind}" : "";

    public IReadOnlyList<AgendaItem> Of(Meeting meeting) =>
        [.. meeting.Items.Where(item => Kind switch { Open => !item.IsDecided, Decided => item.IsDecided, _ => true })];
}

/// <summary>A deed that was refused, with what was typed.</summary>
/// <param name="Deed">The last part of its address.</param>
/// <param name="Item">The item it was about; null for the meeting itself.</param>
public sealed record Refusal(string Deed, Problem Problem, Guid? Item, IReadOnlyDictionary<string, string> Typed)
{
    public string Value(string field) => Typed.GetValueOrDefault(field) ?? "";
}
