namespace CCHC.Criteria.CriteriaSets;

public enum CriteriaSetStatus
{
    Draft,

    /// <summary>Never changes again; campaigns may use it.</summary>
    Published,

    /// <summary>A correction took its place; campaigns that use it keep it, new ones cannot take it.</summary>
    Superseded,
}
