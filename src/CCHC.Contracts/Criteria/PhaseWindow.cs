namespace CCHC.Contracts.Criteria;

/// <summary>Whether a phase takes work of one unit now, and until when; every service decides by this rule.</summary>
/// <param name="Open">Work is taken.</param>
/// <param name="ClosesAt">The unit's own deadline, past or future; null where none is set or it is not known any more.</param>
public sealed record PhaseWindow(bool Open, DateTimeOffset? ClosesAt)
{
    /// <summary>
    /// In the campaign's current phase the last extension that fits the unit counts, else the phase's own deadline. Once the campaign has moved on,
    /// an extension alone keeps the phase open, until the result is published.
    /// </summary>
    /// <param name="phase">The phase that is asked about.</param>
    /// <param name="round">Its round.</param>
    /// <param name="current">Where the campaign is.</param>
    /// <param name="currentRound">The round it is in.</param>
    /// <param name="closesAt">Deadline of the current phase for whoever has no extension.</param>
    /// <param name="extensions">Granted so far, in any order.</param>
    /// <param name="groupCode">The unit's group.</param>
    /// <param name="unitId">The unit.</param>
    /// <param name="now">The time at which it is asked; the deadline's own instant is too late.</param>
    public static PhaseWindow Of(
        CampaignPhase phase, int round, CampaignPhase current, int currentRound, DateTimeOffset? closesAt, IEnumerable<PhaseExtension> extensions,
        string groupCode, Guid unitId, DateTimeOffset now)
    {
        var extended = extensions.Where(extension => extension.Fits(phase, round, groupCode, unitId)).MaxBy(extension => extension.Number)?.Until;
        if (current == phase && currentRound == round)
        {
            var deadline = extended ?? closesAt;
            return new PhaseWindow(deadline is null || now < deadline, deadline);
        }

        var movedOn = current == CampaignPhase.Council || (current != CampaignPhase.Draft && (currentRound, current).CompareTo((round, phase)) > 0);
        return new PhaseWindow(movedOn && current != CampaignPhase.Published && now < extended, extended);
    }
}
