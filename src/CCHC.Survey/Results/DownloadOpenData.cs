using System.Globalization;
using System.Text;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Survey.Results;

/// <summary>The results as open data, with a codebook; cells of too few people are empty.</summary>
public static class DownloadOpenData
{
    private static readonly (string Column, string Meaning)[] Codebook =
    [
        ("unit_code", "Mã cơ quan, đơn vị; trống là chung tất cả"),
        ("unit_name", "Tên cơ quan, đơn vị"),
        ("kind", "question: một câu hỏi; factor: một yếu tố; total: chỉ số chung"),
        ("code", "Mã câu hỏi hoặc tên yếu tố"),
        ("text", "Câu hỏi"),
        ("option_code", "Mã phương án trả lời; trống là dòng chỉ số"),
        ("option_text", "Phương án trả lời"),
        ("respondents", "Số người có câu trả lời được tính; ở dòng phương án là số người chọn; trống khi dưới 5 người hoặc có thể suy ra dưới 5 người"),
        ("value", "Chỉ số, 0 đến 100; ở dòng phương án là tỷ lệ phần trăm có quyền số"),
        ("standard_error", "Sai số chuẩn của chỉ số theo thiết kế mẫu"),
        ("low", "Cận dưới của khoảng tin cậy 95 %"),
        ("high", "Cận trên của khoảng tin cậy 95 %"),
        ("last_year", "Chỉ số năm trước của cùng câu hỏi"),
    ];

    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (await GetStatistics.FindAsync(id, user, db, cancellationToken) is not { } response)
        {
            return TypedResults.NotFound();
        }

        return await FileAsync("ket-qua-dieu-tra.csv", async csv =>
        {
            foreach (var (column, _) in Codebook)
            {
                csv.WriteField(column);
            }

            await csv.NextRecordAsync();
            foreach (var item in response.Statistics)
            {
                await WriteAsync(csv, item, option: null, item.Respondents, item.Value, item.StandardError, item.Low, item.High, item.LastYear);
                foreach (var option in item.Options)
                {
                    await WriteAsync(csv, item, option, option.Count, option.Share, null, null, null, null);
                }
            }
        });
    }

    public static Task<FileContentHttpResult> Codes() => FileAsync("bang-ma.csv", async csv =>
    {
        csv.WriteField("column");
        csv.WriteField("meaning");
        await csv.NextRecordAsync();
        foreach (var (column, meaning) in Codebook)
        {
            csv.WriteField(column);
            csv.WriteField(meaning);
            await csv.NextRecordAsync();
        }
    });

    private static Task WriteAsync(
        CsvWriter csv, GetStatistics.Item item, GetStatistics.OptionItem? option, int? people, decimal? value, decimal? error, decimal? low, decimal? high, decimal? lastYear)
    {
        foreach (var field in (IEnumerable<string?>)
            [
                item.UnitCode, item.UnitName, NameOf(item.Kind), item.Code, item.Name, option?.Code, option?.Text, people?.ToString(CultureInfo.InvariantCulture), Number(value), Number(error), Number(low),
                Number(high), Number(lastYear),
            ])
        {
            csv.WriteField(Draws.DownloadSample.Safe(field));
        }

        return csv.NextRecordAsync();
    }

    private static string NameOf(StatisticKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static string? Number(decimal? value) => value is { } number ? Math.Round(number, 6, MidpointRounding.AwayFromZero).ToString("0.######", CultureInfo.InvariantCulture) : null;

    private static async Task<FileContentHttpResult> FileAsync(string name, Func<CsvWriter, Task> write)
    {
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        await using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true))
        {
            await write(csv);
        }

        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", name);
    }
}
