using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Data;
using CCHC.Survey.ListRequests;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Tests;

/// <summary>Home affairs asks units for lists of people; what they deliver becomes one frame.</summary>
public sealed class ListRequestTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private readonly SampleCampaign _campaign = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateOnly Today => TimeProvider.System.Today();

    [Fact]
    public async Task Delivered_lists_become_one_frame_without_doubles_and_the_people_stand_nowhere_else()
    {
        var request = await AskAsync(_campaign.FirstDepartment, _campaign.SecondDepartment, _campaign.Commune);
        await (await DeliverAsync(request, _campaign.SecondDepartment, "name,contact,stratum,unit_code\nAn,0901000001,Hộ tịch,\nBình,0901000002,Đất đai,SO-9\nBình,0901000002,Đất đai,\n")).Json();
        await (await DeliverAsync(request, _campaign.FirstDepartment, SampleWorkbook.Of(["Họ tên", "Liên hệ", "Tầng"], ["An Nguyễn", 901000001, "Hộ tịch"], ["Chi", null, "Hộ tịch"]).ToContent())).Json();

        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var taken = await (await homeAffairs.PostAsync(Route($"/api/survey/list-requests/{request}/frame"), null, Cancellation)).Json();

        // SO-1 comes before SO-2, so its An stays; one double within the list of SO-2, one between the two.
        var frame = taken.GetProperty("frameId").GetGuid();
        Assert.Equal((3, 2), (taken.GetProperty("people").GetInt32(), taken.GetProperty("duplicates").GetInt32()));
        Assert.Equal(
            ["1 An Nguyễn 0901000001 SO-1", "2 Chi  SO-1", "3 Bình 0901000002 SO-9"],
            (await service.People(frame)).Select(x => $"{x.Entry.Number} {x.Name} {x.Contact} {x.Entry.UnitCode}"));
        Assert.Equal(0, await service.Read(db => db.ListedPeople.CountAsync(person => person.RequestId == request, Cancellation)));
        var shown = (await (await homeAffairs.GetAsync(Route($"/api/survey/campaigns/{_campaign.Id}/frames"), Cancellation)).Json()).GetProperty("items")[0];
        Assert.Equal(("Người nộp hồ sơ", "Danh sách do 2/3 đơn vị cung cấp"), (shown.GetProperty("name").GetString(), shown.GetProperty("source").GetString()));

        using var late = await DeliverAsync(request, _campaign.Commune, Csv(1));
        Assert.Equal("list-request.taken-over", await late.Conflict());
        using var twice = await homeAffairs.PostAsync(Route($"/api/survey/list-requests/{request}/frame"), null, Cancellation);
        Assert.Equal("list-request.taken-over", await twice.Conflict());
    }

    [Fact]
    public async Task A_list_that_is_delivered_again_replaces_the_first_one_and_a_wrong_one_replaces_nothing()
    {
        var request = await AskAsync(_campaign.FirstDepartment);
        await (await DeliverAsync(request, _campaign.FirstDepartment, Csv(5))).Json();
        var second = await (await DeliverAsync(request, _campaign.FirstDepartment, Csv(3))).Json();
        Assert.Equal((3, 20, false), (second.GetProperty("people").GetInt32(), second.GetProperty("wanted").GetInt32(), second.GetProperty("late").GetBoolean()));

        using var wrong = await DeliverAsync(request, _campaign.FirstDepartment, "name,contact,stratum\nAn,1,A\n,2,A\n");
        Assert.Equal(["line 3"], await wrong.BadFields());
        var item = Assert.Single(await MineAsync(_campaign.FirstDepartment));
        Assert.Equal(("delivered", 3), (item.GetProperty("state").GetString(), item.GetProperty("people").GetInt32()));
        Assert.Equal(3, await service.Read(db => db.ListedPeople.CountAsync(person => person.RequestId == request, Cancellation)));
    }

    [Fact]
    public async Task Lists_that_one_unit_delivers_at_the_same_time_never_mix()
    {
        var request = await AskAsync(_campaign.FirstDepartment);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async size => await (await DeliverAsync(request, _campaign.FirstDepartment, Csv(size * 10))).Json()));
        var item = Assert.Single(await MineAsync(_campaign.FirstDepartment));
        var numbers = await service.Read(db => db.ListedPeople.Where(person => person.RequestId == request).Select(person => person.Number).ToListAsync(Cancellation));
        Assert.Equal(item.GetProperty("people").GetInt32(), numbers.Count);
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers.Order());
    }

    [Fact]
    public async Task The_board_says_who_has_delivered_and_who_is_late()
    {
        var request = await AskAsync(_campaign.FirstDepartment, _campaign.SecondDepartment, _campaign.Commune);
        await (await DeliverAsync(request, _campaign.FirstDepartment, Csv(2))).Json();
        Assert.Equal(["SO-1 so 2 True False", "SO-2 so 0 False False", "XA-1 xa 0 False False"], await BoardAsync());

        // The last day was yesterday: one delivers today, one not at all.
        await service.Read(db => db.ListRequests.Where(x => x.Id == request).ExecuteUpdateAsync(x => x.SetProperty(y => y.DueOn, Today.AddDays(-1)), Cancellation));
        await service.Read(db => db.AskedUnits.Where(x => x.RequestId == request && x.DeliveredAt != null).ExecuteUpdateAsync(x => x.SetProperty(y => y.DeliveredAt, DateTimeOffset.UtcNow.AddDays(-1)), Cancellation));
        await (await DeliverAsync(request, _campaign.SecondDepartment, Csv(25))).Json();
        Assert.Equal(["SO-1 so 2 True False", "SO-2 so 25 True True", "XA-1 xa 0 False True"], await BoardAsync());
    }

    [Fact]
    public void The_last_day_ends_at_midnight_in_viet_nam()
    {
        var day = new DateOnly(2026, 11, 20);
        var (commune, asked) = (new AskableUnit(Guid.NewGuid(), "XA-1", "Xã Thử", "xa", "Khối xã"), new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        var request = ListRequest.Ask(Guid.NewGuid(), "Danh sách", "Người dân", day, 10, [commune], "Sở Nội vụ", asked);
        var unit = request.Units.Single();
        Assert.False(request.IsLate(unit, new DateTimeOffset(2026, 11, 20, 16, 59, 59, TimeSpan.Zero)));
        Assert.True(request.IsLate(unit, new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.Zero)));

        // A list that came in time does not become late by waiting.
        request.Deliver(unit, 10, 0, "Cán bộ", new DateTimeOffset(2026, 11, 20, 16, 59, 59, TimeSpan.Zero));
        Assert.False(request.IsLate(unit, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Only_units_of_the_campaign_are_asked_and_departments_that_answer_for_a_province_are()
    {
        var (stranger, opened, department) = (Guid.NewGuid(), _campaign.Opened(), Guid.NewGuid());
        var groups = opened.Groups.ToList();
        groups[1] = groups[1] with { Responsibilities = [new LeafResponsibility { LeafCode = "5.1", UnitId = department, UnitCode = "SO-YT", UnitName = "Sở Y tế" }] };
        await service.Deliver(opened with { Groups = groups });
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var refused = await (await SendAsync(homeAffairs, Wish("Có đơn vị lạ", units: [_campaign.Commune, stranger]))).Json(HttpStatusCode.Conflict);
        Assert.Equal(("list-request.unit-not-in-campaign", "unitIds"), (refused.GetProperty("code").GetString(), refused.GetProperty("field").GetString()));
        await (await SendAsync(homeAffairs, Wish("Cán bộ y tế", units: [department]))).Json(HttpStatusCode.Created);
        Assert.Equal("Sở Y tế", Assert.Single(await MineAsync(department)).GetProperty("unitName").GetString());

        Assert.Equal("list-request.name-taken", await (await SendAsync(homeAffairs, Wish(" Cán bộ y tế ", units: [_campaign.Commune]))).Conflict());
        Assert.Equal(["dueOn"], await (await SendAsync(homeAffairs, Wish("Quá hạn", Today.AddDays(-1), [_campaign.Commune]))).BadFields());
        Assert.Equal(["UnitIds"], await (await SendAsync(homeAffairs, Wish("Không hỏi ai", units: []))).BadFields());
        Assert.Equal("list-request.nothing-delivered", await (await homeAffairs.PostAsync(Route($"/api/survey/list-requests/{await RequestOfAsync("Cán bộ y tế")}/frame"), null, Cancellation)).Conflict());
    }

    [Fact]
    public async Task A_unit_finds_its_own_requests_only_and_another_governments_home_affairs_none()
    {
        var request = await AskAsync(_campaign.FirstDepartment);
        Assert.Empty(await MineAsync(_campaign.SecondDepartment));

        // Neither a unit that was not asked nor one that names another's place.
        using var uninvited = await DeliverAsync(request, _campaign.SecondDepartment, Csv(1));
        using var stranger = service.Client(Roles.UnitHead, _campaign.SecondDepartment);
        using var disguised = await stranger.PutAsync(Route($"/api/survey/list-requests/{request}/units/{_campaign.FirstDepartment}/list"), Content(Csv(1)), Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (uninvited.StatusCode, disguised.StatusCode));

        using var district = service.Client(Roles.HomeAffairs, Guid.NewGuid());
        using var board = await district.GetAsync(Route($"/api/survey/campaigns/{_campaign.Id}/list-requests"), Cancellation);
        using var wish = await SendAsync(district, Wish("Danh sách", units: [_campaign.FirstDepartment]));
        using var frame = await district.PostAsync(Route($"/api/survey/list-requests/{request}/frame"), null, Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (board.StatusCode, wish.StatusCode, frame.StatusCode));
    }

    [Fact]
    public async Task A_wiped_practice_campaign_takes_its_requests_and_lists_along()
    {
        var request = await AskAsync(_campaign.FirstDepartment, _campaign.Commune);
        await (await DeliverAsync(request, _campaign.FirstDepartment, Csv(4))).Json();
        await service.Deliver(new CampaignWiped { CampaignId = _campaign.Id, Code = "thu", WipedAt = DateTimeOffset.UtcNow });
        Assert.Equal(0, await service.Read(db => db.ListRequests.CountAsync(x => x.Id == request, Cancellation)));
        Assert.Equal(0, await service.Read(db => db.AskedUnits.CountAsync(x => x.RequestId == request, Cancellation)));
        Assert.Equal(0, await service.Read(db => db.ListedPeople.CountAsync(x => x.RequestId == request, Cancellation)));
        using var gone = await DeliverAsync(request, _campaign.FirstDepartment, Csv(4));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static string Csv(int people) =>
        Enumerable.Range(1, people).Aggregate(new StringBuilder("name,contact,stratum\n"), (csv, number) => csv.Append(CultureInfo.InvariantCulture, $"Người {number},09{number:00000000},Hộ tịch\n")).ToString();

    private static Uri Route(string path) => new(path, UriKind.Relative);

    private static StringContent Content(string csv) => new(csv, Encoding.UTF8, "text/csv");

    private static object Wish(string name, DateOnly? dueOn = null, params Guid[] units) =>
        new { name, guidance = "Người đã nhận kết quả trong quý III; tầng là lĩnh vực.", dueOn = dueOn ?? Today.AddDays(10), wanted = 20, unitIds = units };

    private Task<HttpResponseMessage> SendAsync(HttpClient client, object wish) => client.PostAsJsonAsync(Route($"/api/survey/campaigns/{_campaign.Id}/list-requests"), wish, Cancellation);

    private async Task<Guid> AskAsync(params Guid[] units)
    {
        await service.Deliver(_campaign.Opened());
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        return (await (await SendAsync(homeAffairs, Wish("Người nộp hồ sơ", units: units))).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }

    private Task<HttpResponseMessage> DeliverAsync(Guid request, Guid unit, string csv) => DeliverAsync(request, unit, Content(csv));

    private async Task<HttpResponseMessage> DeliverAsync(Guid request, Guid unit, HttpContent content)
    {
        using var officer = service.Client(Roles.UnitOfficer, unit);
        return await officer.PutAsync(Route($"/api/survey/list-requests/{request}/units/{unit}/list"), content, Cancellation);
    }

    private async Task<List<JsonElement>> MineAsync(Guid unit)
    {
        using var head = service.Client(Roles.UnitHead, unit);
        return [.. (await (await head.GetAsync(Route("/api/survey/list-requests"), Cancellation)).Json()).GetProperty("items").EnumerateArray()];
    }

    private async Task<List<JsonElement>> RequestsAsync()
    {
        using var auditor = service.Client(Roles.Auditor);
        return [.. (await (await auditor.GetAsync(Route($"/api/survey/campaigns/{_campaign.Id}/list-requests"), Cancellation)).Json()).GetProperty("items").EnumerateArray()];
    }

    private async Task<Guid> RequestOfAsync(string name) => (await RequestsAsync()).Single(item => item.GetProperty("name").GetString() == name).GetProperty("id").GetGuid();

    private async Task<List<string>> BoardAsync() => [.. Assert.Single(await RequestsAsync()).GetProperty("units").EnumerateArray().Select(unit =>
        $"{unit.GetProperty("code").GetString()} {unit.GetProperty("groupCode").GetString()} {unit.GetProperty("people").GetInt32()} "
        + $"{unit.GetProperty("deliveredAt").ValueKind == JsonValueKind.String} {unit.GetProperty("late").GetBoolean()}")];
}
