using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;

namespace CCHC.Criteria.Tests;

public sealed class TreeEditingTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private const double MostReadings = 3;

    private const string Small =
        """
        1,LV,Chỉ đạo,5,,SUM,
        1.1,TC,Kế hoạch,2,TD,YESNO,
        1.2,TC,Báo cáo,2,TD,YESNO,
        1.3,TC,Kiểm tra,1,TD,YESNO,
        2,LV,Thể chế,3,,SUM,
        2.1,TC,Rà soát,3,TD,YESNO,
        DT,BONUS,Điểm thưởng,4,TD,BONUS,
        """;

    private readonly SetApi _api = new(criteria.Client(Roles.HomeAffairs));

    [Fact]
    public async Task Moving_a_criterion_renumbers_its_neighbours_and_leaves_the_sums()
    {
        var set = await _api.CreateAsync("move", Small);
        var report = await _api.NodeAsync(set, "Báo cáo");

        var change = await _api.DoAsync(HttpMethod.Post, $"sets/{set}/nodes/{report}/moves", new { to = "up" });

        Assert.Equal(
            ["1 Chỉ đạo 5", "1.1 Báo cáo 2", "1.2 Kế hoạch 2", "1.3 Kiểm tra 1", "2 Thể chế 3", "2.1 Rà soát 3", "DT Điểm thưởng 4"], await _api.TreeAsync(set));
        Assert.Equal("1.1 Báo cáo 2", SetApi.Row(change.GetProperty("selected")));
        Assert.Empty(change.GetProperty("nodes").EnumerateArray());
        Assert.Equal(["1.1", "1.2"], change.GetProperty("renumbered").EnumerateArray().Select(node => node.GetProperty("code").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(await _api.NodeAsync(set, "Chỉ đạo"), change.GetProperty("moved").GetProperty("afterId").GetGuid());
        await _api.RefusedAsync("criteria-set.cannot-move", HttpMethod.Post, $"sets/{set}/nodes/{report}/moves", new { to = "up" });
    }

    [Fact]
    public async Task Moving_in_and_out_takes_the_points_along()
    {
        var set = await _api.CreateAsync("inout", Small);
        var check = await _api.NodeAsync(set, "Kiểm tra");

        // "Báo cáo" becomes a parent: its 2 points give way to the 1 point of what is below it, so field 1 has 2 + 1 = 3.
        await _api.DoAsync(HttpMethod.Post, $"sets/{set}/nodes/{check}/moves", new { to = "in" });
        Assert.Equal(
            ["1 Chỉ đạo 3", "1.1 Kế hoạch 2", "1.2 Báo cáo 1", "1.2.1 Kiểm tra 1", "2 Thể chế 3", "2.1 Rà soát 3", "DT Điểm thưởng 4"], await _api.TreeAsync(set));

        // Out again: "Báo cáo" is a leaf without points, field 1 has 2 + 0 + 1 = 3.
        await _api.DoAsync(HttpMethod.Post, $"sets/{set}/nodes/{check}/moves", new { to = "out" });
        Assert.Equal("1 Chỉ đạo 3, 1.1 Kế hoạch 2, 1.2 Báo cáo 0, 1.3 Kiểm tra 1", string.Join(", ", (await _api.TreeAsync(set)).Take(4)));

        // To the front of field 2: 3 + 1 = 4 there, 2 left here.
        await _api.DoAsync(HttpMethod.Post, $"sets/{set}/nodes/{check}/moves", new { parentId = await _api.NodeAsync(set, "Thể chế") });
        Assert.Equal(
            ["1 Chỉ đạo 2", "1.1 Kế hoạch 2", "1.2 Báo cáo 0", "2 Thể chế 4", "2.1 Kiểm tra 1", "2.2 Rà soát 3", "DT Điểm thưởng 4"], await _api.TreeAsync(set));
        var moved = (await _api.GetAsync(set)).GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("name").GetString() == "Kiểm tra");
        Assert.Equal("2", moved.GetProperty("fieldCode").GetString());
    }

    [Fact]
    public async Task Splitting_shares_the_points_to_the_thousandth()
    {
        var set = await _api.CreateAsync("split", Small);

        // 2 / 3 = 0.666 each, the first takes the rest: 2 − 2 × 0.666 = 0.668.
        await _api.DoAsync(HttpMethod.Post, $"sets/{set}/nodes/{await _api.NodeAsync(set, "Kế hoạch")}/splits", new { names = new[] { "Ban hành", "Thực hiện", "Sơ kết" } });

        Assert.Equal(
            ["1 Chỉ đạo 5", "1.1 Kế hoạch 2", "1.1.1 Ban hành 0.668", "1.1.2 Thực hiện 0.666", "1.1.3 Sơ kết 0.666", "1.2 Báo cáo 2"], (await _api.TreeAsync(set)).Take(6));
        var nodes = (await _api.GetAsync(set)).GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal("Có: 0,668 điểm; không: 0 điểm.", nodes[2].GetProperty("ruleText").GetString());
        Assert.Equal("Mã 1.1.2: thiếu quy tắc chấm điểm; chọn quy tắc cho tiêu chí này.", nodes[3].GetProperty("problem").GetString());
    }

    [Fact]
    public async Task Adding_changing_and_removing_keep_maxima_and_numbers_exact()
    {
        var set = await _api.CreateAsync("edit", Small);
        var field = await _api.NodeAsync(set, "Chỉ đạo");

        var added = await _api.DoAsync(HttpMethod.Post, $"sets/{set}/nodes", new { parentId = field, afterId = await _api.NodeAsync(set, "Kế hoạch"), name = "Phân công" });
        var node = added.GetProperty("selectedId").GetGuid();
        await _api.DoAsync(HttpMethod.Put, $"sets/{set}/nodes/{node}", new { code = "1.2", name = "Phân công", maxPoints = 0.125m, leaf = SetApi.Leaf(fieldCode: "2") });
        Assert.Equal(["1 Chỉ đạo 5.125", "1.1 Kế hoạch 2", "1.2 Phân công 0.125", "1.3 Báo cáo 2", "1.4 Kiểm tra 1"], (await _api.TreeAsync(set)).Take(5));

        // The new leaf is appraised with field 2, and stays so when field 2 becomes field 1.
        var removed = await _api.DoAsync(HttpMethod.Delete, $"sets/{set}/nodes/{await _api.NodeAsync(set, "Kế hoạch")}");
        Assert.Equal(6.125m, removed.GetProperty("total").GetDecimal()); // 3.125 + 3; the bonus stands outside
        await _api.DoAsync(HttpMethod.Post, $"sets/{set}/nodes/{field}/moves", new { to = "down" });
        Assert.Equal(
            ["1 Thể chế 3", "1.1 Rà soát 3", "2 Chỉ đạo 3.125", "2.1 Phân công 0.125", "2.2 Báo cáo 2", "2.3 Kiểm tra 1", "DT Điểm thưởng 4"], await _api.TreeAsync(set));
        var nodes = (await _api.GetAsync(set)).GetProperty("nodes").EnumerateArray().ToDictionary(x => x.GetProperty("name").GetString()!, x => x.GetProperty("fieldCode").GetString());
        Assert.Equal(("1", "2"), (nodes["Phân công"], nodes["Báo cáo"]));
    }

    [Fact]
    public async Task A_fifth_level_and_a_place_inside_itself_are_refused()
    {
        var set = await _api.CreateAsync("deep", "1,LV,A,1,,SUM,\n1.1,TC,B,1,,SUM,\n1.1.1,TC,C,1,,SUM,\n1.1.1.1,TC,D,1,TD,YESNO,\n2,LV,E,1,,SUM,\n2.1,TC,F,1,TD,YESNO,\n");
        var before = await _api.TreeAsync(set);

        await _api.RefusedAsync("criteria-set.too-deep", HttpMethod.Post, $"sets/{set}/nodes", new { parentId = await _api.NodeAsync(set, "D"), name = "Sâu quá" });
        await _api.RefusedAsync("criteria-set.too-deep", HttpMethod.Post, $"sets/{set}/nodes/{await _api.NodeAsync(set, "B")}/moves", new { parentId = await _api.NodeAsync(set, "F") });
        await _api.RefusedAsync("criteria-set.cyclic", HttpMethod.Post, $"sets/{set}/nodes/{await _api.NodeAsync(set, "A")}/moves", new { parentId = await _api.NodeAsync(set, "C") });

        Assert.Equal(before, await _api.TreeAsync(set));
    }

    [Fact]
    public async Task An_edit_of_a_stale_page_is_refused()
    {
        var set = await _api.CreateAsync("stale", Small);
        var revision = (await _api.GetAsync(set)).GetProperty("revision").GetUInt32();
        var path = $"sets/{set}/nodes/{await _api.NodeAsync(set, "Báo cáo")}/moves";

        var first = await _api.SendAsync(HttpMethod.Post, path, new { to = "up" }, revision);
        var second = await _api.SendAsync(HttpMethod.Post, path, new { to = "down" }, revision);
        var third = await _api.SendAsync(HttpMethod.Post, path, new { to = "down" }, first.Body.GetProperty("revision").GetUInt32());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK), (first.Status, second.Status, third.Status));
    }

    [Fact]
    public async Task A_thousand_leaves_are_edited_without_a_pause()
    {
        // 10 fields × 4 criteria × 5 groups × 5 leaves of 0.1 point: 10 + 40 + 200 + 1,000 nodes, 100 points.
        var csv = new StringBuilder();
        for (var i = 0; i < 1000; i++)
        {
            var (a, b, c) = ((i / 100) + 1, (i / 25 % 4) + 1, (i % 25) + 1);
            csv.Append(CultureInfo.InvariantCulture, $"{(i % 100 == 0 ? $"{a},LV,Lĩnh vực {a},10,,SUM,\n" : "")}{(i % 25 == 0 ? $"{a}.{b},TC,Tiêu chí {a}.{b},2.5,,SUM,\n" : "")}");
            csv.Append(CultureInfo.InvariantCulture, $"{(i % 5 == 0 ? $"{a}.{b}.{(c / 5) + 1},TC,Nhóm {i},0.5,,SUM,\n" : "")}{a}.{b}.{((c - 1) / 5) + 1}.{((c - 1) % 5) + 1},TCTP,Lá {i},0.1,TD,THRESHOLD_PROPORTIONAL,100%=max;80%..<100%=ty_le*max;<80%=0\n");
        }

        var set = await _api.CreateAsync("large", csv.ToString());
        var nodes = (await _api.GetAsync(set)).GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal((1250, 1000), (nodes.Count, nodes.Count(node => node.GetProperty("isLeaf").GetBoolean())));
        var ids = nodes.ToDictionary(node => node.GetProperty("name").GetString()!, node => node.GetProperty("id").GetGuid());

        // Beside reading the same tree, in turn: a machine that is slow at one is slow at the other.
        var (edits, readings) = (new List<double>(), new List<double>());
        for (var i = 0; i < 80; i++)
        {
            var leaf = ids[$"Lá {(i / 2 * 25) + 1}"];
            var watch = Stopwatch.StartNew();
            await _api.DoAsync(HttpMethod.Post, $"sets/{set}/nodes/{leaf}/moves", new { to = i % 2 == 0 ? "up" : "down" });
            var edited = watch.Elapsed;
            await _api.GetAsync(set);
            if (i >= 20)
            {
                edits.Add(edited.TotalMilliseconds); // the first ones wait for the compiler
                readings.Add((watch.Elapsed - edited).TotalMilliseconds);
            }
        }

        edits.Sort();
        readings.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"1,250 nodes: an edit {edits[30]:0} ms, 90 % within {edits[54]:0} ms; reading the tree {readings[30]:0} ms.");
        Assert.True(edits[30] < MostReadings * readings[30], $"An edit takes {edits[30]:0} ms, reading the tree {readings[30]:0} ms.");
        Assert.Equal(100m, (await _api.GetAsync(set)).GetProperty("total").GetDecimal());
    }
}
