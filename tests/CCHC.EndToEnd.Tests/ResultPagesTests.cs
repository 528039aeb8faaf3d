using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>What is made of a result: analyses, documents, the conference, open data, plans; each page looked at, walked with the tab key and printed.</summary>
public sealed class ResultPagesTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Result = "/xep-hang/cchc-2024-so";

    [Theory]
    [InlineData("cong-bo", "sonoivu", Result + "/cong-bo")]
    [InlineData("mau-van-ban", "sonoivu", Result + "/mau-van-ban")]
    [InlineData("phan-tich", "sonoivu", Result + "/phan-tich?khoi=so&muc=tieu-chi")]
    [InlineData("ban-do-diem", "lanhdao", Result + "/ban-do-diem?khoi=so")]
    [InlineData("ban-do-diem-tieu-chi", "sonoivu", Result + "/ban-do-diem?khoi=so&muc=tieu-chi")]
    [InlineData("do-chac-chan", "sonoivu", Result + "/do-chac-chan?khoi=so&tham-dinh=5")]
    [InlineData("gia-dinh", "sonoivu", Result + "/STC/gia-dinh")]
    [InlineData("nguoi-dung-dau", "sonoivu", Result + "/nguoi-dung-dau?khoi=so")]
    [InlineData("don-vi-dang-cham", "sonoivu", Result + "/STC")]
    [InlineData("khac-phuc", "sonoivu", "/khac-phuc")]
    [InlineData("webhook", "sonoivu", "/quan-tri/webhook")]
    [InlineData("he-thong-ket-noi", "admin", "/quan-tri/he-thong-ket-noi")]
    public async Task Pages_around_a_result_are_fit_for_everyone_on_a_desk_on_a_phone_by_keyboard_and_on_paper(string name, string userName, string path)
    {
        await province.DemoYearAsync();
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync(userName);
        await LookAsync(page, name, path);
    }

    [Theory]
    [InlineData("du-lieu-mo", "/du-lieu-mo")]
    [InlineData("nhung", "/nhung/cchc-2024-so?khoi=so")]
    [InlineData("don-vi", "/ket-qua/cchc-2024-so/BDT")]
    public async Task Report_cards_and_open_data_are_fit_for_everyone_on_a_desk_on_a_phone_by_keyboard_and_on_paper(string name, string path)
    {
        await province.DemoYearAsync();
        await using var page = await browser.OpenAsync(province);
        await LookAsync(page, name, path);
    }

    [Fact]
    public async Task The_ranking_is_told_in_a_hall_from_the_last_to_the_first_with_the_space_bar()
    {
        await province.DemoYearAsync();
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync(Result + "/hoi-nghi?khoi=so");
        var published = PublishedResults.Read("thanh_hoa_2024_so.csv");
        var name = page.Page.Locator("[data-current] [data-of=name]");
        foreach (var unit in published.AsEnumerable().Reverse())
        {
            await page.Page.Keyboard.PressAsync("Space");
            await Assertions.Expect(name).ToHaveTextAsync(unit.UnitName);
        }

        await page.InspectAsync("hoi-nghi");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(name).ToHaveTextAsync(published[1].UnitName);

        await using var plain = await browser.OpenAsync(province, javaScript: false);
        await plain.SignInAsync("sonoivu");
        await plain.GoAsync(Result + "/hoi-nghi?khoi=so");
        await plain.Page.Locator("[data-go=next]").ClickAsync();
        await Assertions.Expect(plain.Page.Locator("[data-current] [data-of=name]")).ToHaveTextAsync(published[^1].UnitName);
        Assert.Empty(page.Complaints.Concat(plain.Complaints));
    }

    private async Task LookAsync(BrowserPage page, string name, string path)
    {
        await page.GoAsync(path);
        await page.InspectAsync(name);
        await page.TabThroughAsync();
        await page.Page.PdfAsync(new() { Path = Path.Combine(province.Evidence, name + ".pdf"), Format = "A4", PrintBackground = false });
    }
}
