using CCHC.ServiceDefaults.Errors;

namespace CCHC.Appraisal.Acceptances;

/// <summary>What one member agreed to at once (thống nhất hàng loạt); can be taken back as a whole.</summary>
public sealed class Acceptance
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid AppraiserId { get; init; }
    public required string AcceptedBy { get; init; }
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Leaves of all cases together.</summary>
    public required int Leaves { get; init; }

    public required int Cases { get; init; }
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Leaves that were given back; fewer than <see cref="Leaves"/> where somebody had decided anew.</summary>
    public int WithdrawnLeaves { get; private set; }

    public void Withdraw(int leaves, DateTimeOffset now)
    {
        if (WithdrawnAt is not null)
        {
            throw new RuleViolationException("acceptance.withdrawn", "Lần thống nhất này đã được hoàn tác.");
        }

        (WithdrawnAt, WithdrawnLeaves) = (now, leaves);
    }
}
