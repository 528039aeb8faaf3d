using CCHC.Assessment.Campaigns;
using CCHC.Assessment.SelfAssessments;
using CCHC.Assessment.Submissions;
using CCHC.Contracts.Criteria;

namespace CCHC.Assessment.Reports;

/// <summary>What a report is made of: a submission as it was kept, or the sheet as it stands.</summary>
/// <param name="Assembled">Whether a unit collects the answers of others, as for the Ministry.</param>
/// <param name="Submission">Null for a draft.</param>
public sealed record ReportFacts(
    string UnitCode, string UnitName, bool Assembled, string CampaignName, int Year, bool Practice, int Round, Submission? Submission, CriteriaSetSnapshot Set, SubmittedSheet Content)
{
    public static ReportFacts Of(SelfAssessment sheet, Campaign campaign, Submission submission) =>
        Of(sheet, campaign, campaign.SetOf(sheet.GroupCode), submission.Round, submission, submission.Content);

    /// <summary>Needs the sheet's entries, documents and contributions.</summary>
    public static ReportFacts OfDraft(SelfAssessment sheet, Campaign campaign)
    {
        var set = campaign.SetOf(sheet.GroupCode);
        return Of(sheet, campaign, set, sheet.Round, submission: null, sheet.ToSubmittedSheet(set, accepted: []));
    }

    private static ReportFacts Of(SelfAssessment sheet, Campaign campaign, CriteriaSetSnapshot set, int round, Submission? submission, SubmittedSheet content) =>
        new(sheet.UnitCode, sheet.UnitName, sheet.CollectorUnitId is not null, campaign.Name, campaign.Year, campaign.Practice, round, submission, set, content);
}
