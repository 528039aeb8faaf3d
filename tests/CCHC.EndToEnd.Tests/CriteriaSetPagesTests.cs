using System.Text.Json;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests;

public sealed class CriteriaSetPagesTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Header = "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n";

    // Between the two years one criterion is renamed, one moved, one dropped, one new; points, a rule and a source are others.
    private const string Old = Header +
        """
        1,LV,Chỉ đạo điều hành,50,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,20,TD,YESNO,
        1.2,TC,Chế độ báo cáo,10,TD,YESNO,
        1.3,TC,Công tác tuyên truyền cải cách hành chính,20,TD,YESNO,
        2,LV,Cải cách thủ tục hành chính,50,,SUM,
        2.1,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,30,TD,PROPORTIONAL,ty_le*max
        2.2,TC,Mức độ hài lòng của người dân,20,TD,YESNO,

        """;

    private const string New = Header +
        """
        1,LV,Chỉ đạo điều hành,40,,SUM,
        1.1,TC,Ban hành và công khai kế hoạch cải cách hành chính,20,TD,YESNO,
        1.2,TC,Sáng kiến trong cải cách hành chính,20,TD,YESNO,
        2,LV,Cải cách thủ tục hành chính,60,,SUM,
        2.1,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,25,TD,THRESHOLD_PROPORTIONAL,100%=max;80%..<100%=ty_le*max;<80%=0
        2.2,TC,Mức độ hài lòng của người dân,20,XHH,SURVEY,A=100;B=60;C=20;D=0
        2.3,TC,Chế độ báo cáo,15,TD,YESNO,

        """;

    [Fact]
    public async Task Comparing_two_years_is_fit_for_everyone_and_a_mapping_is_put_right_in_its_row()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var (from, to) = (await CreateAsync(homeAffairs, "so-sanh-2026", 2026, Old), await CreateAsync(homeAffairs, "so-sanh-2027", 2027, New));
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync($"/bo-tieu-chi/so-sanh?tu={from}&den={to}");
        var changes = string.Join(' ', await page.TextsAsync("table.comparison tbody td:first-child"));
        foreach (var change in (string[])["Thêm mới", "Bỏ", "Chuyển chỗ", "Đổi tên", "Đổi điểm", "Đổi quy tắc", "Đổi nguồn điểm"])
        {
            Assert.Contains(change, changes, StringComparison.Ordinal);
        }

        await page.InspectAsync("so-sanh-khac-nhau");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await page.Page.Locator("table.comparison summary").First.ClickAsync();
        await page.InspectAsync("so-sanh-sua-doi-chieu");
    }

    [Fact]
    public async Task What_owners_make_of_a_framework_is_fit_for_everyone()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var framework = await CreateAsync(homeAffairs, "bo-khung-2027", 2027, Old);
        await homeAffairs.PutAsync($"/api/criteria/sets/{framework}", new { name = "Bộ khung cấp xã năm 2027", year = 2027, isFramework = true });
        var plan = await NodeAsync(homeAffairs, framework, "1.1");
        await homeAffairs.PutAsync($"/api/criteria/sets/{framework}/nodes/{plan}", new
        {
            code = "1.1", name = "Ban hành kế hoạch cải cách hành chính", maxPoints = 20,
            leaf = new { kind = "ordinary", source = "appraised", rule = new { kind = "yes-no" }, evidenceRequired = true, requiredEvidence = "Kế hoạch đã ban hành", @fixed = true },
        });
        await homeAffairs.PostAsync($"/api/criteria/sets/{framework}/publication", new { decision = new { number = "12/QĐ-UBND", date = "2027-01-15", issuer = "Ủy ban nhân dân tỉnh" } });
        var owner = (await homeAffairs.GetAsync("/api/identity/units?pageSize=1")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var derived = (await homeAffairs.PostAsync($"/api/criteria/sets/{framework}/derivations", new { code = "bo-rieng-2027", name = "Bộ tiêu chí riêng năm 2027", ownerUnitId = owner })).GetProperty("id").GetGuid();
        var report = await NodeAsync(homeAffairs, derived, "1.2");
        await homeAffairs.PostAsync($"/api/criteria/sets/{derived}/nodes", new { parentId = await NodeAsync(homeAffairs, derived, "1"), afterId = report, name = "Kiểm tra cải cách hành chính tại thôn, tổ dân phố" });
        await homeAffairs.SendAsync(HttpMethod.Delete, $"/api/criteria/sets/{derived}/nodes/{report}");

        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        foreach (var (name, path) in (IEnumerable<(string, string)>)
            [
                ("bo-khung-khac-biet", $"/bo-tieu-chi/{framework}/khac-biet"), ("bo-tieu-chi-rieng", $"/bo-tieu-chi/{derived}?nut={await NodeAsync(homeAffairs, derived, "1.1")}"),
                ("ban-hanh-con-loi", $"/bo-tieu-chi/{derived}/cong-bo"), ("lap-bo-rieng", $"/bo-tieu-chi/moi?cach=bo-khung&tu={framework}"),
                ("dinh-chinh", $"/bo-tieu-chi/moi?cach=dinh-chinh&tu={framework}"), ("sao-chep", $"/bo-tieu-chi/moi?cach=sao-chep&tu={framework}"), ("bo-tieu-chi-trong", "/bo-tieu-chi/moi"),
            ])
        {
            await page.GoAsync(path);
            await page.InspectAsync(name);
        }
    }

    [Fact]
    public async Task The_page_of_publication_is_fit_for_everyone_when_nothing_is_wrong()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var set = await CreateAsync(homeAffairs, "ban-hanh-2027", 2027, New);
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync($"/bo-tieu-chi/{set}/cong-bo");
        await page.InspectAsync("ban-hanh-khong-loi");
    }

    private static async Task<Guid> CreateAsync(Caller homeAffairs, string code, int year, string csv) =>
        (await homeAffairs.PostCsvAsync($"/api/criteria/sets?code={code}&name=Bộ tiêu chí cấp xã năm {year}&year={year}", csv)).GetProperty("id").GetGuid();

    private static async Task<Guid> NodeAsync(Caller homeAffairs, Guid set, string code) => (await homeAffairs.GetAsync($"/api/criteria/sets/{set}")).GetProperty("nodes").EnumerateArray()
        .Single((JsonElement node) => node.GetProperty("code").GetString() == code).GetProperty("id").GetGuid();
}
