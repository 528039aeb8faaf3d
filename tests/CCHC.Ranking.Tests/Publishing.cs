using System.Net;
using System.Net.Http.Json;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>The way of a result to the public, as home affairs and the leader go it.</summary>
internal static class Publishing
{
    public static string Snapshots(this TestCampaign campaign) => $"/api/ranking/campaigns/{campaign.Code}/snapshots";

    /// <summary>A snapshot by home affairs.</summary>
    public static Task<HttpResponseMessage> TakeSnapshot(this ServiceHost<RankingDbContext> ranking, TestCampaign campaign, object? body = null, Guid? by = null, Guid? area = null) =>
        ranking.Send(new Grant(Roles.HomeAffairs, area), HttpMethod.Post, campaign.Snapshots(), body, by);

    /// <summary>An approval by the leader.</summary>
    public static Task<HttpResponseMessage> Approve(this ServiceHost<RankingDbContext> ranking, TestCampaign campaign, int number, object? body = null, Guid? by = null, Guid? area = null) =>
        ranking.Send(new Grant(Roles.Leader, area), HttpMethod.Post, $"{campaign.Snapshots()}/{number}/approval", body, by);

    /// <summary>Snapshot and approval; the answer of the approval, or of the snapshot where that was refused.</summary>
    public static async Task<HttpResponseMessage> PublishResult(
        this ServiceHost<RankingDbContext> ranking, TestCampaign campaign, object? snapshot = null, object? approval = null, Guid? area = null)
    {
        var taken = await ranking.TakeSnapshot(campaign, snapshot, area: area);
        if (taken.StatusCode != HttpStatusCode.Created)
        {
            return taken;
        }

        using (taken)
        {
            return await ranking.Approve(campaign, (await taken.Body()).Whole("number")!.Value, approval, area: area);
        }
    }

    public static Task<HttpResponseMessage> Send(this ServiceHost<RankingDbContext> ranking, string role, HttpMethod method, string path, object? body = null, Guid? userId = null) =>
        ranking.Send(new Grant(role), method, path, body, userId);

    /// <summary>Unit n has 40 + n, 10, survey 16, external 8 and bonus 1, all final.</summary>
    public static async Task<TestCampaign> Scored(this ServiceHost<RankingDbContext> ranking, int units, int year = 2024)
    {
        var campaign = new TestCampaign(units, year: year);
        await ranking.Deliver(campaign.Opened(Contracts.Criteria.CampaignPhase.Council));
        await ranking.Deliver(campaign.Surveyed(1, [.. campaign.Units.Select(_ => (decimal?)16)]));
        for (var unit = 0; unit < units; unit++)
        {
            await ranking.Deliver(campaign.External(unit, 1, 8));
            await ranking.Deliver(campaign.Completed(unit, 1, 1, 40 + unit, 10, bonus: 1));
        }

        return campaign;
    }

    private static async Task<HttpResponseMessage> Send(
        this ServiceHost<RankingDbContext> ranking, Grant grant, HttpMethod method, string path, object? body, Guid? userId)
    {
        using var client = ranking.Client(userId ?? Guid.NewGuid(), grant);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
