using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CCHC.Identity.Tests;

/// <summary>The whole country since July 2025: 34 provinces, 3,321 communes, 15 departments a province and 2 offices a commune.</summary>
public sealed class CountryTests(IdentityHost identity, ITestOutputHelper output) : IClassFixture<IdentityHost>
{
    private const int Provinces = 34;
    private const int Communes = 3_321;
    private const int Departments = 15 * Provinces;
    private const int Offices = 2 * Communes;

    private static readonly string[] Syllables = ["An", "Ân", "Bình", "Cẩm", "Đông", "Dân", "Hà", "Kỳ", "Mỹ", "Ngọc", "Phú", "Sơn", "Tân", "Thọ", "Văn", "Xuân", "Yên"];

    [Fact]
    public async Task The_country_loads_at_once_and_any_page_of_it_answers_without_delay()
    {
        const int Total = Provinces + Communes + Departments + Offices;
        var clock = Stopwatch.StartNew();
        using var imported = await identity.ImportAsync("units", Country());
        var answer = await IdentityHost.JsonAsync(imported);
        output.WriteLine($"{Total} units were imported in {clock.ElapsedMilliseconds} ms");
        Assert.Equal(Total, answer.GetProperty("created").GetInt32());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));

        using var admin = await identity.AdminAsync();
        var order = StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), ignoreCase: false);
        var names = new List<string>();
        for (var page = 1; names.Count < Communes; page++)
        {
            var list = await PageAsync(admin, $"group=xa&page={page}&pageSize=500");
            Assert.Equal(Communes, list.GetProperty("total").GetInt32());
            names.AddRange(list.GetProperty("items").EnumerateArray().Select(unit => unit.GetProperty("name").GetString()!));
        }

        Assert.Equal(Communes, names.Count);
        Assert.Equal(names.Order(order), names);
        Assert.Equal(Communes, names.Distinct(StringComparer.Ordinal).Count());

        var groups = await IdentityHost.GetAsync(admin, "/api/identity/units/groups");
        Assert.Equal(
            [("phong", Offices), ("so", Departments), ("tinh", Provinces), ("xa", Communes)],
            groups.EnumerateArray().Select(group => (group.GetProperty("code").GetString()!, group.GetProperty("units").GetInt32())));

        // The first, one in the middle and the last page; each way to look for something.
        foreach (var query in (string[])
            ["page=1", "page=100", $"page={(Total / 50) + 1}", "sort=-validFrom&page=50", "sort=type&page=3", "search=dong+son", "type=phuong&page=5", "all=true&page=200", "on=2030-01-01"])
        {
            await PageAsync(admin, query);
            clock.Restart();
            var list = await PageAsync(admin, query);
            output.WriteLine($"{query}: {list.GetProperty("total").GetInt32()} units, page in {clock.ElapsedMilliseconds} ms");
            Assert.NotEqual(0, list.GetProperty("items").GetArrayLength());
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }

        var province = (await PageAsync(admin, "search=T07&type=tinh")).GetProperty("items")[0].GetProperty("id").GetGuid();
        // 3,321 = 34 × 97 + 23: the first 23 provinces have one commune more.
        Assert.Equal(15 + 98, (await PageAsync(admin, $"parent={province}")).GetProperty("total").GetInt32());
    }

    private static string Country()
    {
        var csv = new StringBuilder("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n");
        for (var province = 0; province < Provinces; province++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"T{province:00},Ủy ban nhân dân tỉnh số {province},tinh,tinh,Khối tỉnh,,,,\n");
            for (var department = 0; department < 15; department++)
            {
                csv.Append(CultureInfo.InvariantCulture, $"S{province:00}{department:00},Sở số {department} của tỉnh số {province},so,so,Khối sở,T{province:00},2025-03-01,,\n");
            }
        }

        for (var commune = 0; commune < Communes; commune++)
        {
            var name = $"{Syllables[commune % 17]} {Syllables[commune / 17 % 17]} {Syllables[commune / 289 % 17]}";
            var type = commune % 3 == 0 ? "phuong" : "xa";
            csv.Append(CultureInfo.InvariantCulture, $"X{commune:0000},{name},{type},xa,Khối xã,T{commune % Provinces:00},2025-07-01,,\n");
            csv.Append(CultureInfo.InvariantCulture, $"P{commune:0000}1,Văn phòng {name},phong-xa,phong,Khối phòng,X{commune:0000},2025-07-01,,\n");
            csv.Append(CultureInfo.InvariantCulture, $"P{commune:0000}2,Phòng Văn hóa – Xã hội {name},phong-xa,phong,Khối phòng,X{commune:0000},2025-07-01,,\n");
        }

        return csv.ToString();
    }

    private static Task<JsonElement> PageAsync(HttpClient client, string query) => IdentityHost.GetAsync(client, $"/api/identity/units?{query}");
}
