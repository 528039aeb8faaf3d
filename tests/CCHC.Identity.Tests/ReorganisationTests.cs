using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tests;

/// <summary>Departments were merged on 01/03/2025, districts ended on 30/06/2025; the names here are from those days.</summary>
public sealed class ReorganisationTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    private const string Header = "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_merger_ends_the_old_departments_the_day_before_and_tells_of_all()
    {
        await ImportAsync("m-khdt,Sở Kế hoạch và Đầu tư,so,m,Khối m,,,,\nm-tc,Sở Tài chính (cũ),so,m,Khối m,,2010-01-01,,\nm-tt,Trung tâm Xúc tiến,su-nghiep,m2,Khối m2,m-khdt,,,");
        var (plan, finance) = (await IdAsync("m-khdt"), await IdAsync("m-tc"));
        var merged = await PostAsync("mergers", new { predecessorIds = new[] { plan, finance }, code = "m-stc", name = "Sở Tài chính", typeCode = "so", groupCode = "m", on = "2025-03-01" }, HttpStatusCode.Created);

        using var admin = await identity.AdminAsync();
        var unit = await IdentityHost.GetAsync(admin, $"/api/identity/units/{merged.GetProperty("id").GetGuid()}");
        Assert.Equal("2025-03-01", unit.GetProperty("validFrom").GetString());
        Assert.Equal(["Sở Kế hoạch và Đầu tư", "Sở Tài chính (cũ)"], Names(unit, "predecessors"));
        Assert.Equal(1, unit.GetProperty("children").GetInt32());
        var old = await IdentityHost.GetAsync(admin, $"/api/identity/units/{plan}");
        Assert.Equal("2025-02-28", old.GetProperty("validTo").GetString());
        Assert.Equal(["Sở Tài chính"], Names(old, "successors"));

        var successor = await identity.Published<UnitChanged>(changed => changed.Code == "m-stc");
        Assert.Equal([plan, finance], successor.PredecessorIds);
        Assert.Equal(new DateOnly(2025, 2, 28), (await identity.Published<UnitChanged>(changed => changed is { Code: "m-tc", Revision: 2 })).ValidTo);
        Assert.Equal(successor.UnitId, (await identity.Published<UnitChanged>(changed => changed is { Code: "m-tt", Revision: 2 })).ParentId);
    }

    [Fact]
    public async Task A_merger_that_cannot_be_leaves_everything_as_it_was()
    {
        await ImportAsync("r-a,Sở A,so,r,Khối r,,,,\nr-b,Sở B,so,r,Khối r,,2025-06-01,,\nr-c,Sở C,so,r,Khối r,,,2024-12-31,");
        var (a, b, c) = (await IdAsync("r-a"), await IdAsync("r-b"), await IdAsync("r-c"));
        var late = await PostAsync("mergers", Merger([a, b], "r-x"), HttpStatusCode.Conflict);
        Assert.Equal("Sở B có hiệu lực từ 01/06/2025, nên ngày sắp xếp lại phải sau ngày đó.", late.GetProperty("detail").GetString());
        var ended = await PostAsync("mergers", Merger([a, c], "r-x"), HttpStatusCode.Conflict);
        Assert.Contains("đã hết hiệu lực ngày 31/12/2024", ended.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await PostAsync("mergers", Merger([a], "r-x"), HttpStatusCode.BadRequest);
        await PostAsync("mergers", Merger([a, Guid.CreateVersion7()], "r-x"), HttpStatusCode.NotFound);
        await ImportAsync("r-d,Sở D,so,r,Khối r,,,,");
        var taken = await PostAsync("mergers", Merger([a, await IdAsync("r-d")], "r-b"), HttpStatusCode.Conflict);
        Assert.Equal(("unit.code-taken", "code"), (taken.GetProperty("code").GetString(), taken.GetProperty("field").GetString()));

        Assert.Null(await identity.Read(db => db.Units.Where(unit => unit.Code == "r-a").Select(unit => unit.ValidTo).SingleAsync()));
        Assert.False(await identity.Read(db => db.Units.AnyAsync(unit => unit.Code == "r-x")));

        static object Merger(Guid[] ids, string code) => new { predecessorIds = ids, code, name = "Sở mới", typeCode = "so", groupCode = "r", on = "2025-03-01" };
    }

    [Fact]
    public async Task A_renamed_unit_keeps_its_place_and_those_below_it_follow()
    {
        await ImportAsync("n-t,Ủy ban nhân dân tỉnh,tinh,n-t,Tỉnh,,,,\nn-h,Huyện Đông Sơn,huyen,n,Khối n,n-t,,,\nn-x,Xã Đông Khê,xa,n-x,Khối n-x,n-h,,,");
        var renamed = await PostAsync($"{await IdAsync("n-h")}/renaming", new { code = "n-tx", name = "Thị xã Đông Sơn", on = "2024-11-01" }, HttpStatusCode.Created);
        var town = await identity.Published<UnitChanged>(changed => changed.Code == "n-tx");
        Assert.Equal((await IdAsync("n-t"), true, "n"), (town.ParentId!.Value, town.Governs, town.GroupCode));
        Assert.Equal(renamed.GetProperty("id").GetGuid(), (await identity.Published<UnitChanged>(changed => changed is { Code: "n-x", Revision: 2 })).ParentId);
    }

    [Fact]
    public async Task A_split_makes_several_units_of_one_and_says_whose_place_a_person_must_choose()
    {
        await ImportAsync("p-h,Huyện Lớn,huyen,p,Khối p,,,,\np-x,Xã Giữa,xa,p-x,Khối p-x,p-h,,,");
        var id = await IdAsync("p-h");
        await PostAsync($"{id}/splits", new { on = "2025-01-01", units = new[] { new { code = "p-1", name = "Huyện Bắc" }, new { code = "p-1", name = "Huyện Nam" } } }, HttpStatusCode.Conflict);
        var split = await PostAsync($"{id}/splits", new { on = "2025-01-01", units = new[] { new { code = "p-1", name = "Huyện Bắc" }, new { code = "p-2", name = "Huyện Nam" } } }, HttpStatusCode.OK);
        Assert.Equal(2, split.GetProperty("units").GetArrayLength());
        Assert.StartsWith("Xã Giữa (p-x)", Assert.Single(split.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2024, 12, 31), await identity.Read(db => db.Units.Where(unit => unit.Id == id).Select(unit => unit.ValidTo).SingleAsync()));
    }

    [Theory]
    [InlineData("v-a,Sở A,so,v,Khối,,2025-03-01,,v-b\nv-b,Sở B,so,v,Khối,,,2025-02-28,v-a", 2, "vòng lặp tiền thân")]
    [InlineData("v-a,Sở A,so,v,Khối,,2025-03-01,,v-b\nv-b,Sở B,so,v,Khối,,,2025-03-01,", 2, "Cho Sở B hết hiệu lực muộn nhất ngày 28/02/2025.")]
    [InlineData("v-a,Sở A,so,v,Khối,,2025-03-01,,v-b\nv-b,Sở B,so,v,Khối,,,,", 3, "chưa có ngày hết hiệu lực, nhưng đơn vị kế thừa Sở A có hiệu lực từ 01/03/2025")]
    [InlineData("v-a,Sở A,so,v,Khối,,,,v-b\nv-b,Sở B,so,v,Khối,,,2025-02-28,", 2, "Nhập ngày có hiệu lực của Sở A")]
    public async Task Predecessors_must_have_ended_and_form_no_circle(string lines, int line, string problem)
    {
        using var response = await identity.ImportAsync("units", Header + lines);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await IdentityHost.JsonAsync(response)).GetProperty("errors").GetProperty($"{line}").EnumerateArray().Select(error => error.GetString()!);
        Assert.Contains(errors, error => error.Contains(problem, StringComparison.Ordinal));
        Assert.False(await identity.Read(db => db.Units.AnyAsync(unit => unit.GroupCode == "v")));
    }

    [Fact]
    public async Task A_correction_meets_the_same_rules_and_does_not_overwrite_a_colleague_s()
    {
        var created = await PostAsync("", Body("Sở Ngoại vụ") with { Code = "k-a" }, HttpStatusCode.Created);
        var id = created.GetProperty("id").GetGuid();
        using var admin = await identity.AdminAsync();

        using var reversed = await PutAsync(admin, id, Body("Sở Ngoại vụ") with { ValidFrom = "2025-03-01", ValidTo = "2025-02-01" }, "\"1\"");
        Assert.Equal(HttpStatusCode.Conflict, reversed.StatusCode);
        var refusal = await IdentityHost.JsonAsync(reversed);
        Assert.Equal(("unit.dates-reversed", "validTo"), (refusal.GetProperty("code").GetString(), refusal.GetProperty("field").GetString()));
        using var circle = await PutAsync(admin, id, Body("Sở Ngoại vụ") with { ParentId = id }, "\"1\"");
        Assert.Contains("vòng lặp cấp trên", (await IdentityHost.JsonAsync(circle)).GetProperty("detail").GetString(), StringComparison.Ordinal);

        using var saved = await PutAsync(admin, id, Body("Sở Ngoại vụ tỉnh"), "\"1\"");
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        using var stale = await PutAsync(admin, id, Body("Sở Đối ngoại"), "\"1\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal("Sở Ngoại vụ tỉnh", (await identity.Published<UnitChanged>(changed => changed is { Code: "k-a", Revision: 2 })).Name);
        Assert.Equal("Sở Ngoại vụ tỉnh", await identity.Read(db => db.Units.Where(unit => unit.Id == id).Select(unit => unit.Name).SingleAsync()));

        static UnitBody Body(string name) => new() { Name = name };
    }

    [Fact]
    public async Task Only_accounts_that_can_sign_in_count_as_staff()
    {
        await ImportAsync("s-a,Sở A,so,s,Khối s,,,,\ns-b,Sở B,so,s,Khối s,,,,");
        await identity.CreateAccountAsync(new { role = Roles.UnitOfficer, unitCode = "s-a" }, new { role = Roles.UnitHead, unitCode = "s-a" });
        await identity.CreateAccountAsync(new { role = Roles.UnitOfficer, unitCode = "s-a" });
        var locked = await identity.CreateAccountAsync(new { role = Roles.UnitHead, unitCode = "s-b" });
        using var admin = await identity.AdminAsync();
        using var lockedAnswer = await admin.PostAsync(new Uri($"/api/identity/accounts/{locked.Id}/lock", UriKind.Relative), content: null, Cancellation);
        lockedAnswer.EnsureSuccessStatusCode();

        var answer = await PostAsync("staffing", new { unitIds = new[] { await IdAsync("s-a"), await IdAsync("s-b") } }, HttpStatusCode.OK);
        Assert.Equal(
            [(2, 1), (0, 0)],
            answer.GetProperty("units").EnumerateArray().Select(unit => (unit.GetProperty("officers").GetInt32(), unit.GetProperty("heads").GetInt32())));
    }

    private sealed record UnitBody
    {
        public string? Code { get; init; }
        public required string Name { get; init; }
        public string TypeCode { get; init; } = "so";
        public string GroupCode { get; init; } = "k";
        public string GroupName { get; init; } = "Khối k";
        public Guid? ParentId { get; init; }
        public string? ValidFrom { get; init; }
        public string? ValidTo { get; init; }
    }

    private static IEnumerable<string> Names(JsonElement unit, string relatives) =>
        unit.GetProperty(relatives).EnumerateArray().Select(relative => relative.GetProperty("name").GetString()!);

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, Guid id, UnitBody body, string ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"/api/identity/units/{id}", UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request, Cancellation);
    }

    private async Task<JsonElement> PostAsync(string path, object body, HttpStatusCode expected)
    {
        using var admin = await identity.AdminAsync();
        using var response = await admin.PostAsJsonAsync(new Uri($"/api/identity/units/{path}".TrimEnd('/'), UriKind.Relative), body, Cancellation);
        var answer = await IdentityHost.JsonAsync(response);
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {answer}");
        return answer;
    }

    private Task<Guid> IdAsync(string code) => identity.Read(db => db.Units.Where(unit => unit.Code == code).Select(unit => unit.Id).SingleAsync());

    private async Task ImportAsync(string lines)
    {
        using var imported = await identity.ImportAsync("units", Header + lines);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync(Cancellation));
    }
}
