using System.Text;

namespace CCHC.EndToEnd.Tests;

public sealed class ImportedYearTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Campaign = "quang-binh-2023";

    [Fact]
    public async Task An_imported_year_with_two_groups_is_shown_group_by_group_with_the_published_means()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var departments = PublishedResults.Read("quang_binh_2023_so.csv");
        var districts = PublishedResults.Read("quang_binh_2023_huyen.csv");
        await homeAffairs.PostCsvAsync("/api/ranking/imports", Csv(("so", "Khối sở", departments), ("huyen", "Khối huyện", districts)));

        await using var page = await browser.OpenAsync(province, javaScript: false);
        await page.GoAsync($"/ket-qua/{Campaign}?khoi=so");
        Assert.Contains("91,65", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Equal(departments.Select(unit => unit.UnitName), await page.TextsAsync("table.ranking tbody th"));

        await page.ClickLinkAsync("Khối huyện");
        Assert.Contains("87,80", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Equal(districts.Select(unit => unit.UnitName), await page.TextsAsync("table.ranking tbody th"));

        await page.ClickLinkAsync("Khối sở");
        Assert.Contains("91,65", await page.MainTextAsync(), StringComparison.Ordinal);
    }

    private static string Csv(params (string Code, string Name, IReadOnlyList<PublishedResult> Units)[] groups)
    {
        var csv = new StringBuilder(
            "campaign_code,campaign_name,year,group_code,group_name,unit_code,unit_name,field_code,field_name,criterion_code,criterion_name,source,max_points,points,applicable\n");
        foreach (var (code, name, units) in groups)
        {
            foreach (var unit in units)
            {
                csv.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{Campaign},Chỉ số CCHC tỉnh Quảng Bình năm 2023,2023,{code},{name},{code}-{unit.Rank},{unit.UnitName},1,Cải cách hành chính,1.1,Chỉ số CCHC,appraised,100,{unit.Index},true\n");
            }
        }

        return csv.ToString();
    }
}
