using System.Globalization;

namespace CCHC.Assessment.Campaigns;

/// <summary>Whether a unit may work on its sheet and submit it, and how late that is.</summary>
/// <param name="Open">In time.</param>
/// <param name="ClosesAt">The unit's deadline, past or future; null where none is set.</param>
/// <param name="LateUntil">Until when the campaign takes what is late; null where it does not.</param>
/// <param name="Arrival">The time that was asked about.</param>
public sealed record SubmissionWindow(bool Open, DateTimeOffset? ClosesAt, DateTimeOffset? LateUntil, DateTimeOffset Arrival)
{
    private static readonly TimeSpan VietnamOffset = TimeSpan.FromHours(7);

    public bool TakesWork => Open || Arrival < LateUntil;

    /// <summary>Begun days after the deadline, from 1; 0 in time.</summary>
    public int DaysLate => Open || ClosesAt is not { } deadline ? 0 : Math.Max(1, (int)Math.Ceiling((Arrival - deadline).TotalDays));

    internal string ClosedText => ClosesAt is { } closed
        ? string.Create(CultureInfo.InvariantCulture, $" lúc {closed.ToOffset(VietnamOffset):HH:mm 'ngày' dd/MM/yyyy}")
        : "";
}
