namespace CCHC.Survey.Surveys;

/// <summary>Where one respondent group answers; <paramref name="Path"/> is a page of the portal.</summary>
public sealed record SurveyLink(string RespondentGroup, string RespondentGroupName, string Code, string Path)
{
    public static IReadOnlyList<SurveyLink> Of(SurveyCampaign survey) =>
        [.. survey.RespondentGroups.Select(group => new SurveyLink(group.Code, group.Name, group.LinkCode, $"/khao-sat/{group.LinkCode}"))];
}
