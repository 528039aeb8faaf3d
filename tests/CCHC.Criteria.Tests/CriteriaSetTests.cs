using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Tests;

public sealed class CriteriaSetTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private const string Header = "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commune_set_of_44_rows_has_one_hundred_points_beside_bonus_and_penalty()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);

        var set = await CreateAsync(homeAffairs, "xa-44", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "criteria-xa.csv"), Cancelled));
        Assert.Equal(HttpStatusCode.Created, set.Status);
        // 44 lines less the 8 fields and the one criterion that is divided.
        Assert.Equal(44 - 8 - 1, set.Body.GetProperty("leaves").GetInt32());
        Assert.Equal(100m, set.Body.GetProperty("total").GetDecimal());

        var id = set.Body.GetProperty("id").GetGuid();
        using var published = await homeAffairs.PostAsync($"/api/criteria/sets/{id}/publication", null, Cancelled);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);

        var document = await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/sets/{id}", Cancelled);
        Assert.Equal("published", document.GetProperty("status").GetString());
        var reports = document.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("code").GetString() == "1.2");
        Assert.Contains("Báo cáo trễ hạn", reports.GetProperty("ruleText").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_set_is_not_published_twice()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var set = await CreateAsync(homeAffairs, "twice", Header + "1,LV,Kế hoạch,2,TD,YESNO,có=2;không=0\n");
        var path = $"/api/criteria/sets/{set.Body.GetProperty("id").GetGuid()}/publication";

        using var first = await homeAffairs.PostAsync(path, null, Cancelled);
        using var second = await homeAffairs.PostAsync(path, null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("criteria-set.already-published", (await second.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_parent_whose_children_do_not_add_up_keeps_the_set_a_draft()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var set = await CreateAsync(homeAffairs, "sum", Header + "1,LV,Kế hoạch,5,,SUM,\n1.1,TC,Ban hành,2,TD,YESNO,\n1.2,TC,Thực hiện,2.5,TD,PROPORTIONAL,ty_le*max\n");

        using var published = await homeAffairs.PostAsync($"/api/criteria/sets/{set.Body.GetProperty("id").GetGuid()}/publication", null, Cancelled);

        Assert.Equal(HttpStatusCode.Conflict, published.StatusCode);
        var problem = await published.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal("criteria-set.unsound", problem.GetProperty("code").GetString());
        Assert.Equal("Mã 1: điểm tối đa 5 khác tổng các tiêu chí con 4,5; sửa điểm tiêu chí con, hoặc lưu lại tiêu chí này để lấy tổng.", problem.GetProperty("details")[0].GetString());
    }

    [Theory]
    [InlineData("1,LV,Kế hoạch,hai,TD,YESNO,\n", "line 2", "Điểm tối đa")]
    [InlineData("1,LV,Kế hoạch,2,TD,LOTTERY,\n", "line 2", "LOTTERY")]
    [InlineData("1,LV,Kế hoạch,2,TD,YESNO,\n2.1,TC,Mồ côi,2,TD,YESNO,\n", "line 3", "mã cha 2")]
    [InlineData("1,LV,Kế hoạch,2,TD,SURVEY,\n", "line 2", "Phương pháp")]
    [InlineData("1,LV,Kế hoạch,2.0005,TD,YESNO,\n", "line 2", "3 chữ số thập phân")]
    public async Task A_bad_line_is_named_and_nothing_is_stored(string lines, string line, string text)
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var before = await criteria.Read(db => db.CriteriaSets.CountAsync(Cancelled));

        var set = await CreateAsync(homeAffairs, "bad", Header + lines);

        Assert.Equal(HttpStatusCode.BadRequest, set.Status);
        Assert.Contains(text, set.Body.GetProperty("errors").GetProperty(line)[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await criteria.Read(db => db.CriteriaSets.CountAsync(Cancelled)));
    }

    [Fact]
    public async Task The_same_code_in_two_lines_is_refused()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);

        var set = await CreateAsync(homeAffairs, "double", Header + "1,LV,Kế hoạch,2,TD,YESNO,\n1,LV,Báo cáo,2,TD,YESNO,\n");

        Assert.Equal(HttpStatusCode.BadRequest, set.Status);
    }

    [Fact]
    public async Task Only_home_affairs_creates_sets()
    {
        using var officer = criteria.Client(Roles.UnitOfficer, Guid.NewGuid());
        using var anonymous = criteria.Anonymous();

        Assert.Equal(HttpStatusCode.Forbidden, (await CreateAsync(officer, "no", Header)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CreateAsync(anonymous, "no", Header)).Status);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> CreateAsync(HttpClient client, string code, string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var response = await client.PostAsync($"/api/criteria/sets?code={code}&name=Bộ+tiêu+chí&year=2024", content, Cancelled);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled));
    }
}
