namespace CCHC.Appraisal.Cases;

public enum CaseStatus
{
    /// <summary>Submitted; at least one field of this round is not completed.</summary>
    Open,

    /// <summary>Every field of this round is completed.</summary>
    Completed,
}
