using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Xunit;

namespace CCHC.Appraisal.Tests;

/// <summary>A council at work in a <see cref="Scenario"/>: a chair and a secretary beside the three members, and its meetings.</summary>
internal sealed class CouncilScenario(Scenario scenario)
{
    public Guid ChairId { get; } = Guid.CreateVersion7();
    public Guid SecretaryId { get; } = Guid.CreateVersion7();

    public string Campaign => $"/api/appraisal/campaigns/{scenario.CampaignId}";

    public HttpClient Chair() => scenario.Service.Client(ChairId, new Grant(Roles.CouncilChair));

    public HttpClient Secretary(params string[] alsoAs) => scenario.Service.Client(SecretaryId, [new Grant(Roles.CouncilSecretary), .. alsoAs.Select(role => new Grant(role))]);

    public HttpClient HomeAffairs() => scenario.Service.Client(Roles.HomeAffairs);

    /// <summary>An has fields 1, DT (and 3 as the second of two), Bình 2, Chi 3 and 4; beside them chair and secretary (who may score 3 too).</summary>
    public async Task AppointAsync(bool twoOnField3 = false, bool secretaryScores = false)
    {
        using var homeAffairs = HomeAffairs();
        await SendAsync(homeAffairs, HttpMethod.Put, $"{Campaign}/council", new
        {
            members = new[]
            {
                Member(scenario.An, "Nguyễn Văn An", "member", twoOnField3 ? ["1", "DT", "3"] : ["1", "DT"]),
                Member(scenario.Binh, "Trần Thị Bình", "member", ["2"]),
                Member(scenario.Chi, "Lê Chi", "member", ["3", "4"]),
                Member(ChairId, "Phạm Chủ Tịch", "chair", []),
                Member(SecretaryId, "Vũ Thư Ký", "secretary", secretaryScores ? ["3"] : []),
            },
        });
    }

    public async Task SetRulesAsync(bool independent, decimal threshold = 0.1m, string combination = "mean", decimal quorum = 0.6m, decimal agendaChange = 0.5m)
    {
        using var homeAffairs = HomeAffairs();
        await SendAsync(homeAffairs, HttpMethod.Put, $"{Campaign}/council/rules", new { independent, threshold, combination, quorum, agendaChange });
    }

    public static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string address, object? body = null)
    {
        using var response = await TryAsync(client, method, address, body);
        Assert.True(response.IsSuccessStatusCode, $"{method} {address}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Scenario.Cancellation)}");
        return response.Content.Headers.ContentLength == 0 || response.StatusCode == System.Net.HttpStatusCode.NoContent
            ? default
            : await response.Content.ReadFromJsonAsync<JsonElement>(Scenario.Cancellation);
    }

    public static Task<JsonElement> GetAsync(HttpClient client, string address) => SendAsync(client, HttpMethod.Get, address);

    public static async Task<HttpResponseMessage> TryAsync(HttpClient client, HttpMethod method, string address, object? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        return await client.SendAsync(request, Scenario.Cancellation);
    }

    private static object Member(Guid userId, string displayName, string office, string[] fields) =>
        new { userId, displayName, office, fields = fields.Select(field => new { groupCode = Scenario.Group, fieldCode = field }) };
}
