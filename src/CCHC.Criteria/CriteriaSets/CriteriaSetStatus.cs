namespace CCHC.Criteria.CriteriaSets;

public enum CriteriaSetStatus
{
    Draft,

    /// <summary>Never changes again; campaigns may use it.</summary>
    Published,
}
