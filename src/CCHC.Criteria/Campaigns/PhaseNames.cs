using CCHC.Contracts.Criteria;

namespace CCHC.Criteria.Campaigns;

internal static class PhaseNames
{
    public static string Of(CampaignPhase phase, int round) => phase switch
    {
        CampaignPhase.Draft => "Chuẩn bị",
        CampaignPhase.SelfAssessment when round == 1 => "Tự đánh giá",
        CampaignPhase.SelfAssessment => $"Bổ sung, giải trình lần {round}",
        CampaignPhase.Appraisal => $"Thẩm định lần {round}",
        CampaignPhase.Council => "Hội đồng thông qua",
        CampaignPhase.Publication => "Phê duyệt, công bố",
        _ => "Đã công bố",
    };
}
