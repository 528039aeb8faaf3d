using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;

namespace CCHC.Criteria.Tests;

public sealed class SetComparisonTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private const string LastYear =
        """
        1,LV,Chỉ đạo,6,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,2,TD,YESNO,
        1.2,TC,Báo cáo định kỳ,2,TD,YESNO,
        1.3,TC,Tuyên truyền,2,TD,YESNO,
        2,LV,Thể chế,3,,SUM,
        2.1,TC,Rà soát văn bản,3,TD,YESNO,
        """;

    // 1.1 renamed by one word; 1.2 worth 3; "Tuyên truyền" moved to field 2 with a share of the ratio; 2.1 gone; 1.3 new.
    private const string ThisYear =
        """
        1,LV,Chỉ đạo,6,,SUM,
        1.1,TC,Ban hành các kế hoạch cải cách hành chính,2,TD,YESNO,
        1.2,TC,Báo cáo định kỳ,3,TD,YESNO,
        1.3,TC,Sáng kiến,1,TD,YESNO,
        2,LV,Thể chế,2,,SUM,
        2.1,TC,Tuyên truyền,2,TD,PROPORTIONAL,ty_le*max
        """;

    private readonly SetApi _api = new(criteria.Client(Roles.HomeAffairs));

    [Fact]
    public async Task Two_small_sets_are_compared_as_one_would_by_hand()
    {
        var (from, to) = (await _api.CreateAsync("cu-a", LastYear), await _api.CreateAsync("moi-a", ThisYear));

        var comparison = await _api.DoAsync(HttpMethod.Get, $"sets/{from}/comparison/{to}");

        Assert.Equal(
            [
                "1 → 1: ; code; null",
                "1.1 → 1.1: renamed; name; true",
                "1.2 → 1.2: points; code; true",
                "∅ → 1.3: added; null; false",
                "2 → 2: points; code; null",
                "2.1 → ∅: removed; null; false",
                "1.3 → 2.1: moved rule; name; false",
            ],
            comparison.GetProperty("rows").EnumerateArray().Select(Row));
        Assert.Equal(
            """{"unchanged":1,"added":1,"removed":1,"moved":1,"renamed":1,"points":2,"rule":1,"comparable":2,"notComparable":3}""",
            comparison.GetProperty("summary").GetRawText());
    }

    [Fact]
    public async Task A_correction_by_hand_is_stored_and_wins()
    {
        var (from, to) = (await _api.CreateAsync("cu-b", LastYear), await _api.CreateAsync("moi-b", ThisYear));

        await _api.DoAsync(HttpMethod.Put, $"sets/{from}/comparison/{to}", new
        {
            mappings = new object[] { new { fromCode = "1.3", toCode = "1.3", comparable = true }, new { fromCode = "1.2", toCode = (string?)null, comparable = false } },
        });

        var rows = (await _api.DoAsync(HttpMethod.Get, $"sets/{from}/comparison/{to}")).GetProperty("rows").EnumerateArray().Select(Row).ToList();
        Assert.Contains("1.3 → 1.3: renamed points; hand; true", rows);
        Assert.Contains("1.2 → ∅: removed; null; false", rows);
        Assert.Contains("∅ → 1.2: added; null; false", rows);
        var back = (await _api.DoAsync(HttpMethod.Get, $"sets/{to}/comparison/{from}")).GetProperty("rows").EnumerateArray().Select(Row).ToList();
        Assert.Contains("1.3 → 1.3: renamed points; hand; true", back);
        Assert.Contains("1.2 → ∅: removed; null; false", back);
        Assert.Contains("∅ → 1.2: added; null; false", back);
        var unknown = await _api.SendAsync(HttpMethod.Put, $"sets/{from}/comparison/{to}", new { mappings = new[] { new { fromCode = "9.9", toCode = "1.1", comparable = true } } });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, unknown.Status);
    }

    [Fact]
    public async Task An_appraiser_of_the_province_compares_a_districts_sets_but_does_not_read_them_as_home_affairs_of_another_district()
    {
        var (north, south) = (await SetApi.UnitAsync(criteria, "Huyện Bắc"), await SetApi.UnitAsync(criteria, "Huyện Nam"));
        var owner = new SetApi(criteria.Client(Roles.HomeAffairs, north));
        var (from, to) = (await owner.CreateAsync("bac-cu", LastYear), await owner.CreateAsync("bac-moi", ThisYear));
        var both = new SetApi(criteria.Client(Guid.NewGuid(), new Grant(Roles.HomeAffairs, south), new Grant(Roles.Appraiser)));

        Assert.Equal(System.Net.HttpStatusCode.OK, (await both.SendAsync(HttpMethod.Get, $"sets/{from}/comparison/{to}")).Status);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await both.SendAsync(HttpMethod.Get, $"sets/{from}")).Status);
        var listed = await both.DoAsync(HttpMethod.Get, "sets?search=bac-&pageSize=100");
        Assert.DoesNotContain(listed.GetProperty("items").EnumerateArray(), set => set.GetProperty("id").GetGuid() == from);
        Assert.Equal(
            System.Net.HttpStatusCode.Forbidden,
            (await new SetApi(criteria.Client(Roles.Enumerator, south)).SendAsync(HttpMethod.Get, $"sets/{from}/comparison/{to}")).Status);
    }

    [Fact]
    public async Task A_unit_compares_the_set_that_measures_it_with_one_in_force_before_and_nothing_else()
    {
        var (mine, other) = (await SetApi.UnitAsync(criteria, "Huyện Đông"), await SetApi.UnitAsync(criteria, "Huyện Tây"));
        var (from, to, draft) = (await _api.CreateAsync("cu-d", LastYear), await _api.CreateAsync("moi-d", ThisYear), await _api.CreateAsync("thao-d", LastYear));
        await _api.PublishAsync(from);
        await _api.PublishAsync(to);
        var campaign = await _api.DoAsync(HttpMethod.Post, "campaigns", new
        {
            code = "ky-d", name = "Kỳ D", year = 2025, rounds = 1, surveyHeld = false,
            groups = new[] { new { code = "huyen", name = "Khối huyện", criteriaSetId = to, unitIds = new[] { mine } } },
        });

        // Not before the campaign is open.
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await StatusAsync(Roles.UnitOfficer, mine, from, to));
        await _api.DoAsync(HttpMethod.Post, $"campaigns/{campaign.GetProperty("id").GetGuid()}/phases", new { phase = "selfAssessment", round = 1 });

        Assert.Equal(System.Net.HttpStatusCode.OK, await StatusAsync(Roles.UnitOfficer, mine, from, to));
        Assert.Equal(System.Net.HttpStatusCode.OK, await StatusAsync(Roles.UnitHead, mine, from, to));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await StatusAsync(Roles.UnitHead, mine, draft, to));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await StatusAsync(Roles.UnitHead, mine, to, from));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await StatusAsync(Roles.UnitHead, other, from, to));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await new SetApi(criteria.Client(Roles.UnitHead, mine)).SendAsync(HttpMethod.Get, $"sets/{to}")).Status);

        async Task<System.Net.HttpStatusCode> StatusAsync(string role, Guid unit, Guid a, Guid b) =>
            (await new SetApi(criteria.Client(role, unit)).SendAsync(HttpMethod.Get, $"sets/{a}/comparison/{b}")).Status;
    }

    private static string Row(JsonElement row)
    {
        var changes = string.Join(' ', row.GetProperty("changes").EnumerateArray().Select(change => change.GetString()));
        return $"{Code("from")} → {Code("to")}: {changes}; {row.GetProperty("basis").GetString() ?? "null"}; {row.GetProperty("comparable").GetRawText()}";

        string? Code(string side) => row.GetProperty(side) is { ValueKind: JsonValueKind.Object } node ? node.GetProperty("code").GetString() : "∅";
    }
}
