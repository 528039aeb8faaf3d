using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;

namespace CCHC.Criteria.Tests;

public sealed class CampaignOwnerTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_district_runs_a_campaign_over_its_communes_that_another_district_and_its_communes_never_see()
    {
        var (north, south) = (await UnitAsync("h-bac", "Huyện Bắc", governs: true), await UnitAsync("h-nam", "Huyện Nam", governs: true));
        var (commune, stranger) = (await UnitAsync("x-bac", "Xã Bắc Sơn", north, governs: true), await UnitAsync("x-nam", "Xã Nam Sơn", south, governs: true));
        using var northern = criteria.Client(Roles.HomeAffairs, north);
        using var southern = criteria.Client(Roles.HomeAffairs, south);
        var set = await SetAsync("set-district");

        using var foreign = await CreateAsync(northern, "district-foreign", set, [stranger], north);
        Assert.Equal("campaign.unit-unknown", await CodeAsync(foreign));
        using var notOwn = await CreateAsync(northern, "district-not-own", set, [stranger], south);
        Assert.Equal("campaign.owner-not-yours", await CodeAsync(notOwn));

        var id = await IdAsync(await CreateAsync(northern, "district-1", set, [commune], north));
        using var opened = await northern.PostAsJsonAsync($"/api/criteria/campaigns/{id}/phases", new { phase = "SelfAssessment", round = 1 }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal(north, (await criteria.Published<CampaignChanged>(x => x.CampaignId == id)).OwnerUnitId);

        using var officer = criteria.Client(Roles.UnitOfficer, commune);
        using var strangersOfficer = criteria.Client(Roles.UnitOfficer, stranger);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync($"/api/criteria/campaigns/{id}", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await strangersOfficer.GetAsync($"/api/criteria/campaigns/{id}", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await southern.GetAsync($"/api/criteria/campaigns/{id}", Cancelled)).StatusCode);
        using var closed = await southern.PostAsJsonAsync($"/api/criteria/campaigns/{id}/phases", new { phase = "Appraisal", round = 1 }, Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
    }

    [Fact]
    public async Task A_merged_department_is_measured_once_and_carries_its_predecessors()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var transport = await UnitAsync("SGTVT", "Sở Giao thông vận tải", validTo: new DateOnly(2025, 2, 28));
        var construction = await UnitAsync("SXD-cu", "Sở Xây dựng (cũ)", validTo: new DateOnly(2025, 2, 28));
        var merged = await UnitAsync("SXD", "Sở Xây dựng", validFrom: new DateOnly(2025, 3, 1), predecessors: [transport, construction]);
        var set = await SetAsync("set-merged");

        using var twice = await CreateAsync(homeAffairs, "merged-twice", set, [transport, merged]);
        Assert.Equal("campaign.unit-and-predecessor", await CodeAsync(twice));

        var choices = await homeAffairs.GetFromJsonAsync<JsonElement>("/api/criteria/campaigns/unit-choices?year=2025", Cancelled);
        var offered = choices.GetProperty("items").EnumerateArray().Where(x => x.GetProperty("partOfYear").GetBoolean()).Select(x => x.GetProperty("code").GetString()).Order(StringComparer.Ordinal);
        Assert.Equal(["SGTVT", "SXD", "SXD-cu"], offered);

        var id = await IdAsync(await CreateAsync(homeAffairs, "merged-1", set, [merged]));
        var unit = (await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/campaigns/{id}", Cancelled)).GetProperty("groups")[0].GetProperty("units")[0];
        Assert.Equal(["SGTVT", "SXD-cu"], unit.GetProperty("predecessors").EnumerateArray().Select(x => x.GetProperty("code").GetString()!));
    }

    [Fact]
    public async Task A_province_answers_for_the_ministry_through_the_departments_responsible()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var province = await UnitAsync("UBNDT-bo", "Ủy ban nhân dân tỉnh", governs: true);
        var (collector, department) = (await UnitAsync("SNV-bo", "Sở Nội vụ", province), await UnitAsync("STP-bo", "Sở Tư pháp", province));
        var set = await SetAsync("set-ministry");

        using var withoutCollector = await CreateAsync(homeAffairs, "ministry-0", set, [province], responsibilities: [("1", department)]);
        Assert.Equal("campaign.collector-missing", await CodeAsync(withoutCollector));
        using var unknownLeaf = await CreateAsync(homeAffairs, "ministry-x", set, [province], collector: collector, responsibilities: [("9.9", department)]);
        Assert.Equal("campaign.responsibility-wrong", await CodeAsync(unknownLeaf));

        var id = await IdAsync(await CreateAsync(homeAffairs, "ministry-1", set, [province], collector: collector, responsibilities: [("1", department)]));
        using var opened = await homeAffairs.PostAsJsonAsync($"/api/criteria/campaigns/{id}/phases", new { phase = "SelfAssessment", round = 1 }, Cancelled);
        var group = (await criteria.Published<CampaignChanged>(x => x.CampaignId == id)).Groups[0];
        Assert.Equal((collector, "1", "Sở Tư pháp"), (group.CollectorUnitId!.Value, group.Responsibilities[0].LeafCode, group.Responsibilities[0].UnitName));

        using var officer = criteria.Client(Roles.UnitOfficer, department);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync($"/api/criteria/campaigns/{id}", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task What_was_drawn_up_cannot_be_changed_once_units_work_by_it()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var (unit, other) = (await UnitAsync("SNV-doi", "Sở Nội vụ"), await UnitAsync("STP-doi", "Sở Tư pháp"));
        var set = await SetAsync("set-changed");
        var id = await IdAsync(await CreateAsync(homeAffairs, "changed-1", set, [unit]));

        using var redrafted = await homeAffairs.PutAsJsonAsync($"/api/criteria/campaigns/{id}", Body("changed-1", set, [unit, other]), Cancelled);
        Assert.Equal(HttpStatusCode.OK, redrafted.StatusCode);
        using var opened = await homeAffairs.PostAsJsonAsync($"/api/criteria/campaigns/{id}/phases", new { phase = "SelfAssessment", round = 1 }, Cancelled);

        using var late = await homeAffairs.PutAsJsonAsync($"/api/criteria/campaigns/{id}", Body("changed-1", set, [unit]), Cancelled);
        Assert.Equal("campaign.not-draft", await CodeAsync(late));
        Assert.Equal(2, (await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/campaigns/{id}", Cancelled)).GetProperty("groups")[0].GetProperty("units").GetArrayLength());
    }

    [Fact]
    public async Task A_plan_is_filled_ordered_completed_and_holds_documents()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var id = await IdAsync(await CreateAsync(homeAffairs, "plan-1", await SetAsync("set-plan"), [await UnitAsync("SNV-kh", "Sở Nội vụ")]));
        var plan = $"/api/criteria/campaigns/{id}/plan";
        (await homeAffairs.PostAsJsonAsync($"{plan}/template", new { }, Cancelled)).EnsureSuccessStatusCode();
        var steps = (await homeAffairs.GetFromJsonAsync<JsonElement>(plan, Cancelled)).GetProperty("steps").EnumerateArray().Select(x => x.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(7, steps.Count);

        (await homeAffairs.PostAsJsonAsync($"{plan}/steps/{steps[1]}/moves", new { to = "up" }, Cancelled)).EnsureSuccessStatusCode();
        (await homeAffairs.PostAsJsonAsync($"{plan}/steps/{steps[0]}/completion", new { doneOn = "2026-01-15", note = "Xong" }, Cancelled)).EnsureSuccessStatusCode();
        byte[] picture = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0, 0, 0];
        using var document = new ByteArrayContent(picture);
        using var attached = await homeAffairs.PostAsync($"{plan}/steps/{steps[0]}/files?name={Uri.EscapeDataString("..\\Kế hoạch\u202Egnp.exe")}", document, Cancelled);
        var kept = await attached.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal("Kế hoạchgnp.exe.png", kept.GetProperty("name").GetString()); // what it is, whatever it was called
        var file = kept.GetProperty("id").GetGuid();

        var read = (await homeAffairs.GetFromJsonAsync<JsonElement>(plan, Cancelled)).GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal([steps[1], steps[0]], read.Take(2).Select(x => x.GetProperty("id").GetGuid()));
        Assert.Equal(("done", "Xong", 1), (read[1].GetProperty("state").GetString(), read[1].GetProperty("doneNote").GetString(), read[1].GetProperty("files").GetArrayLength()));
        Assert.Equal(picture, await homeAffairs.GetByteArrayAsync($"{plan}/steps/{steps[0]}/files/{file}", Cancelled));
    }

    [Theory]
    [InlineData("", "không có nội dung")]
    [InlineData("nội dung", "không thuộc loại được nhận")]
    [InlineData("MZ\u0090\0", "không thuộc loại được nhận")]
    [InlineData("<!DOCTYPE html><html><script>alert(1)</script></html>", "không thuộc loại được nhận")]
    [InlineData("PK\u0003\u0004 cụt", "Không đọc được")]
    public async Task A_document_of_a_plan_is_taken_for_what_it_is_and_refused_where_no_evidence_may_be_it(string content, string said)
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var id = await IdAsync(await CreateAsync(homeAffairs, $"plan-{Guid.NewGuid():N}", await SetAsync($"set-{Guid.NewGuid():N}"), [await UnitAsync($"SNV-{Guid.NewGuid():N}", "Sở Nội vụ")]));
        var plan = $"/api/criteria/campaigns/{id}/plan";
        (await homeAffairs.PostAsJsonAsync($"{plan}/template", new { }, Cancelled)).EnsureSuccessStatusCode();
        var step = (await homeAffairs.GetFromJsonAsync<JsonElement>(plan, Cancelled)).GetProperty("steps")[0].GetProperty("id").GetGuid();
        using var document = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        using var refused = await homeAffairs.PostAsync($"{plan}/steps/{step}/files?name=ke-hoach.pdf", document, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(said, (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("errors").GetProperty("file")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await homeAffairs.GetFromJsonAsync<JsonElement>(plan, Cancelled)).GetProperty("steps")[0].GetProperty("files").GetArrayLength());
    }

    private async Task<Guid> UnitAsync(
        string code, string name, Guid? parent = null, bool governs = false, DateOnly? validFrom = null, DateOnly? validTo = null, IReadOnlyList<Guid>? predecessors = null)
    {
        var id = Guid.CreateVersion7();
        await criteria.Deliver(new UnitChanged
        {
            UnitId = id, Revision = 1, Code = code, Name = name, Type = "Loại", Governs = governs, GroupCode = "so", GroupName = "Khối", ParentId = parent,
            ValidFrom = validFrom, ValidTo = validTo, PredecessorIds = predecessors ?? [],
        });
        return id;
    }

    private async Task<Guid> SetAsync(string code)
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        using var csv = new StringContent("ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n1,LV,Kế hoạch,2,TD,YESNO,\n", Encoding.UTF8, "text/csv");
        using var created = await homeAffairs.PostAsync($"/api/criteria/sets?code={code}&name=X&year=2025", csv, Cancelled);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();
        (await homeAffairs.PostAsync($"/api/criteria/sets/{id}/publication", null, Cancelled)).EnsureSuccessStatusCode();
        return id;
    }

    private static object Body(string code, Guid set, Guid[] units, Guid? owner = null, Guid? collector = null, params (string Leaf, Guid Unit)[] responsibilities) => new
    {
        code,
        name = "Chỉ số CCHC",
        year = 2025,
        rounds = 1,
        surveyHeld = false,
        ownerUnitId = owner,
        groups = new[]
        {
            new
            {
                code = "k", name = "Khối", criteriaSetId = set, unitIds = units, collectorUnitId = collector,
                responsibilities = responsibilities.Select(x => new { leafCode = x.Leaf, unitId = x.Unit }),
            },
        },
    };

    private static Task<HttpResponseMessage> CreateAsync(
        HttpClient homeAffairs, string code, Guid set, Guid[] units, Guid? owner = null, Guid? collector = null, (string Leaf, Guid Unit)[]? responsibilities = null) =>
        homeAffairs.PostAsJsonAsync("/api/criteria/campaigns", Body(code, set, units, owner, collector, responsibilities ?? []), Cancelled);

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString();

    private static async Task<Guid> IdAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancelled));
            return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();
        }
    }
}
