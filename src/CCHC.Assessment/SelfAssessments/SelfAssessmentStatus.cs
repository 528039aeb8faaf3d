namespace CCHC.Assessment.SelfAssessments;

public enum SelfAssessmentStatus
{
    /// <summary>Officers enter data.</summary>
    Draft,

    /// <summary>With the head of the unit, who returns or submits it.</summary>
    HandedOver,

    /// <summary>With the council; only a later round opens it again.</summary>
    Submitted,
}
