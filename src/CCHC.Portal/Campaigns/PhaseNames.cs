using CCHC.Contracts.Criteria;

namespace CCHC.Portal.Campaigns;

internal static class PhaseNames
{
    public static string Of(CampaignPhase phase, int round) => phase switch
    {
        CampaignPhase.Draft => CampaignsTexts.PhaseDraft,
        CampaignPhase.SelfAssessment when round <= 1 => CampaignsTexts.PhaseSelfAssessment,
        CampaignPhase.SelfAssessment => Formats.Text(CampaignsTexts.PhaseSupplement, round),
        CampaignPhase.Appraisal => Formats.Text(CampaignsTexts.PhaseAppraisal, round),
        CampaignPhase.Council => CampaignsTexts.PhaseCouncil,
        _ => CampaignsTexts.PhasePublished,
    };

    /// <summary>What opening a phase does, before it is done.</summary>
    public static string EffectOf(CampaignPhase phase) => phase switch
    {
        CampaignPhase.SelfAssessment => CampaignsTexts.EffectSelfAssessment,
        CampaignPhase.Appraisal => CampaignsTexts.EffectAppraisal,
        _ => CampaignsTexts.EffectCouncil,
    };
}
