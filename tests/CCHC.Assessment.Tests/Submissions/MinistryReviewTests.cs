using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Assessment.Tests.Evidence;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;

namespace CCHC.Assessment.Tests.Submissions;

/// <summary>The province measured by the Ministry: departments answer, home affairs collects, the Ministry asks and decides.</summary>
public sealed class MinistryReviewTests(EvidenceHost host) : IClassFixture<EvidenceHost>
{
    private readonly Guid _collector = Guid.CreateVersion7();
    private readonly Guid _finance = Guid.CreateVersion7();
    private readonly SmallYear _year = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DateOnly Tomorrow => DateOnly.FromDateTime(DateTime.UtcNow.AddDays(2));

    [Fact]
    public async Task A_request_is_assigned_to_the_department_of_the_leaf_and_answered_with_evidence()
    {
        using var sheet = await SubmittedAsync();
        using var finance = await Sheet.OfAsync(host, _year, _finance);

        var id = (await sheet.PostAsync("/supplement-requests", new { leafCode = "1.1", text = "Gửi bảng tổng hợp", dueOn = Tomorrow }, HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var waiting = await finance.Officer.GetFromJsonAsync<JsonElement>("/api/assessment/supplement-requests", Cancelled);
        var document = await finance.UploadAsync(SampleFiles.Pdf("bảng"), "bang.pdf", ("request", id.ToString()));
        await finance.PostAsync($"/supplement-requests/{id}/answer", new { answer = "Gửi kèm bảng tổng hợp" }, HttpStatusCode.NoContent);

        Assert.Equal(id, Assert.Single(waiting.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        var request = Assert.Single((await sheet.GetAsync("/ministry-review")).GetProperty("requests").EnumerateArray());
        Assert.Equal(("Gửi kèm bảng tổng hợp", "Sở Tài chính"), (request.GetProperty("answer").GetString(), request.GetProperty("unitName").GetString()));
        using var download = await sheet.DownloadAsync(document);
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        using var late = await finance.CreateAsync(100, "x.pdf", ("request", id.ToString()));
        Assert.Equal("supplement.answered", (await Sheet.ProblemAsync(late)).Code);
    }

    [Fact]
    public async Task An_answer_that_is_not_enough_goes_back_with_remarks()
    {
        using var sheet = await SubmittedAsync();
        using var finance = await Sheet.OfAsync(host, _year, _finance);
        var id = (await sheet.PostAsync("/supplement-requests", new { leafCode = "1.1", text = "Gửi bảng", dueOn = Tomorrow }, HttpStatusCode.Created)).GetProperty("id").GetGuid();

        await sheet.PostAsync($"/supplement-requests/{id}/return", new { remarks = "Chưa có gì", dueOn = Tomorrow }, HttpStatusCode.Conflict);
        await finance.PostAsync($"/supplement-requests/{id}/answer", new { answer = "Đã gửi" }, HttpStatusCode.NoContent);
        await sheet.PostAsync($"/supplement-requests/{id}/return", new { remarks = "Thiếu quý IV", dueOn = Tomorrow }, HttpStatusCode.NoContent);

        var request = Assert.Single((await sheet.GetAsync("/ministry-review")).GetProperty("requests").EnumerateArray());
        Assert.Equal(("Đã gửi", "Thiếu quý IV"), (request.GetProperty("answer").GetString(), request.GetProperty("remarks").GetString()));
        Assert.Equal(JsonValueKind.Null, request.GetProperty("answeredAt").ValueKind);
    }

    [Fact]
    public async Task The_Ministrys_points_stand_beside_our_own_and_change_nothing_of_them()
    {
        using var sheet = await SubmittedAsync();

        await sheet.PutAsync("/ministry-points", new { items = new object[] { new { leafCode = "1.1", points = 1.5, reason = "Thiếu quý IV" }, new { leafCode = "2.3", points = 2.4 } } }, HttpStatusCode.OK);
        var tooMany = await sheet.PutAsync("/ministry-points", new { items = new[] { new { leafCode = "1.2", points = 1.01 } } }, HttpStatusCode.BadRequest);

        // 1.1: our 2, theirs 1.5; 2.3 is measured by a survey: theirs alone, 2.4. Together 3.9 beside our 2.
        var review = await sheet.GetAsync("/ministry-review");
        Assert.Equal((3.9m, 2m, 2), (review.GetProperty("ministryPoints").GetDecimal(), review.GetProperty("selfPointsOfRecorded").GetDecimal(), review.GetProperty("recorded").GetInt32()));
        Assert.Contains("từ 0 đến 1.", tooMany.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(6.35m, (await sheet.GetAsync("")).GetProperty("selfPoints").GetDecimal());
    }

    [Fact]
    public async Task Only_who_collects_keeps_the_Ministrys_side_and_only_of_what_was_submitted()
    {
        using var draft = await OpenAsync();
        using var finance = await Sheet.OfAsync(host, _year, _finance);

        var early = await draft.PostAsync("/supplement-requests", new { leafCode = "1.1", text = "Gửi bảng", dueOn = Tomorrow }, HttpStatusCode.Conflict);
        await finance.PostAsync("/supplement-requests", new { leafCode = "1.1", text = "Gửi bảng", dueOn = Tomorrow }, HttpStatusCode.NotFound);
        using var stranger = host.Client(Roles.UnitHead, Guid.NewGuid());
        using var review = await stranger.GetAsync(draft.Path("/ministry-review"), Cancelled);

        Assert.Equal("ministry-review.not-submitted", early.GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.NotFound, review.StatusCode);
    }

    private async Task<Sheet> OpenAsync()
    {
        var opened = _year.Phase(CampaignPhase.SelfAssessment, 1, 1);
        await host.Deliver(opened with
        {
            Groups =
            [
                opened.Groups[0] with
                {
                    CollectorUnitId = _collector,
                    Responsibilities = [new LeafResponsibility { LeafCode = "1.1", UnitId = _finance, UnitCode = "STC", UnitName = "Sở Tài chính" }],
                },
            ],
        });
        return await Sheet.OfAsync(host, _year, _collector);
    }

    private async Task<Sheet> SubmittedAsync()
    {
        var sheet = await OpenAsync();
        using var finance = await Sheet.OfAsync(host, _year, _finance);
        await finance.PutAsync("/entries/1.1", new { data = new { numerator = 97, denominator = 100 }, evidence = "1/BC-STC" }, HttpStatusCode.OK);
        await sheet.PutAsync("/entries/1.2", new { data = new { yes = true }, evidence = "12/BC" }, HttpStatusCode.OK);
        await sheet.PutAsync("/entries/2.1", new { data = new { violations = new { tre = 1 } }, evidence = "12/BC" }, HttpStatusCode.OK);
        await sheet.PutAsync("/entries/2.2", new { data = new { numerator = 8, denominator = 10 }, evidence = "12/BC" }, HttpStatusCode.OK);
        await sheet.SubmitAsync();
        return sheet;
    }
}
