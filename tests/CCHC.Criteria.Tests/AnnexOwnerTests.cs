using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Annexes;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Annexes;
using CCHC.Criteria.Data;
using CCHC.Testing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Tests;

/// <summary>A district that runs its own campaigns keeps its own sets: Excel in and out, for its own account.</summary>
public sealed class AnnexOwnerTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private static readonly AnnexNode[] Nodes =
    [
        new() { Code = "1", Name = "Chỉ đạo", Depth = 0, MaxPoints = 2, FieldCode = "1" },
        new() { Code = "1.1", ParentCode = "1", Name = "Kế hoạch", Depth = 1, MaxPoints = 2, FieldCode = "1", IsLeaf = true, Rule = new Scoring.YesNoRule() },
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_district_imports_and_exports_its_own_annex_without_naming_itself()
    {
        var unit = await SetApi.UnitAsync(criteria, "Huyện Thủy Nguyên");
        using var district = criteria.Client(Roles.HomeAffairs, unit);

        var (status, created) = await ImportAsync(district, "thuy-nguyen");
        Assert.True(status == HttpStatusCode.Created, created.ToString());
        var id = created.GetProperty("id").GetGuid();
        Assert.Equal(unit, await OwnerAsync(id));

        await new SetApi(district).PublishAsync(id, new { decision = new { number = "7/QĐ-UBND", date = "2026-02-03", issuer = "UBND huyện Thủy Nguyên" } });
        var xlsx = await district.GetByteArrayAsync($"/api/criteria/sets/{id}/export", Cancelled);
        var document = AnnexReader.Read(new MemoryStream(xlsx));
        Assert.Equal("Bộ tiêu chí của huyện", document.Name);
        Assert.Equal(["1", "1.1", null], document.Rows.Select(row => row.Code));
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(xlsx), isEditable: false);
        Assert.Equal(
            "(Kèm theo Quyết định số 7/QĐ-UBND ngày 03/02/2026 của UBND huyện Thủy Nguyên)",
            workbook.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Cell>().Single(cell => cell.CellReference == "A2").InnerText);
    }

    [Fact]
    public async Task The_corrected_rows_of_a_preview_become_a_draft_of_the_district_too()
    {
        var unit = await SetApi.UnitAsync(criteria, "Huyện Kiến Thụy");
        using var district = criteria.Client(Roles.HomeAffairs, unit);

        using var response = await district.PostAsJsonAsync(
            "/api/criteria/sets/import/rows",
            new { code = "kien-thuy", name = "Bộ của huyện", year = 2026, rows = new[] { new { row = 2, code = "1", name = "Kế hoạch", maxPoints = "2", method = "Có: 2 điểm; không: 0 điểm" } } },
            Cancelled);

        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.True(response.StatusCode == HttpStatusCode.Created, body.ToString());
        Assert.Equal(unit, await OwnerAsync(body.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task A_district_can_import_neither_for_the_province_nor_for_another_district()
    {
        var (unit, other) = (await SetApi.UnitAsync(criteria, "Huyện Ba"), await SetApi.UnitAsync(criteria, "Huyện Bốn"));
        using var district = criteria.Client(Roles.HomeAffairs, unit);
        using var province = criteria.Client(Roles.HomeAffairs);
        var (_, provinces) = await ImportAsync(province, "cua-tinh-excel");
        var before = await criteria.Read(db => db.CriteriaSets.CountAsync(Cancelled));

        var (foreign, refused) = await ImportAsync(district, "huyen-bon", $"&ownerUnitId={other}");
        var (taken, code) = await ImportAsync(district, "cua-tinh-excel");

        Assert.Equal((HttpStatusCode.Conflict, "criteria-set.owner-foreign"), (foreign, refused.GetProperty("code").GetString()));
        Assert.Equal("Đồng chí không phụ trách đơn vị này: chọn đơn vị mình phụ trách.", refused.GetProperty("detail").GetString());
        Assert.Equal((HttpStatusCode.Conflict, "criteria-set.code-taken"), (taken, code.GetProperty("code").GetString()));
        Assert.Equal(before, await criteria.Read(db => db.CriteriaSets.CountAsync(Cancelled)));
        Assert.Null(await OwnerAsync(provinces.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task A_district_exports_what_it_may_read_the_provinces_set_but_not_that_of_another_district()
    {
        var (unit, other) = (await SetApi.UnitAsync(criteria, "Huyện Năm"), await SetApi.UnitAsync(criteria, "Huyện Sáu"));
        using var district = criteria.Client(Roles.HomeAffairs, unit);
        using var neighbour = criteria.Client(Roles.HomeAffairs, other);
        using var province = criteria.Client(Roles.HomeAffairs);
        var (_, own) = await ImportAsync(district, "huyen-nam");
        var (_, provinces) = await ImportAsync(province, "tinh-nam");

        Assert.Equal(HttpStatusCode.NotFound, await ExportAsync(neighbour, own));
        Assert.Equal(HttpStatusCode.OK, await ExportAsync(district, own));
        Assert.Equal(HttpStatusCode.OK, await ExportAsync(province, own));
        Assert.Equal(HttpStatusCode.OK, await ExportAsync(neighbour, provinces));
    }

    private static async Task<HttpStatusCode> ExportAsync(HttpClient client, JsonElement set)
    {
        using var response = await client.GetAsync($"/api/criteria/sets/{set.GetProperty("id").GetGuid()}/export", Cancelled);
        return response.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ImportAsync(HttpClient client, string code, string more = "")
    {
        using var content = new ByteArrayContent(AnnexWriter.Write("Bộ tiêu chí của huyện", null, Nodes));
        content.Headers.ContentType = new(AnnexEndpoints.Xlsx);
        using var response = await client.PostAsync($"/api/criteria/sets/import?code={code}&year=2026{more}", content, Cancelled);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled));
    }

    private Task<Guid?> OwnerAsync(Guid id) => criteria.Read(db => db.CriteriaSets.Where(set => set.Id == id).Select(set => set.OwnerUnitId).SingleAsync(Cancelled));
}
