using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;
using CsvHelper;
using CsvHelper.Configuration;

namespace CCHC.Criteria.Tests;

/// <summary>Sets that exist outside this project, sent to the running service as they are and read back from it.</summary>
public sealed class PublishedSetTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private const string Ministry = "criteria_fields_qd2948_tinh.csv";
    private const string Commune = "criteria_set_xa_template_recalled.csv";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_eight_fields_of_the_ministrys_decision_2948_are_published_with_100_points()
    {
        // The decision's table gives fields and maxima; how points are given inside a field it leaves to the annex, so each is judged as a whole here.
        var fields = Rows(Ministry);
        var csv = "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n"
            + string.Join('\n', fields.Select(field => $"{field["stt"]},LV,\"{field["linh_vuc"]}\",{field["diem_toi_da"]},TD,MANUAL,bước 0.25"));
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);

        var id = await CreatedAsync(homeAffairs, "qd-2948", csv, leaves: 8);

        var set = await PublishedAsync(homeAffairs, id);
        var nodes = set.GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(
            [
                ("1", "Công tác chỉ đạo, điều hành cải cách hành chính", 10m), ("2", "Xây dựng và tổ chức thực hiện văn bản quy phạm pháp luật tại tỉnh", 10m),
                ("3", "Cải cách thủ tục hành chính", 14.5m), ("4", "Cải cách tổ chức bộ máy hành chính", 11m),
                ("5", "Xây dựng và nâng cao chất lượng đội ngũ công chức, viên chức", 16m), ("6", "Cải cách tài chính công", 7m), ("7", "Hiện đại hoá hành chính", 16m),
                ("8", "Tác động của CCHC đến người dân, tổ chức và phát triển kinh tế - xã hội của tỉnh", 15.5m),
            ],
            nodes.Select(node => (node.GetProperty("code").GetString()!, node.GetProperty("name").GetString()!, Max(node))));
        Assert.Equal(100m, set.GetProperty("total").GetDecimal());
        Assert.Equal(100m, nodes.Sum(Max));
    }

    [Fact]
    public async Task A_field_of_decision_2948_that_lost_half_a_point_is_reported_before_publication()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var csv = "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n"
            + string.Join('\n', Rows(Ministry).Select(field => $"{field["stt"]},LV,\"{field["linh_vuc"]}\",{(field["stt"] == "8" ? "15" : field["diem_toi_da"])},TD,MANUAL,bước 0.25"));
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var created = await homeAffairs.PostAsync("/api/criteria/sets?code=qd-2948-sai&name=Bộ+tiêu+chí&year=2017", content, Cancelled);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();

        var set = await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/sets/{id}", Cancelled);

        Assert.Contains(
            "Tổng điểm là 99,5, thường là 100: kiểm tra lại điểm tối đa.",
            set.GetProperty("report").GetProperty("warnings").EnumerateArray().Select(line => line.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task The_44_rows_of_the_commune_set_are_published_with_100_points_and_3_of_bonus_and_3_of_penalty()
    {
        var rows = Rows(Commune);
        Assert.Equal(44, rows.Count);
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);

        var id = await CreatedAsync(homeAffairs, "xa-mau", File(Commune), leaves: rows.Count(row => row["loai_quy_tac"] != "SUM"));

        var set = await PublishedAsync(homeAffairs, id);
        var nodes = set.GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(
            rows.Select(row => (row["ma"], row["ten"], decimal.Parse(row["diem_toi_da"], CultureInfo.InvariantCulture))),
            nodes.Select(node => (node.GetProperty("code").GetString()!, node.GetProperty("name").GetString()!, Max(node))));
        Assert.Equal(100m, set.GetProperty("total").GetDecimal());
        Assert.Equal(100m, Leaves("ordinary").Sum(Max));
        Assert.Equal(("DT", 3m), Leaves("bonus").Select(leaf => (leaf.GetProperty("code").GetString()!, Max(leaf))).Single());
        Assert.Equal(("DP", 3m), Leaves("penalty").Select(leaf => (leaf.GetProperty("code").GetString()!, Max(leaf))).Single());
        var parents = nodes.Where(node => !node.GetProperty("isLeaf").GetBoolean()).ToList();
        Assert.Equal(9, parents.Count);
        Assert.All(parents, parent => Assert.Equal(Max(parent), nodes.Where(node => node.GetProperty("parentCode").GetString() == parent.GetProperty("code").GetString()).Sum(Max)));

        IEnumerable<JsonElement> Leaves(string kind) => nodes.Where(node => node.GetProperty("kind").GetString() == kind);
    }

    [Fact]
    public async Task Rules_of_the_commune_set_give_the_points_that_its_own_words_say()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var id = await CreatedAsync(homeAffairs, "xa-diem", File(Commune), leaves: 35);
        var rules = (await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/sets/{id}", Cancelled)).GetProperty("nodes").EnumerateArray()
            .Where(node => node.GetProperty("isLeaf").GetBoolean()).ToDictionary(leaf => leaf.GetProperty("code").GetString()!, leaf => (Rule: leaf.GetProperty("rule"), Max: Max(leaf)));

        await Gives("1.1.1", 1, new { yes = true }); // có = 1
        await Gives("1.1.2", 2.25m, new { numerator = 90, denominator = 100 }); // 80 %..<100 % = tỷ lệ × 2,5
        await Gives("1.1.2", 0, new { numerator = 79, denominator = 100 }); // <80 % = 0
        await Gives("1.2", 1.25m, Broken(("V1", 1), ("V2", 1))); // 2 − 0,25 − 0,5
        await Gives("1.2", 0, Broken(("V2", 5))); // 2 − 5 × 0,5, sàn 0
        await Gives("1.3", 1, new { numerator = 17, denominator = 20 }); // 85 %: 70 %..<100 % = 1
        await Gives("1.4", 1.5m, new { count = 4 }); // 4 × 0,5, tối đa 1,5
        await Gives("1.6", 2.85m, new { numerator = 95, denominator = 100 }); // 90 %..<100 % = 0,95 × 3
        await Gives("2.2", 1, Broken(("V1", 2))); // 3 − 2 × 1
        await Gives("2.3", 1.46m, new { percentage = 73 }); // 73 % của 2
        await Gives("3.1", 1.5m, new { numerator = 9, denominator = 10 }); // 90 %..<100 % = 1,5
        await Gives("3.2", 2.8m, new { numerator = 97, denominator = 100 }); // 7 × (97 − 95) / 5
        await Gives("3.3", 3, new { numerator = 3, denominator = 4 }); // 0,75 × 4
        await Gives("5.3", 1, Broken(("V1", 1), ("V2", 1))); // 4 − 1 − 2
        await Gives("5.3", 0, Broken(("V3", 1))); // từ cách chức trở lên = 0
        await Gives("6.1", 2, new { numerator = 92, denominator = 100 }); // 90 %..<95 % = 2
        await Gives("7.2", 2.5m, new { numerator = 40, denominator = 100 }); // 40 / 80 × 5
        await Gives("7.3", 4, new { numerator = 61, denominator = 100 }); // đạt mục tiêu 60 %
        await Gives("7.4", 1.5m, Broken(("V1", 3))); // 3 − 3 × 0,5
        await Gives("8.1", 6.7952m, new { percentage = 84.94 }); // SIPAS 84,94 % của 8
        await Gives("8.3", 1, new { numerator = 102, denominator = 100 }); // 100 %..<105 % = 1
        await Gives("DT", 3, new { points = 4 }); // trần 3
        await Gives("DP", 3, new { points = 5 }); // trần 3

        static object Broken(params (string Kind, int Times)[] kinds) => new { violations = kinds.ToDictionary(kind => kind.Kind, kind => kind.Times) };

        async Task Gives(string code, decimal points, object data)
        {
            using var response = await homeAffairs.PostAsJsonAsync("/api/criteria/calculations", new { rule = rules[code].Rule, maxPoints = rules[code].Max, data }, Cancelled);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
            Assert.True(body.TryGetProperty("points", out var given) && given.ValueKind == JsonValueKind.Number, $"{code}: {body}");
            Assert.Equal((code, points), (code, given.GetDecimal()));
        }
    }

    private static decimal Max(JsonElement node) => node.GetProperty("maxPoints").GetDecimal();

    /// <summary>Without the line that names its source.</summary>
    private static string File(string name) =>
        string.Join('\n', System.IO.File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", name)).Where(line => !line.StartsWith('#')));

    private static List<Dictionary<string, string>> Rows(string name)
    {
        using var csv = new CsvReader(new StringReader(File(name)), new CsvConfiguration(CultureInfo.InvariantCulture));
        return [.. csv.GetRecords<dynamic>().Select(row => ((IDictionary<string, object>)row).ToDictionary(cell => cell.Key, cell => (string)cell.Value))];
    }

    private static async Task<Guid> CreatedAsync(HttpClient client, string code, string csv, int leaves)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var response = await client.PostAsync($"/api/criteria/sets?code={code}&name=Bộ+tiêu+chí&year=2024", content, Cancelled);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.True(response.StatusCode == HttpStatusCode.Created, body.ToString());
        Assert.Equal((leaves, 100m), (body.GetProperty("leaves").GetInt32(), body.GetProperty("total").GetDecimal()));
        return body.GetProperty("id").GetGuid();
    }

    /// <summary>Publishes a set against which the report says nothing that stops it, and reads it back.</summary>
    private static async Task<JsonElement> PublishedAsync(HttpClient client, Guid id)
    {
        using var published = await client.PostAsync($"/api/criteria/sets/{id}/publication", null, Cancelled);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        var set = await client.GetFromJsonAsync<JsonElement>($"/api/criteria/sets/{id}", Cancelled);
        Assert.Equal("published", set.GetProperty("status").GetString());
        Assert.Empty(set.GetProperty("report").GetProperty("errors").EnumerateArray());
        Assert.DoesNotContain("total", set.GetProperty("report").GetProperty("warnings").EnumerateArray().Select(line => line.GetProperty("code").GetString()));
        return set;
    }
}
