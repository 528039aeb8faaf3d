namespace CCHC.Survey.Surveys;

/// <summary>Asked of every unit of one group; its answers make the points of one leaf.</summary>
/// <param name="Code">Unique in the survey.</param>
/// <param name="Text">As the respondent reads it.</param>
/// <param name="GroupCode">The unit group it is asked about.</param>
/// <param name="LeafCode">The leaf of that group's set; several questions may share one.</param>
/// <param name="MaxPoints">Of the leaf.</param>
public sealed record Question(string Code, string Text, string GroupCode, string LeafCode, decimal MaxPoints);
