using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Assessment.Tests.Evidence;
using CCHC.Contracts.Identity;

namespace CCHC.Assessment.Tests.Submissions;

/// <summary>Who works on a sheet, what they tell each other, and who sees nothing of it.</summary>
public sealed class SheetPeopleTests(EvidenceHost host) : IClassFixture<EvidenceHost>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leaves_are_assigned_to_an_officer_and_taken_back()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var officer = Guid.NewGuid();

        await sheet.PutAsync("/assignments", new { leaves = new[] { "1.1", "1.2" }, officerId = officer, officerName = "Nguyễn Văn An" }, HttpStatusCode.OK);
        await sheet.PutAsync("/assignments", new { leaves = new[] { "1.2" } }, HttpStatusCode.OK);

        var document = await sheet.GetAsync("");
        Assert.Equal((officer, "Nguyễn Văn An"), (Leaf(document, "1.1").GetProperty("assignedTo").GetProperty("id").GetGuid(), Leaf(document, "1.1").GetProperty("assignedTo").GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Null, Leaf(document, "1.2").GetProperty("assignedTo").ValueKind);
        await sheet.PutAsync("/assignments", new { leaves = new[] { "2.3" }, officerId = officer }, HttpStatusCode.BadRequest); // a survey's
    }

    [Fact]
    public async Task Colleagues_talk_about_a_leaf_and_settle_it()
    {
        using var sheet = await Sheet.OpenAsync(host);

        var id = (await sheet.PostAsync("/entries/1.1/comments", new { text = "Lấy số của quý nào?" }, HttpStatusCode.Created)).GetProperty("id").GetGuid();
        Assert.Equal(1, Leaf(await sheet.GetAsync(""), "1.1").GetProperty("openComments").GetInt32());
        await sheet.PostAsync($"/comments/{id}/resolution", new { }, HttpStatusCode.NoContent);

        var comment = Assert.Single((await sheet.GetAsync("/comments")).GetProperty("items").EnumerateArray());
        Assert.Equal(("1.1", "Lấy số của quý nào?", "Người dùng thử"), (comment.GetProperty("leafCode").GetString(), comment.GetProperty("text").GetString(), comment.GetProperty("resolvedBy").GetString()));
        Assert.Equal(0, Leaf(await sheet.GetAsync(""), "1.1").GetProperty("openComments").GetInt32());
    }

    [Theory]
    [InlineData(Roles.HomeAffairs)]
    [InlineData(Roles.Auditor)]
    public async Task Who_only_reads_a_sheet_reads_no_remarks(string role)
    {
        using var sheet = await Sheet.OpenAsync(host);
        await sheet.PostAsync("/entries/1.1/comments", new { text = "Nội bộ" }, HttpStatusCode.Created);
        using var reader = host.Client(role);

        var document = await reader.GetFromJsonAsync<JsonElement>(sheet.Path(), Cancelled);
        using var remarks = await reader.GetAsync(sheet.Path("/comments"), Cancelled);

        Assert.Equal((false, 0), (document.GetProperty("takesPart").GetBoolean(), Leaf(document, "1.1").GetProperty("openComments").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, remarks.StatusCode);
        Assert.True((await sheet.GetAsync("")).GetProperty("takesPart").GetBoolean());
    }

    [Fact]
    public async Task Difficulties_and_proposals_are_part_of_what_is_submitted()
    {
        using var sheet = await Sheet.OpenAsync(host);
        await sheet.EnterAsync("12/BC");
        await sheet.PutAsync("/situation", new { difficulties = "Thiếu biên chế", proposals = " " }, HttpStatusCode.NoContent);
        await sheet.SubmitAsync();

        var narrative = Assert.Single((await sheet.GetAsync("/submissions/1")).GetProperty("narratives").EnumerateArray());
        Assert.Equal(("Thiếu biên chế", null), (narrative.GetProperty("difficulties").GetString(), narrative.GetProperty("proposals").GetString()));
        await sheet.PutAsync("/situation", new { difficulties = "Khác" }, HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/findings")]
    [InlineData("/comments")]
    [InlineData("/documents")]
    [InlineData("/documents/{document}/content")]
    [InlineData("/evidence.zip")]
    [InlineData("/submissions")]
    [InlineData("/submissions/1")]
    [InlineData("/submissions/1/comparison/2")]
    [InlineData("/ministry-review")]
    [InlineData("/workbook")]
    [InlineData("/report.docx")]
    [InlineData("/report.xlsx")]
    [InlineData("/submissions/1/report.docx")]
    public async Task What_a_unit_prepares_is_not_found_by_another_unit_nor_by_the_council_nor_by_the_public(string path)
    {
        using var sheet = await Sheet.OpenAsync(host);
        var document = await sheet.UploadAsync(SampleFiles.Pdf("riêng"), "rieng.pdf", ("leaves", "1.1"));
        await sheet.PostAsync("/entries/1.1/comments", new { text = "Nội bộ" }, HttpStatusCode.Created);
        var address = sheet.Path(path.Replace("{document}", document.ToString(), StringComparison.Ordinal));
        HttpClient[] strangers =
        [
            host.Client(Roles.UnitOfficer, Guid.NewGuid()), host.Client(Roles.UnitHead, Guid.NewGuid()), host.Client(Roles.Appraiser), host.Client(Roles.CouncilChair),
            host.Client(Roles.CouncilSecretary), host.Client(Roles.Enumerator), host.Client(Roles.ApiClient), host.Client(Roles.SystemAdmin),
        ];

        foreach (var stranger in strangers)
        {
            using var response = await stranger.GetAsync(address, Cancelled);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            stranger.Dispose();
        }

        using var anyone = host.Anonymous();
        using var known = await anyone.GetAsync(address, Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, known.StatusCode);
    }

    private static JsonElement Leaf(JsonElement sheet, string code) =>
        sheet.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("code").GetString() == code).GetProperty("leaf");
}
