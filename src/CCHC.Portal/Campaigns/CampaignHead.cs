using CCHC.Portal.Gateway;

namespace CCHC.Portal.Campaigns;

/// <summary>As much of a campaign as the pages of other nouns show.</summary>
/// <param name="CanManage">Whether the person is home affairs of the government that holds the campaign; lists do not say.</param>
public sealed record CampaignHead(Guid Id, string Name, int Year, bool Practice, bool CanManage = false)
{
    public static async Task<IReadOnlyList<CampaignHead>> ListAsync(GatewayClient gateway) =>
        (await gateway.GetAsync<PageOf<CampaignHead>>($"{CampaignPages.Api}?pageSize=100")).Items;

    public static Task<CampaignHead> GetAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<CampaignHead>($"{CampaignPages.Api}/{id}");
}
