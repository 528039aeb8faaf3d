namespace CCHC.Assessment.SelfAssessments;

/// <summary>The part of a sheet that a unit other than the collector answers for (phần việc của đơn vị được giao), and whether it has delivered it.</summary>
public sealed class Contribution
{
    private Contribution()
    {
    }

    internal Contribution(Guid unitId, string unitCode, string unitName) => (UnitId, UnitCode, UnitName) = (unitId, unitCode, unitName);

    public Guid SelfAssessmentId { get; private set; }
    public Guid UnitId { get; private set; }
    public string UnitCode { get; private set; } = "";
    public string UnitName { get; private set; } = "";
    public DateTimeOffset? DeliveredAt { get; private set; }
    public string? DeliveredBy { get; private set; }

    /// <summary>What the collector wants changed; gone with the next delivery.</summary>
    public string? Remarks { get; private set; }

    public Narrative Narrative { get; internal set; } = Narrative.Empty;

    internal void Deliver(string by, DateTimeOffset now) => (DeliveredBy, DeliveredAt, Remarks) = (by, now, null);

    internal void TakeBack(string? remarks) => (DeliveredBy, DeliveredAt, Remarks) = (null, null, remarks);
}
