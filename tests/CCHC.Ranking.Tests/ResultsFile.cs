using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>One line of an import file; the defaults make it a whole one.</summary>
internal sealed record ResultLine
{
    public string CampaignCode { get; init; } = "NHAP";
    public string CampaignName { get; init; } = "Kỳ đánh giá nhập từ tệp";
    public string Year { get; init; } = "2020";
    public string GroupCode { get; init; } = "so";
    public string GroupName { get; init; } = "Khối sở";
    public string UnitCode { get; init; } = "snv";
    public string UnitName { get; init; } = "Sở Nội vụ";
    public string FieldCode { get; init; } = "L1";
    public string FieldName { get; init; } = "Lĩnh vực một";
    public string CriterionCode { get; init; } = "1.1";
    public string CriterionName { get; init; } = "Tiêu chí một";
    public string Source { get; init; } = "appraised";
    public string MaxPoints { get; init; } = "10";
    public string Points { get; init; } = "7.5";
    public string Applicable { get; init; } = "true";

    public override string ToString() => string.Join(',', ((string[])
    [
        CampaignCode, CampaignName, Year, GroupCode, GroupName, UnitCode, UnitName, FieldCode, FieldName, CriterionCode, CriterionName, Source,
        MaxPoints, Points, Applicable,
    ]).Select(cell => cell.Contains(',', StringComparison.Ordinal) ? $"\"{cell}\"" : cell));
}

internal static class ResultsFile
{
    public const string Header =
        "campaign_code,campaign_name,year,group_code,group_name,unit_code,unit_name,field_code,field_name,criterion_code,criterion_name,source,max_points,points,applicable";

    public static string Of(IEnumerable<ResultLine> lines) => Header + "\n" + string.Join('\n', lines) + "\n";

    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public static async Task<HttpResponseMessage> Import(this ServiceHost<RankingDbContext> ranking, string file, string role = Roles.HomeAffairs)
    {
        using var client = ranking.Client(role);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        return await client.PostAsync(new Uri("/api/ranking/imports", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }
}
