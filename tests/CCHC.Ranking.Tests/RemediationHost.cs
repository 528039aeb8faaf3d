using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>Ranking on a morning in February 2025, with a clock that the test moves.</summary>
public sealed class RemediationHost(TestServers servers) : ServiceHost<RankingDbContext>(servers)
{
    private static readonly DateTimeOffset Morning = new(2025, 2, 3, 1, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Morning);

    protected override void Configure(IWebHostBuilder builder) => builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
}

/// <summary>
/// A city that measured its eight wards in 2024, of which seven are "Tốt" and one is "Khá", and published the result. Maxima: 1.1 50, 1.2.1 20, 2.1 20 (survey), 2.2 10 (external).
/// </summary>
internal sealed class City
{
    /// <summary>First, second, survey and external points, bonus, penalty; their sum is the index, for the maxima sum up to 100.</summary>
    private static readonly (decimal First, decimal Second, decimal Survey, decimal External, decimal Bonus, decimal Penalty)[] Wards =
    [
        (50, 20, 16, 10, 0, 0), // 96
        (48, 20, 16, 10, 1, 0), // 95
        (50, 18, 16, 9, 0, 0), // 93
        (46, 18, 17, 9, 0, 0), // 90
        (45, 17, 16, 9, 0, 0.5m), // 86,5
        (44, 18, 15, 8, 0, 0), // 85
        (43, 16, 15, 8, 0, 0), // 82
        (40, 14, 14, 8, 0, 1.5m), // 74,5
    ];

    private City(RemediationHost ranking, TestCampaign campaign, Guid owner) => (Ranking, Campaign, Owner) = (ranking, campaign, owner);

    public RemediationHost Ranking { get; }
    public TestCampaign Campaign { get; }
    public Guid Owner { get; }
    public Guid PlanId { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<City> Published(RemediationHost ranking)
    {
        var city = new City(ranking, new TestCampaign(Wards.Length, unitPrefix: Guid.NewGuid().ToString("N")[..8] + "-"), Guid.NewGuid());
        var campaign = city.Campaign;
        await ranking.Deliver(campaign.Opened(CampaignPhase.Council) with { OwnerUnitId = city.Owner });
        for (var ward = 0; ward < Wards.Length; ward++)
        {
            var points = Wards[ward];
            var completed = campaign.Completed(ward, 1, 5, points.First, points.Second, bonus: points.Bonus, penalty: points.Penalty);
            await ranking.Deliver(completed with { Leaves = [.. completed.Leaves.Select(leaf => leaf with { Reason = leaf.LeafCode == "1.1" ? "Thiếu kế hoạch kiểm tra" : null })] });
            await ranking.Deliver(campaign.External(ward, 1, points.External));
        }

        await ranking.Deliver(campaign.Surveyed(1, [.. Wards.Select(ward => (decimal?)ward.Survey)]));
        using var published = await ranking.PublishResult(campaign, area: city.Owner);
        Assert.True(published.IsSuccessStatusCode);
        return city;
    }

    public static async Task<City> Planned(RemediationHost ranking, bool includeSurvey = false)
    {
        var city = await Published(ranking);
        using var created = await city.Post("", new { campaign = city.Campaign.Code, includeSurvey });
        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync(Cancellation));
        city.PlanId = (await created.Body()).GetProperty("id").GetGuid();
        return city;
    }

    /// <summary>With a measure and a due date on every item.</summary>
    public static async Task<City> Approved(RemediationHost ranking, string dueOn = "2025-06-30")
    {
        var city = await Planned(ranking);
        foreach (var unit in city.Campaign.Units)
        {
            using var edited = await city.Post($"/{city.PlanId}/items/edits", new { unit = unit.Code, measure = "Ban hành kế hoạch đúng hạn", dueOn });
            Assert.True(edited.IsSuccessStatusCode, await edited.Content.ReadAsStringAsync(Cancellation));
        }

        using var approved = await city.Post($"/{city.PlanId}/approval", new { }, Roles.Leader);
        Assert.True(approved.IsSuccessStatusCode, await approved.Content.ReadAsStringAsync(Cancellation));
        return city;
    }

    public HttpClient OfWard(int ward, string role = Roles.UnitOfficer) => Ranking.Client(role, Campaign.Units[ward].UnitId);

    public Task<HttpResponseMessage> Post(string path, object body, string role = Roles.HomeAffairs) => Post(Ranking.Client(role, Owner), path, body);

    public static Task<HttpResponseMessage> Post(HttpClient client, string path, object body) => client.PostAsJsonAsync(Address(path), body, Cancellation);

    public static Task<HttpResponseMessage> Put(HttpClient client, string path, object body) => client.PutAsJsonAsync(Address(path), body, Cancellation);

    public Task<JsonElement> Get(string path, string role = Roles.HomeAffairs) => Get(Ranking.Client(role, Owner), path);

    public static async Task<JsonElement> Get(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(Address(path), Cancellation);

    public static async Task<System.Net.HttpStatusCode> Status(HttpClient client, string path)
    {
        using var response = await client.GetAsync(Address(path), Cancellation);
        return response.StatusCode;
    }

    public async Task<JsonElement> Item(int ward, string criterion) =>
        (await Get($"/{PlanId}/items?unit={Campaign.Units[ward].Code}&criterion={criterion}")).Items().Single();

    public async Task<string> ItemPath(int ward, string criterion) => $"/{PlanId}/items/{(await Item(ward, criterion)).GetProperty("id").GetGuid()}";

    public static Uri Address(string path) => new("/api/ranking/remediation-plans" + path, UriKind.Relative);
}
