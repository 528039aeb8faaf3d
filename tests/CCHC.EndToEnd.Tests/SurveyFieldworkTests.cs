using System.Globalization;
using System.Text;
using System.Text.Json;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>
/// A satisfaction survey from the list of dossiers to the points in the ranking: 50 people answer by telephone, 20 on paper that two people type in,
/// 30 are asked by two enumerators whose tablets have no network.
/// </summary>
public sealed class SurveyFieldworkTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Campaign = "sipas-thuc-dia";
    private const string Password = "mat-khau-rat-dai-2025";
    private const string Pin = "739154";
    private const int Dossiers = 5_000;
    private const int ByTelephone = 50;
    private const int OnPaper = 20;

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Sự hài lòng của người dân,100,,SUM,
        1.1,TC,Mức độ hài lòng về việc giải quyết thủ tục,100,XHH,SURVEY,
        """;

    private Guid _campaign;
    private Guid _survey;

    private string Survey => $"/dieu-tra/{_campaign}/cuoc/{_survey}";

    [Fact]
    public async Task Answers_by_telephone_on_paper_and_from_two_tablets_become_the_points_that_a_hand_calculation_gives()
    {
        var homeAffairs = await PrepareAsync();
        await using var office = await browser.OpenAsync(province);
        await office.SignInAsync("sonoivu");
        await DrawAsync(office);
        await IssueAsync(office);

        // Whom a serial stands for is written on the label: "Nguyễn Văn 17" is dossier 17.
        var labels = (await homeAffairs.GetAsync($"/api/survey/surveys/{_survey}/invitations/labels")).GetProperty("items").EnumerateArray()
            .Select(label => new Person(label.GetProperty("serial").GetInt32(), label.GetProperty("code").GetString()!, int.Parse(label.GetProperty("name").GetString()!.Split(' ')[^1], CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(100, labels.Count);
        await AnswerByTelephoneAsync(labels[..ByTelephone]);
        await TypeInAsync(office, labels[ByTelephone..(ByTelephone + OnPaper)]);
        await AskOnTabletsAsync(labels[(ByTelephone + OnPaper)..]);

        await office.GoAsync($"{Survey}/thuc-dia");
        await office.InspectAsync("thuc-dia");
        await Assertions.Expect(office.Page.Locator("main")).ToContainTextAsync("100");
        await ReviewAndCloseAsync(office, homeAffairs);

        // By hand: of each unit, the weights of those who chose 4 or 5 over the weights of all who were drawn there; equal shares of 4000 and 1000 people weigh 80 and 20.
        var standings = await Eventually.Is(
            async () => (await homeAffairs.GetAsync($"/api/ranking/campaigns/{Campaign}/standings")).GetProperty("items").EnumerateArray().ToList(),
            items => items.Count == 2 && items.TrueForAll(item => item.GetProperty("rank").ValueKind == JsonValueKind.Number), TimeSpan.FromSeconds(30));
        foreach (var unit in (string[])["TD1", "TD2"])
        {
            var mine = labels.Where(person => person.Unit == unit).ToList();
            var expected = 100m * mine.Where(person => person.Step >= 4).Sum(person => person.Weight) / mine.Sum(person => person.Weight);
            var points = standings.Single(item => item.GetProperty("unitCode").GetString() == unit).GetProperty("index").GetDecimal();
            Assert.Equal(Math.Round(expected, 8), Math.Round(points, 8));
        }

        await office.GoAsync($"{Survey}/ket-qua");
        await office.InspectAsync("ket-qua-dieu-tra");
        Assert.Empty(office.Complaints);
    }

    private async Task<Caller> PrepareAsync()
    {
        var (homeAffairs, admin) = (await province.HomeAffairsAsync(), await province.System.SignInAsync("admin"));
        await admin.PostCsvAsync(
            "/api/identity/units/import", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\nTD1,Xã Thực Địa Một,Xã,thuc-dia,Khối thực địa,UBNDT,,,\nTD2,Xã Thực Địa Hai,Xã,thuc-dia,Khối thực địa,UBNDT,,,\n");
        await admin.PostCsvAsync("/api/identity/accounts/import", $"username,display_name,role,unit_code,password\ntd.lan,Lê Thị Lan,enumerator,,{Password}\ntd.minh,Trần Văn Minh,enumerator,,{Password}\n");
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "thuc-dia");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Campaign, "thuc-dia", Criteria, [.. units.Values], surveyHeld: true);
        _campaign = campaign.Id;
        var created = await Eventually.Is(() => homeAffairs.SendAsync(HttpMethod.Post, "/api/survey/surveys", new
        {
            campaignId = _campaign, code = "SIPAS", name = "Khảo sát hài lòng 2025", introduction = "Kính mời Ông/Bà cho ý kiến.", formula = "topTwo",
            respondentGroups = new[] { new { code = "ND", name = "Người dân", rates = "one" } },
            questionnaire = new
            {
                languages = new[] { "vi" },
                sections = new[]
                {
                    new
                    {
                        code = "A", title = "Mức độ hài lòng",
                        questions = new[]
                        {
                            new
                            {
                                code = "Q1", kind = "rating", text = "Ông/Bà hài lòng ở mức nào?", perUnit = true, required = true, leaves = new[] { new { groupCode = "thuc-dia", leafCode = "1.1" } },
                                options = new[] { "Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng" }.Select((text, i) => new { code = $"{i + 1}", text, percent = i * 25 }),
                            },
                        },
                    },
                },
            },
        }), answer => answer.Status != System.Net.HttpStatusCode.NotFound, TimeSpan.FromSeconds(30));
        _survey = created.Json().GetProperty("id").GetGuid();
        await homeAffairs.PostAsync($"/api/survey/surveys/{_survey}/opening");
        await homeAffairs.PostAsync($"/api/survey/surveys/{_survey}/paper-settings", new { doubleShare = 1 });
        return homeAffairs;
    }

    private async Task DrawAsync(BrowserPage office)
    {
        await office.GoAsync($"/dieu-tra/{_campaign}/khung-mau");
        await office.Page.GetByLabel("Tên khung mẫu").FillAsync("Hồ sơ một cửa 2025");
        await office.Page.GetByLabel("Nguồn danh sách").FillAsync("Cổng dịch vụ công");
        await office.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "ho-so.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Frame()) });
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Nhập khung mẫu" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator(".figures")).ToContainTextAsync("5.000");
        await office.Page.Locator("summary").Filter(new() { HasText = "Rút mẫu" }).ClickAsync();
        await office.Page.Locator("input[name=by][value=size]").CheckAsync();
        await office.Page.Locator("input[name=size]").FillAsync("100");
        await office.Page.Locator("input[name=allocation][value=equal]").CheckAsync();
        await office.Page.Locator("input[name=seed]").FillAsync("15/QĐ-SNV");
        await office.Page.Locator("details[open] button[type=submit]").Filter(new() { HasText = "Rút mẫu" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator(".figures")).ToContainTextAsync("100");
    }

    private async Task IssueAsync(BrowserPage office)
    {
        await office.GoAsync($"{Survey}/phat-ma");
        await office.Page.Locator("select[name=drawId]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Cấp mã", Exact = true }).ClickAsync();
        await Assertions.Expect(office.Page.Locator("main")).ToContainTextAsync("Đã cấp mã cho 100 người.");
        await office.InspectAsync("phat-ma");
        await office.GoAsync($"{Survey}/nhan-ma");
        Assert.Equal(100, await office.Page.Locator("svg[role=img]").CountAsync());
        await office.InspectAsync("nhan-ma");
        await office.GoAsync($"{Survey}/dieu-tra-vien");
        foreach (var name in (string[])["Lê Thị Lan", "Trần Văn Minh"])
        {
            await office.Page.GetByRole(AriaRole.Group, new() { Name = name, Exact = true }).Locator("input[name=account]").CheckAsync();
        }

        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu phân công" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator("main")).ToContainTextAsync("Đã lưu phân công cho 2 điều tra viên.");
        await office.InspectAsync("dieu-tra-vien");
    }

    /// <summary>As the QR code opens it: the first with script, so that axe can look, the others without.</summary>
    private async Task AnswerByTelephoneAsync(IReadOnlyList<Person> people)
    {
        await using var modern = await browser.OpenAsync(province, phone: true);
        var loaded = new List<IRequest>();
        modern.Page.RequestFinished += (_, request) => loaded.Add(request);
        await modern.GoAsync(people[0].Address);
        await modern.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var sizes = await Task.WhenAll(loaded.ToArray().Select(request => request.SizesAsync()));
        Assert.InRange(sizes.Sum(size => size.ResponseHeadersSize + size.ResponseBodySize), 1_000, 100_000);
        await FitsSmallPhonesAsync(modern);
        await modern.InspectAsync("khao-sat-dong-y");
        await BeginAsync(modern);
        await FitsSmallPhonesAsync(modern);
        await modern.InspectAsync("khao-sat-ca-nhan");
        await AnswerAsync(modern, people[0]);
        await modern.InspectAsync("khao-sat-cam-on");

        await using var plain = await browser.OpenAsync(province, javaScript: false, phone: true);
        foreach (var person in people.Skip(1))
        {
            await plain.GoAsync(person.Address);
            await BeginAsync(plain);
            await AnswerAsync(plain, person);
        }

        await plain.GoAsync(people[0].Address);
        await Assertions.Expect(plain.Page.Locator("main")).ToContainTextAsync("đã được trả lời");
        Assert.Empty(modern.Complaints.Concat(plain.Complaints));
    }

    private static async Task FitsSmallPhonesAsync(BrowserPage phone)
    {
        await phone.Page.SetViewportSizeAsync(360, 640);
        Assert.Equal(0, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    private static async Task BeginAsync(BrowserPage phone)
    {
        await phone.Page.Locator("#dongY").CheckAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Bắt đầu trả lời" }).ClickAsync();
    }

    private static async Task AnswerAsync(BrowserPage phone, Person person)
    {
        await phone.Page.Locator($"input[type=radio][value='{person.Step}']").CheckAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi câu trả lời" }).ClickAsync();
        await Assertions.Expect(phone.Page.Locator("h1")).ToContainTextAsync("Đã nhận câu trả lời");
    }

    /// <summary>Every form twice, by two people who use the keys only; at the last one the second presses a wrong key.</summary>
    private async Task TypeInAsync(BrowserPage office, IReadOnlyList<Person> people)
    {
        await using var lan = await browser.OpenAsync(province);
        await SignInAsync(lan, "td.lan");
        await lan.GoAsync($"{Survey}/phieu-giay/nhap");
        for (var i = 0; i < people.Count; i++)
        {
            await lan.Page.Locator("#f-number").FillAsync($"{i + 1}");
            await lan.Page.Keyboard.PressAsync("Enter");
            await lan.Page.Keyboard.TypeAsync(people[i].Code);
            await lan.Page.Keyboard.PressAsync("Enter"); // to the stratum, which the code gives
            await lan.Page.Keyboard.PressAsync("Enter");
            await EnterAsync(lan, people[i].UnitName, people[i].Step, i == 0 ? "nhap-phieu-giay" : null);
            await Assertions.Expect(lan.Page.Locator("main")).ToContainTextAsync($"Đã nhập phiếu số {i + 1}. Phiếu này thuộc phần nhập hai lần");
        }

        await using var minh = await browser.OpenAsync(province);
        await SignInAsync(minh, "td.minh");
        for (var i = 0; i < people.Count; i++)
        {
            await minh.GoAsync($"{Survey}/phieu-giay/nhap?so={i + 1}");
            await Assertions.Expect(minh.Page.Locator("main")).ToContainTextAsync("không xem được lần nhập đầu");
            var slip = i == people.Count - 1;
            await EnterAsync(minh, people[i].UnitName, slip ? (people[i].Step % 5) + 1 : people[i].Step, picture: null);
            await Assertions.Expect(minh.Page.Locator("main")).ToContainTextAsync(slip ? $"Hai lần nhập phiếu số {i + 1} khác nhau" : $"Đã nhập phiếu số {i + 1}.");
        }

        await office.GoAsync($"{Survey}/phieu-giay/{people.Count}/thong-nhat");
        await office.InspectAsync("thong-nhat");
        await office.Page.Locator("input[type=radio][value=first]").CheckAsync();
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu phiếu đã thống nhất" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator("main")).ToContainTextAsync($"Đã thống nhất phiếu số {people.Count}.");
        await office.InspectAsync("phieu-giay");
    }

    /// <summary>From the unit on; Enter goes to the next answer and at last to the button.</summary>
    private static async Task EnterAsync(BrowserPage typist, string unit, int step, string? picture)
    {
        await Assertions.Expect(typist.Page.Locator("#f-unit")).ToBeFocusedAsync();
        await typist.Page.Locator("#f-unit").SelectOptionAsync(new SelectOptionValue { Label = unit });
        if (picture is not null)
        {
            await typist.InspectAsync(picture);
            await typist.Page.Locator("#f-unit").FocusAsync();
        }

        await typist.Page.Keyboard.PressAsync("Enter");
        await typist.Page.Keyboard.PressAsync($"{step}");
        await typist.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(typist.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu phiếu" })).ToBeFocusedAsync();
        await typist.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Lan asks 18 people, Minh 15, three of them the same; Lan synchronises twice before Minh does.</summary>
    private async Task AskOnTabletsAsync(IReadOnlyList<Person> people)
    {
        await using var lan = await TabletAsync("td.lan");
        await using var minh = await TabletAsync("td.minh");
        foreach (var tablet in (BrowserPage[])[lan, minh])
        {
            await tablet.Page.Context.SetOfflineAsync(true);
        }

        for (var i = 0; i < 18; i++)
        {
            await AskAsync(lan, people[i], people[i].Step);
            if (i == 8)
            {
                // The browser is closed in the middle of the day; without network it opens again, locked.
                await lan.Page.ReloadAsync();
                await lan.Page.Locator("#pin").FillAsync(Pin);
                await lan.Page.GetByRole(AriaRole.Button, new() { Name = "Mở khóa" }).ClickAsync();
                await OpenListAsync(lan);
            }
        }

        for (var i = 15; i < people.Count; i++)
        {
            await AskAsync(minh, people[i], i < 18 ? 1 : people[i].Step); // what the three say here comes too late
        }

        await Assertions.Expect(lan.Page.Locator("#tablet-state")).ToContainTextAsync("Ngoại tuyến · 18 phiếu chưa gửi");
        await lan.InspectAsync("may-tinh-bang", "ERR_INTERNET_DISCONNECTED", "Failed to load resource");
        await lan.Page.Context.SetOfflineAsync(false);
        await SynchroniseAsync(lan);
        await SynchroniseAsync(lan);
        await minh.Page.Context.SetOfflineAsync(false);
        await SynchroniseAsync(minh);
    }

    private async Task<BrowserPage> TabletAsync(string userName)
    {
        var tablet = await browser.OpenAsync(province);
        await SignInAsync(tablet, userName);
        await tablet.GoAsync("/dieu-tra/may-tinh-bang");
        await tablet.Page.GetByRole(AriaRole.Button, new() { Name = "Tải về máy: Khảo sát hài lòng 2025" }).ClickAsync();
        await tablet.Page.Locator("#pin").FillAsync(Pin);
        await tablet.Page.Locator("#pin-again").FillAsync(Pin);
        await tablet.Page.GetByRole(AriaRole.Button, new() { Name = "Đặt mã PIN và tải về" }).ClickAsync();
        await Assertions.Expect(tablet.Page.Locator("#tablet-facts")).ToContainTextAsync("Mở được khi không có mạng", new() { Timeout = 20_000 });
        await OpenListAsync(tablet);
        return tablet;
    }

    private static Task OpenListAsync(BrowserPage tablet) => tablet.Page.GetByRole(AriaRole.Button, new() { Name = "Mở danh sách: Khảo sát hài lòng 2025" }).ClickAsync();

    private static async Task AskAsync(BrowserPage tablet, Person person, int step)
    {
        await tablet.Page.Locator("#search").FillAsync($"nguyen van {person.Dossier}");
        await tablet.Page.Locator($"#person-{person.Serial}").ClickAsync();
        await tablet.Page.GetByRole(AriaRole.Button, new() { Name = "Người trả lời đồng ý, bắt đầu hỏi" }).ClickAsync();
        await tablet.Page.Locator($"input[type=radio][value='{step}']").CheckAsync();
        await tablet.Page.GetByRole(AriaRole.Button, new() { Name = "Tiếp tục", Exact = true }).ClickAsync();
        await tablet.Page.GetByRole(AriaRole.Button, new() { Name = "Hoàn thành phiếu" }).ClickAsync();
        await Assertions.Expect(tablet.Page.Locator("[data-notice]")).ToContainTextAsync("đã lưu trên máy");
    }

    private static async Task SynchroniseAsync(BrowserPage tablet)
    {
        await tablet.Page.Locator("#tablet-sync").ClickAsync();
        await Assertions.Expect(tablet.Page.Locator("#tablet-state")).ToContainTextAsync("Trực tuyến · không có phiếu chờ gửi", new() { Timeout = 20_000 });
    }

    /// <summary>Interviews of a few seconds are flagged as too hasty; somebody has to say that they count.</summary>
    private async Task ReviewAndCloseAsync(BrowserPage office, Caller homeAffairs)
    {
        var board = await homeAffairs.GetAsync($"/api/survey/surveys/{_survey}/board");
        Assert.Equal((103, 100, 3), (board.GetProperty("submissions").GetInt32(), board.GetProperty("counted").GetInt32(), board.GetProperty("excluded").GetInt32()));
        while (true)
        {
            await office.GoAsync($"{Survey}/xem-xet");
            var flagged = (await homeAffairs.GetAsync($"/api/survey/surveys/{_survey}/submissions?state=flagged&pageSize=100")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToList();
            if (flagged.Count == 0)
            {
                break;
            }

            await homeAffairs.PostAsync($"/api/survey/surveys/{_survey}/submissions/reviews", new { ids = flagged, decision = "valid" });
        }

        await office.InspectAsync("xem-xet");
        await office.GoAsync(Survey);
        await office.Page.Locator("summary").Filter(new() { HasText = "Kết thúc" }).ClickAsync();
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Kết thúc và tính điểm" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator("main")).ToContainTextAsync("Đã kết thúc");
    }

    private static async Task SignInAsync(BrowserPage page, string userName)
    {
        await page.GoAsync("/dang-nhap");
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync(userName);
        await page.Page.GetByLabel("Mật khẩu").FillAsync(Password);
        await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/bang-viec");
    }

    private static string Frame()
    {
        var csv = new StringBuilder("name,contact,stratum,cluster,unit_code\n");
        for (var number = 1; number <= Dossiers; number++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"Nguyễn Văn {number},09{number:00000000},{(number <= 4_000 ? "Hộ tịch" : "Đất đai")},,{Person.UnitOf(number)}\n");
        }

        return csv.ToString();
    }

    /// <summary>Dossier n is about the first unit when n is odd, and its citizen chooses step n mod 5, plus one.</summary>
    private sealed record Person(int Serial, string Code, int Dossier)
    {
        public int Step => (Dossier % 5) + 1;

        public string Unit => UnitOf(Dossier);

        public string Address => $"/khao-sat/{Code.Replace("-", "", StringComparison.Ordinal)}";

        public string UnitName => Unit == "TD1" ? "Xã Thực Địa Một" : "Xã Thực Địa Hai";

        /// <summary>4000 / 50 and 1000 / 50.</summary>
        public decimal Weight => Dossier <= 4_000 ? 80 : 20;

        public static string UnitOf(int dossier) => dossier % 2 == 1 ? "TD1" : "TD2";
    }
}
