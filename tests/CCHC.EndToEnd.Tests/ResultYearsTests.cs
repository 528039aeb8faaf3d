using System.Globalization;
using System.Text;

namespace CCHC.EndToEnd.Tests;

/// <summary>Three years of five wards from files: what everybody sees of them, and the documents that home affairs makes of the last.</summary>
public sealed class ResultYearsTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Campaign = "ba-nam-2024";

    /// <summary>Points on 1.1 (of 20), 1.2 (of 30) and 2.1 (of 50); their sum is the index. The fifth ward was founded in 2024.</summary>
    private static readonly (int Year, int[]?[] Wards)[] Years =
    [
        (2021, [[15, 20, 35], [18, 27, 44], [14, 22, 40], [20, 25, 41], null]),
        (2023, [[16, 25, 40], [17, 26, 42], [15, 24, 41], [20, 28, 45], null]),
        (2024, [[19, 28, 47], [17, 25, 42], [15, 24, 41], [20, 26, 43], [12, 20, 30]]),
    ];

    private static readonly (string Field, string Code, string Name, int Max)[] Criteria =
    [
        ("Chỉ đạo điều hành", "1.1", "Ban hành kế hoạch cải cách hành chính", 20), ("Chỉ đạo điều hành", "1.2", "Kiểm tra, giám sát việc thực hiện cải cách hành chính", 30),
        ("Thủ tục hành chính", "2.1", "Hồ sơ giải quyết đúng và trước hạn", 50),
    ];

    [Fact]
    public async Task Everybody_sees_a_unit_s_years_where_it_lost_points_and_who_rose_since_last_year()
    {
        await ImportAsync();
        await using var page = await browser.OpenAsync(province);

        // 70, 81 and 94; 2022 was not published. In 2024 the ward is first of five, then as before behind 93 and 85 it was third of four, and in 2021 last.
        await page.GoAsync($"/ket-qua/{Campaign}/BN1");
        Assert.Contains("Chỉ số tăng 24,00 điểm phần trăm từ năm 2021 đến năm 2024", await page.TextsAsync("main h2"));
        Assert.Equal(
            "Chỉ số theo năm, phần trăm: năm 2021: 70,00, hạng 4/4; năm 2023: 81,00, hạng 3/4; năm 2024: 94,00, hạng 1/5", await page.Page.Locator("svg.trend").GetAttributeAsync("aria-label"));
        Assert.Equal(["2024", "2023", "2021"], await page.TextsAsync("section[aria-labelledby=history-title] tbody th"));
        Assert.Contains("Mất nhiều điểm nhất ở tiêu chí 2.1. Hồ sơ giải quyết đúng và trước hạn: 3,00 điểm", await page.TextsAsync("main h2"));
        Assert.Equal(["3,00", "2,00", "1,00"], await page.TextsAsync("section[aria-labelledby=lost-title] tbody td:nth-of-type(2)"));
        await LookAsync(page, "don-vi-ba-nam");

        // 2023: 93, 85, 81, 80; 2024: 94, 89, 84, 80, 62. The first ward rose from the third place, the fifth has no line.
        await page.GoAsync($"/ket-qua/{Campaign}");
        var rows = await page.TextsAsync("section[aria-labelledby=slope-title] tbody tr");
        Assert.Equal(5, rows.Count);
        Assert.Equal(
            [["3", "1", "↑2", "81,00", "94,00", "+13,00"], ["1", "2", "↓1", "93,00", "89,00", "−4,00"], ["2", "3", "↓1", "85,00", "84,00", "−1,00"], ["4", "4", "=", "80,00", "80,00", "0,00"], ["–", "5", "–", "–", "62,00", "–"]],
            (await page.TextsAsync("section[aria-labelledby=slope-title] tbody td")).Chunk(6));
        Assert.Equal(["slope-line slope-down", "slope-line slope-down", "slope-line slope-up", "slope-line"], await page.Page.Locator(".slope-lines line").EvaluateAllAsync<string[]>("lines => lines.map(line => line.getAttribute('class'))"));
        await LookAsync(page, "ket-qua-so-nam-truoc");

        // Of one year alone there is nothing to draw.
        await page.GoAsync($"/ket-qua/{Campaign}/BN5");
        Assert.Contains("chưa vẽ được xu hướng", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Page.Locator("svg.trend").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Home_affairs_downloads_the_documents_of_a_result_from_a_file()
    {
        await ImportAsync();
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync("/xep-hang");
        await page.Page.Locator($"a[href='/xep-hang/{Campaign}/cong-bo']").ClickAsync();
        await page.Page.WaitForLoadStateAsync();
        await LookAsync(page, "van-ban-ket-qua-nhap");
        foreach (var address in await page.Page.Locator("main a[href*='/van-ban/']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"))
        {
            var file = await page.Page.APIRequest.GetAsync(address);
            Assert.True(file.Status == 200, $"{address} was answered {file.Status}");
            Assert.Contains(address.EndsWith(".docx", StringComparison.Ordinal) ? "wordprocessingml" : "spreadsheetml", file.Headers["content-type"], StringComparison.Ordinal);
        }

        var download = await page.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await page.Page.Locator("#card-unit").SelectOptionAsync("BN2");
            await page.Page.Locator("form:has(#card-unit) button").First.ClickAsync();
        });
        await download.SaveAsAsync(Path.Combine(province.Evidence, "thong-bao-ket-qua-nhap.docx"));
        Assert.Contains("BN2", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    private async Task LookAsync(BrowserPage page, string name)
    {
        await page.InspectAsync(name);
        await page.TabThroughAsync();
        await page.Page.PdfAsync(new() { Path = Path.Combine(province.Evidence, name + ".pdf"), Format = "A4", PrintBackground = false });
    }

    /// <summary>The same content again changes nothing.</summary>
    private async Task ImportAsync()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        foreach (var (year, wards) in Years)
        {
            var csv = new StringBuilder("campaign_code,campaign_name,year,group_code,group_name,unit_code,unit_name,field_code,field_name,criterion_code,criterion_name,source,max_points,points,applicable\n");
            foreach (var (points, ward) in wards.Select((points, i) => (points, i + 1)).Where(x => x.points is not null))
            {
                foreach (var (criterion, value) in Criteria.Zip(points!))
                {
                    csv.Append(
                        CultureInfo.InvariantCulture,
                        $"ba-nam-{year},Chỉ số CCHC các phường năm {year},{year},phuongbn,Khối phường ba năm,BN{ward},Phường Ba Năm {ward},{criterion.Code[0]},{criterion.Field},{criterion.Code},{Quoted(criterion.Name)},appraised,{criterion.Max},{value},true\n");
                }
            }

            await homeAffairs.PostCsvAsync("/api/ranking/imports", csv.ToString());
        }

        static string Quoted(string name) => $"\"{name}\"";
    }
}
