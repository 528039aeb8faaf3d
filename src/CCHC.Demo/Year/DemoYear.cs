using System.Globalization;
using CCHC.Demo.Gateway;
using CCHC.Demo.Province;
using CCHC.Scoring;

namespace CCHC.Demo.Year;

/// <summary>Drives the year 2024 of the demo province and compares what it published with what was to be expected.</summary>
public static class DemoYear
{
    public const int Year = 2024;

    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    private static readonly DemoCampaignScript Departments = new(
        "cchc-2024-so", "Chỉ số CCHC 2024 – khối sở", "so", "Khối sở", "so-2024", "Bộ tiêu chí khối sở năm 2024 (mẫu minh họa)", DemoData.DepartmentCriteria,
        leaves => CampaignPlan.ForPublished(leaves, DemoData.PublishedThanhHoa2024(), tuningLeaf: "3.2"));

    private static readonly DemoCampaignScript Communes = new(
        "cchc-2024-xa", "Chỉ số CCHC 2024 – khối xã (mẫu minh họa)", "xa", "Khối xã", "xa-2024", "Bộ tiêu chí cấp xã năm 2024 (mẫu minh họa)", DemoData.CommuneCriteria,
        leaves => CampaignPlan.Free(leaves, DemoData.UnitRows().Where(unit => unit.GroupCode == "xa").Select(unit => unit.Code)));

    private sealed record Row(int? Rank, string UnitCode, string UnitName, decimal? Index, decimal? Points, decimal? MaxPoints, string? Class, string Status);

    private sealed record Ranking(string Campaign, decimal? Mean, IReadOnlyList<Row> Items);

    /// <summary>0 when the published ranking equals the expected one.</summary>
    public static async Task<int> RunAsync(GatewayClient gateway, IReadOnlyList<DemoAccount> accounts)
    {
        Console.WriteLine("Số liệu từng tiêu chí dưới đây do chương trình tạo ra; thứ hạng và chỉ số khối sở phải trùng kết quả Thanh Hóa đã công bố (Quyết định 482/QĐ-UBND).");
        var homeAffairs = await gateway.SignInAsync("sonoivu", accounts.First(account => account.UserName == "sonoivu").Password);

        var departments = new DemoCampaign(gateway, accounts, homeAffairs, Departments);
        await departments.RunAsync();
        var communes = new DemoCampaign(gateway, accounts, homeAffairs, Communes);
        await communes.RunAsync();

        var differences = new List<string>();
        var ranking = await PublishedAsync(gateway, Departments);
        Print(ranking);
        differences.AddRange(CompareWithPublished(ranking, DemoData.PublishedThanhHoa2024()));
        var communeRanking = await PublishedAsync(gateway, Communes);
        Print(communeRanking);
        differences.AddRange(CompareWithPlan(communeRanking, communes.Plans));

        foreach (var difference in differences)
        {
            Console.WriteLine($"KHÁC: {difference}");
        }

        Console.WriteLine(differences.Count == 0
            ? $"\nKhớp kết quả đã công bố: {ranking.Items.Count} thứ hạng, điểm trung bình {Number(ranking.Mean)}."
            : $"\nKhông khớp: {differences.Count} chỗ.");
        Console.WriteLine($"Mở {gateway.Address}ket-qua/{Departments.Code} để xem kết quả công khai; đăng nhập bằng tài khoản trong accounts.csv để xem các bước.");
        return differences.Count == 0 ? 0 : 1;
    }

    private static Task<Ranking> PublishedAsync(GatewayClient gateway, DemoCampaignScript script) =>
        gateway.SendAsync<Ranking>(HttpMethod.Get, $"/api/public/v1/campaigns/{script.Code}/rankings?group={script.GroupCode}", token: null, () => null);

    private static IEnumerable<string> CompareWithPublished(Ranking ranking, IReadOnlyList<PublishedIndex> published)
    {
        var byRank = ranking.Items.Where(item => item.Rank is not null).ToLookup(item => item.Rank!.Value);
        foreach (var expected in published)
        {
            var actual = byRank[expected.Rank].SingleOrDefault();
            if (actual is null || actual.UnitCode != expected.UnitCode || IndexCalculator.Round2(actual.Index!.Value) != expected.Index)
            {
                yield return $"hạng {expected.Rank} phải là {expected.UnitName} {Number(expected.Index)}, hệ thống công bố {actual?.UnitName} {Number(actual?.Index)}";
            }
        }

        if (ranking.Items.Count != published.Count)
        {
            yield return $"phải có {published.Count} đơn vị, hệ thống công bố {ranking.Items.Count}";
        }

        // The published mean, 85.41, is the mean of the printed figures too.
        var mean = IndexCalculator.Round2(published.Average(unit => unit.Index));
        if (ranking.Mean is null || IndexCalculator.Round2(ranking.Mean.Value) != mean)
        {
            yield return $"trung bình phải là {Number(mean)}, hệ thống công bố {Number(ranking.Mean)}";
        }
    }

    private static IEnumerable<string> CompareWithPlan(Ranking ranking, IReadOnlyList<UnitPlan> plans)
    {
        var actual = ranking.Items.ToDictionary(item => item.UnitCode, StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            var index = actual.GetValueOrDefault(plan.UnitCode)?.Index;
            if (index is null || Math.Abs(index.Value - plan.ExpectedIndex) > 0.0000000001m)
            {
                yield return $"{plan.UnitCode} phải có chỉ số {plan.ExpectedIndex}, hệ thống công bố {index}";
            }
        }
    }

    private static void Print(Ranking ranking)
    {
        Console.WriteLine($"\n{"Hạng",5}  {"Đơn vị",-58}{"Chỉ số",8}{"Điểm",9} /{"Tối đa",7}  Xếp loại");
        foreach (var item in ranking.Items)
        {
            Console.WriteLine($"{item.Rank,5}  {item.UnitName,-58}{Number(item.Index),8}{Number(item.Points),9} /{Number(item.MaxPoints),7}  {item.Class}");
        }

        Console.WriteLine($"{"",5}  {"Trung bình",-58}{Number(ranking.Mean),8}");
    }

    private static string Number(decimal? value) => value is null ? "–" : IndexCalculator.Round2(value.Value).ToString("0.00", Vietnamese);
}
