using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Publications;
using CCHC.Portal.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.Documents;

/// <summary>The ranking of a group as it is told at the conference: one unit after the other, the last first.</summary>
/// <param name="Groups">That can be chosen.</param>
/// <param name="Group">Shown now.</param>
/// <param name="Units">By rank, those without one last.</param>
/// <param name="Shown">How many are told, from the end of the list.</param>
/// <param name="Snapshot">Of a rehearsal; null for the public result.</param>
public sealed record Conference(string Campaign, string CampaignName, IReadOnlyList<PublicGroup> Groups, PublicGroup Group, IReadOnlyList<ToldUnit> Units, int Shown, int? Snapshot)
{
    public PublicGroup? Next => Groups.SkipWhile(group => group.Code != Group.Code).Skip(1).FirstOrDefault();

    /// <summary>What is told in this step; nothing before the first.</summary>
    public ToldUnit? Now => Shown == 0 ? null : Units[^Shown];

    public string Address(int shown, PublicGroup? group = null)
    {
        var query = QueryString.Create("khoi", (group ?? Group).Code).Add("lo", shown.ToString(CultureInfo.InvariantCulture));
        query = Snapshot is { } number ? query.Add("chot", number.ToString(CultureInfo.InvariantCulture)) : query;
        return $"{ConferencePages.Address(Campaign)}{query.ToUriComponent()}";
    }
}

/// <summary>A unit in the order of the ranks.</summary>
public sealed record ToldUnit(int? Rank, bool Shared, string Name, decimal? Index, string? Class, bool Awarded);

internal static class ConferencePages
{
    private const string Public = "/api/public/v1/campaigns";

    public static string Address(string campaign, int? snapshot = null) =>
        $"/xep-hang/{Uri.EscapeDataString(campaign)}/hoi-nghi" + (snapshot is { } number ? string.Create(CultureInfo.InvariantCulture, $"?chot={number}") : "");

    /// <param name="lo">How many units are told.</param>
    /// <param name="chot">A snapshot to rehearse with.</param>
    public static async Task<IResult> ShowAsync(string ky, string? khoi, int? lo, int? chot, GatewayClient gateway)
    {
        var published = chot is null ? (await gateway.GetAsync<IReadOnlyList<PublicCampaign>>(Public)).FirstOrDefault(campaign => campaign.Code == ky && campaign.IsPublished) : null;
        if (published?.Group(khoi) is { } group)
        {
            var ranking = await gateway.GetAsync<Ranking>($"{Public}/{Uri.EscapeDataString(ky)}/rankings?group={Uri.EscapeDataString(group.Code)}");
            return Show(
                ky, published.Name, published.Groups, group, [.. ranking.Items.Select(unit => new ToldUnit(unit.Rank, ranking.IsShared(unit), unit.UnitName, unit.Index, unit.Class, unit.Awarded))], lo, snapshot: null);
        }

        var list = await gateway.GetAsync<SnapshotList>($"{DocumentPages.Api(ky)}/snapshots");
        if ((chot is null ? list.Current : list.Items.FirstOrDefault(item => item.Number == chot)) is not { } snapshot)
        {
            return Pages.Show<NoConferencePage>(new { Campaign = ky, list.CampaignName, Withheld = (IReadOnlyList<string>)[] });
        }

        var review = await gateway.GetAsync<SnapshotReview>($"{DocumentPages.Api(ky)}/snapshots/{snapshot.Number}");
        if (review.Withheld.Count > 0 || review.Groups.Count == 0)
        {
            return Pages.Show<NoConferencePage>(new { Campaign = ky, list.CampaignName, review.Withheld });
        }

        var shown = review.Groups.FirstOrDefault(reviewed => reviewed.Code == khoi) ?? review.Groups[0];
        return Show(
            ky, list.CampaignName, [.. review.Groups.Select(reviewed => new PublicGroup(reviewed.Code, reviewed.Name))], new PublicGroup(shown.Code, shown.Name),
            [.. shown.Items.Select(unit => new ToldUnit(unit.Rank, unit.Shared, unit.UnitName, unit.Index, unit.Class, unit.Awarded))], lo, snapshot.Number);
    }

    private static RazorComponentResult Show(string campaign, string name, IReadOnlyList<PublicGroup> groups, PublicGroup group, IReadOnlyList<ToldUnit> units, int? told, int? snapshot) =>
        Pages.Show<ConferencePage>(new { Conference = new Conference(campaign, name, groups, group, units, Math.Clamp(told ?? 0, 0, units.Count), snapshot) });
}
