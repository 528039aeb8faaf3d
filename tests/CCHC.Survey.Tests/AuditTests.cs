using System.Net;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Testing;
using Xunit;

namespace CCHC.Survey.Tests;

/// <summary>What the auditor finds: the same in every service, seen here in one.</summary>
public sealed class AuditTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private const string Path = "/api/survey/audit";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_auditor_finds_who_did_what_from_where_with_what_was_before_and_after()
    {
        var person = Guid.NewGuid();
        var survey = await service.DrawUpField();
        using (var homeAffairs = service.Client(Roles.HomeAffairs, userId: person))
        {
            homeAffairs.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7"); // as the gateway on this machine says
            (await homeAffairs.PostAsync(new Uri($"{survey.Path}/opening", UriKind.Relative), null, Cancelled)).EnsureSuccessStatusCode();
        }

        using var auditor = service.Client(Roles.Auditor);
        var entry = Assert.Single(await ItemsAsync(auditor, $"?table=survey&who={person}&key={survey.Id}"));
        Assert.Equal(("OpenSurvey", "U", "198.51.100.7", $"user-{person}"), (Text(entry, "action"), Text(entry, "operation"), Text(entry, "address"), Text(entry, "actorName")));
        Assert.Equal(("Draft", "Open"), (entry.GetProperty("before").GetProperty("status").GetString(), entry.GetProperty("after").GetProperty("status").GetString()));

        var all = await ItemsAsync(auditor, $"?key={survey.Id}");
        var first = await auditor.GetFromJson($"{Path}?key={survey.Id}&size=1");
        Assert.Equal(all[0].GetProperty("id").GetInt64(), first.GetProperty("next").GetInt64());
        Assert.Equal(all[1].GetProperty("id").GetInt64(), (await ItemsAsync(auditor, $"?key={survey.Id}&size=1&before={first.GetProperty("next").GetInt64()}"))[0].GetProperty("id").GetInt64());
        Assert.Empty(await ItemsAsync(auditor, $"?key={survey.Id}&until=2020-01-01T00:00:00Z"));
    }

    [Fact]
    public async Task The_administrator_sees_no_content_and_others_see_nothing()
    {
        await service.DrawUpField();
        using var administrator = service.Client(Roles.SystemAdmin);
        Assert.All(await ItemsAsync(administrator, "?table=survey"), entry => Assert.Equal(JsonValueKind.Null, entry.GetProperty("after").ValueKind));
        using var judge = service.Client(Guid.NewGuid(), new Grant(Roles.Auditor), new Grant(Roles.CouncilChair));
        Assert.All(await ItemsAsync(judge, "?table=survey"), entry => Assert.Equal(JsonValueKind.Null, entry.GetProperty("after").ValueKind));
        foreach (var role in Roles.All.Except([Roles.Auditor, Roles.SystemAdmin]))
        {
            using var other = service.Client(role);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(new Uri(Path, UriKind.Relative), Cancelled)).StatusCode);
        }

        using var ofDistrict = service.Client(Roles.Auditor, Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, (await ofDistrict.GetAsync(new Uri(Path, UriKind.Relative), Cancelled)).StatusCode);
    }

    [Fact]
    public async Task An_export_holds_the_same_entries_and_is_recorded_itself()
    {
        var survey = await service.DrawUpField();
        var person = Guid.NewGuid();
        using var auditor = service.Client(Roles.Auditor, userId: person);
        var csv = await auditor.GetStringAsync(new Uri($"{Path}/export.csv?table=survey&key={survey.Id}", UriKind.Relative), Cancelled);
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.EndsWith("id,at,actor,actor_name,address,action,trace,reason,table,key,operation,before,after", lines[0], StringComparison.Ordinal);
        Assert.Equal((await ItemsAsync(auditor, $"?table=survey&key={survey.Id}")).Select(entry => entry.GetProperty("id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)), lines.Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal("R", Text(Assert.Single(await ItemsAsync(auditor, $"?table=audit.entry&who={person}")), "operation"));
    }

    [Fact]
    public async Task Whoever_takes_the_list_of_drawn_people_is_recorded()
    {
        var survey = await service.DrawUpField();
        var person = Guid.NewGuid();
        using var homeAffairs = service.Client(Roles.HomeAffairs, userId: person);
        (await homeAffairs.GetAsync(new Uri($"/api/survey/draws/{survey.DrawId}/sample.csv", UriKind.Relative), Cancelled)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, (await homeAffairs.GetAsync(new Uri($"/api/survey/draws/{Guid.NewGuid()}/sample.csv", UriKind.Relative), Cancelled)).StatusCode);
        using var auditor = service.Client(Roles.Auditor);
        var entry = Assert.Single(await ItemsAsync(auditor, $"?operation=R&who={person}"));
        Assert.Equal(("sample_draw", survey.DrawId.ToString(), "DownloadSample"), (Text(entry, "table"), entry.GetProperty("key").GetProperty("id").GetString(), Text(entry, "action")));
    }

    private static async Task<List<JsonElement>> ItemsAsync(HttpClient client, string query) => [.. (await client.GetFromJson(Path + query)).GetProperty("items").EnumerateArray()];

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();
}

file static class Reading
{
    public static async Task<JsonElement> GetFromJson(this HttpClient client, string path) =>
        await (await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).Json();
}
