using CCHC.Appraisal.Cases;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Appraisal.Meetings;

/// <summary>A leaf of a unit that the council decides together, with the proposal and the votes on it.</summary>
public sealed class AgendaItem
{
    private readonly List<Vote> _votes = [];

    public required Guid Id { get; init; }
    public required Guid MeetingId { get; init; }
    public required Guid CaseId { get; init; }
    public required int Round { get; init; }
    public required string LeafCode { get; init; }
    public required IReadOnlyList<AgendaReason> Why { get; init; }

    /// <summary>Of who asked for it.</summary>
    public string? Note { get; init; }

    public Proposition? Proposal { get; private set; }
    public ItemOutcome Outcome { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Members without a conflict who could have voted when it was settled.</summary>
    public int Eligible { get; private set; }

    public IReadOnlyList<Vote> Votes => _votes;

    /// <summary>Puts a result to the vote; votes on an earlier proposal are void.</summary>
    public void Propose(Proposition proposal)
    {
        RequirePending();
        Proposal = proposal;
        _votes.Clear();
    }

    public void Cast(Guid userId, string name, VoteChoice choice, DateTimeOffset now)
    {
        RequirePending();
        if (Proposal is null)
        {
            throw new RuleViolationException("meeting.no-proposal", "Chưa có đề nghị để biểu quyết.");
        }

        if (_votes.Find(vote => vote.UserId == userId) is { } earlier)
        {
            earlier.Change(choice, now);
        }
        else
        {
            _votes.Add(new Vote(Id, userId, name, choice, now));
        }
    }

    /// <summary>Counts the votes: adopted by more than half of those cast, if as many as the quorum were cast.</summary>
    /// <param name="eligible">Members without a conflict of interest.</param>
    /// <param name="quorum">Share of them, above 0 … 1.</param>
    /// <param name="now">When.</param>
    public void Settle(int eligible, decimal quorum, DateTimeOffset now)
    {
        RequirePending();
        if (Proposal is null)
        {
            throw new RuleViolationException("meeting.no-proposal", "Chưa có đề nghị để biểu quyết.");
        }

        var needed = Needed(eligible, quorum);
        if (_votes.Count < needed)
        {
            throw new RuleViolationException("meeting.no-quorum", $"Mới có {_votes.Count} trên {eligible} thành viên biểu quyết; cần ít nhất {needed}.");
        }

        (Outcome, DecidedAt, Eligible) = (Count(VoteChoice.Yes) * 2 > _votes.Count ? ItemOutcome.Adopted : ItemOutcome.Rejected, now, eligible);
    }

    /// <summary>Votes that make a quorum, at least one; two thirds of three are two, although no decimal is exactly two thirds.</summary>
    public static int Needed(int eligible, decimal quorum) => Math.Max(1, (int)Math.Ceiling(Math.Round(eligible * quorum, 6)));

    /// <summary>The council leaves the result as it is, without a vote.</summary>
    public void Keep(int eligible, DateTimeOffset now)
    {
        RequirePending();
        (Outcome, DecidedAt, Eligible) = (ItemOutcome.Kept, now, eligible);
    }

    public int Count(VoteChoice choice) => _votes.Count(vote => vote.Choice == choice);

    public void RequirePending()
    {
        if (Outcome != ItemOutcome.Pending)
        {
            throw new RuleViolationException("meeting.item-decided", "Nội dung này đã được quyết định.");
        }
    }
}

/// <summary>What is put to the vote.</summary>
public sealed record Proposition(LeafData? Data, decimal? Points, bool? Applicable, string Reason, string By)
{
    public Verdict ToVerdict() => new(Data, Points, Applicable, Reason);
}

/// <summary>One member's vote; counted, and shown with its name when the item is settled.</summary>
public sealed class Vote(Guid itemId, Guid userId, string name, VoteChoice choice, DateTimeOffset castAt)
{
    public Guid ItemId { get; private set; } = itemId;
    public Guid UserId { get; private set; } = userId;
    public string Name { get; private set; } = name;
    public VoteChoice Choice { get; private set; } = choice;
    public DateTimeOffset CastAt { get; private set; } = castAt;

    internal void Change(VoteChoice choice, DateTimeOffset now) => (Choice, CastAt) = (choice, now);
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

    /// <summary>Left as it is, without a vote.</summary>
    Kept,
}

/// <summary>Why a leaf comes before the council.</summary>
public enum AgendaReason
{
    /// <summary>Independent scores differ and nobody has arbitrated.</summary>
    Disputed,

    /// <summary>Changed by more than the campaign's share of the maximum.</summary>
    Changed,

    Arbitrated,

    /// <summary>A member asked for it.</summary>
    AskedFor,
}

/// <summary>A member wants a leaf to be decided by the council.</summary>
public sealed class MeetingRequest
{
    public required Guid CaseId { get; init; }
    public required int Round { get; init; }
    public required string LeafCode { get; init; }
    public required Guid UserId { get; init; }
    public required string AskedBy { get; init; }
    public required string Note { get; set; }
    public required DateTimeOffset AskedAt { get; init; }
}
