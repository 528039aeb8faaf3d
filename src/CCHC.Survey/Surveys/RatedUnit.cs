namespace CCHC.Survey.Surveys;

/// <summary>A unit that respondents give their opinion of.</summary>
public sealed record RatedUnit(Guid Id, string Code, string Name, string GroupCode);
