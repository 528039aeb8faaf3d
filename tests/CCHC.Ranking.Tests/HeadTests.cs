using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.RankingArchive;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>The class of a unit's head (xếp loại người đứng đầu). Of two units u1 has 75 and u2 76 of 100, both "Khá".</summary>
public sealed class HeadTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private const string Reason = "Hoàn thành xuất sắc nhiệm vụ đột xuất được giao trong năm";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_head_has_the_class_of_the_unit_unless_home_affairs_decides_otherwise_and_says_why()
    {
        var campaign = await ranking.Scored(units: 2);
        await DecideAsync(campaign, "u2", "Tốt", Reason);
        var heads = await HeadsAsync(campaign);
        Assert.Equal([("u1", "Khá", "Khá", 0), ("u2", "Khá", "Tốt", 1)], heads.Items().Select(item => (
            item.Text("unitCode")!, item.Text("class")!, item.Text("headClass")!, item.GetProperty("decisions").GetArrayLength())));
        var decision = heads.Items().Last().GetProperty("decisions")[0];
        Assert.Equal(("Tốt", Reason), (decision.Text("class"), decision.Text("reason")));
    }

    [Fact]
    public async Task What_was_decided_about_heads_is_published_signed_and_stands_in_the_ranking()
    {
        var campaign = await ranking.Scored(units: 2);
        await DecideAsync(campaign, "u2", "Tốt", Reason);
        using (var published = await ranking.PublishResult(campaign))
        {
            Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        }

        var ranks = await ranking.Public($"campaigns/{campaign.Code}/rankings");
        Assert.Equal([("u2", "Khá", "Tốt", Reason), ("u1", "Khá", "Khá", null)], ranks.Items().Select(item => (
            item.Text("unitCode")!, item.Text("class")!, item.Text("headClass")!, item.Text("headReason"))));
        var unit = await ranking.Public($"campaigns/{campaign.Code}/units/u2");
        Assert.Equal(("Khá", "Tốt", Reason), (unit.Text("class"), unit.Text("headClass"), unit.Text("headReason")));

        using var anyone = ranking.Anonymous();
        var archive = await anyone.GetByteArrayAsync(new Uri($"/api/ranking/campaigns/{campaign.Code}/archive", UriKind.Relative), Cancellation);
        Assert.Equal((null, 2), (ArchiveCheck.Check(archive).Difference, ArchiveCheck.Check(archive).Units));
        Assert.EndsWith($"\nso,u2,Tốt,{Reason}\n", Encoding.UTF8.GetString(Archive.Unzip(archive).Single(file => file.Name == ResultFiles.Heads).Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_taken_back_after_publication_is_a_corrigendum_that_changes_no_rank()
    {
        var campaign = await ranking.Scored(units: 2);
        await DecideAsync(campaign, "u2", "Tốt", Reason);
        using (var published = await ranking.PublishResult(campaign))
        {
            Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        }

        await DecideAsync(campaign, "u2", null, "Kết luận kiểm tra số 12/KL-SNV");
        using (var corrected = await ranking.PublishResult(campaign, new { corrects = 0, reason = "Xếp loại lại người đứng đầu" }))
        {
            Assert.Equal(HttpStatusCode.OK, corrected.StatusCode);
        }

        var item = Assert.Single((await ranking.Public($"campaigns/{campaign.Code}/corrigenda")).GetProperty("corrigenda").EnumerateArray());
        var change = Assert.Single(item.GetProperty("changes").EnumerateArray());
        Assert.Equal(
            ("u2", "Tốt", "Khá", 1, 1, 0),
            (change.Text("unitCode"), change.Text("headClassBefore"), change.Text("headClassAfter"), change.Whole("rankBefore"), change.Whole("rankAfter"), change.GetProperty("leaves").GetArrayLength()));
        Assert.Equal(2, (await HeadsAsync(campaign)).Items().Last().GetProperty("decisions").GetArrayLength());
    }

    [Fact]
    public async Task A_snapshot_taken_before_the_decision_cannot_be_approved()
    {
        var campaign = await ranking.Scored(units: 2);
        using (var taken = await ranking.TakeSnapshot(campaign))
        {
            Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        }

        await DecideAsync(campaign, "u2", "Tốt", Reason);
        using var approval = await ranking.Approve(campaign, 1);
        Assert.Equal("snapshot.outdated", (await approval.Body()).Text("code"));
    }

    [Fact]
    public async Task A_decision_that_has_come_to_the_class_of_the_unit_is_none()
    {
        var campaign = await ranking.Scored(units: 2);
        await DecideAsync(campaign, "u1", "Tốt", Reason);
        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 45.5m)); // u1 has 80.5 now and is "Tốt" itself
        var head = (await HeadsAsync(campaign)).Items().First();
        Assert.Equal(("Tốt", "Tốt"), (head.Text("class"), head.Text("headClass")));
        using (var published = await ranking.PublishResult(campaign))
        {
            Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        }

        Assert.Null((await ranking.Public($"campaigns/{campaign.Code}/units/u1")).Text("headReason"));
    }

    [Theory]
    [InlineData("u1", "Giỏi", "Lý do", HttpStatusCode.BadRequest)]
    [InlineData("u1", "Tốt", " ", HttpStatusCode.BadRequest)]
    [InlineData("u9", "Tốt", "Lý do", HttpStatusCode.NotFound)]
    public async Task A_decision_names_a_class_of_the_group_a_reason_and_a_unit_that_is_measured(string unit, string decided, string reason, HttpStatusCode expected)
    {
        var campaign = await ranking.Scored(units: 1);
        using var answer = await SendAsync(campaign, Roles.HomeAffairs, unit, decided, reason);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(0, (await HeadsAsync(campaign)).Items().Single().GetProperty("decisions").GetArrayLength());
    }

    [Theory]
    [InlineData(Roles.Leader)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.CouncilChair)]
    [InlineData(Roles.UnitHead)]
    public async Task Nobody_but_home_affairs_decides_about_heads(string role)
    {
        var campaign = await ranking.Scored(units: 1);
        using var answer = await SendAsync(campaign, role, "u1", "Tốt", Reason);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task DecideAsync(TestCampaign campaign, string unit, string? decided, string reason)
    {
        using var answer = await SendAsync(campaign, Roles.HomeAffairs, unit, decided, reason);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private Task<HttpResponseMessage> SendAsync(TestCampaign campaign, string role, string unit, string? decided, string reason) =>
        ranking.Send(role, HttpMethod.Put, $"/api/ranking/campaigns/{campaign.Code}/heads/{unit}", new { @class = decided, reason });

    private async Task<JsonElement> HeadsAsync(TestCampaign campaign)
    {
        using var leader = ranking.Client(Roles.Leader);
        return await leader.GetFromJsonAsync<JsonElement>(new Uri($"/api/ranking/campaigns/{campaign.Code}/heads", UriKind.Relative), Cancellation);
    }
}
