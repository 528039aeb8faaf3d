using System.Net;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Testing;
using DocumentFormat.OpenXml.Packaging;
using static CCHC.Survey.Tests.FieldSteps;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.Survey.Tests;

public sealed class SurveyReportDownloadTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_report_of_a_closed_survey_tells_sample_forms_doubts_and_results()
    {
        var survey = await service.OpenField();
        using var auditor = service.Client(Roles.Auditor);
        Assert.Equal("survey.not-closed", await (await auditor.GetAsync(Report(survey, "docx"), Cancellation)).Conflict());

        // Seven in their own time, five of them content; two in one second, of which one counts all the same and is content.
        foreach (var (step, seconds) in new (string, int)[] { ("5", 60), ("5", 60), ("5", 60), ("4", 60), ("4", 60), ("3", 60), ("1", 60), ("4", 1), ("1", 1) })
        {
            await (await service.Send(survey.OpenLink, Rate(survey.Campaign.FirstDepartment, step), seconds: seconds)).Json(HttpStatusCode.Created);
        }

        var hasty = (await service.Get($"{survey.Path}/submissions?state=flagged&flag=speeding")).GetProperty("items").EnumerateArray()
            .ToDictionary(form => form.GetProperty("answers")[0].GetProperty("value").GetString()!, form => form.GetProperty("id").GetGuid(), StringComparer.Ordinal);
        await (await service.Post($"{survey.Path}/submissions/reviews", new { ids = new[] { hasty["Hài lòng"] }, decision = "valid" })).Json();
        await (await service.Post($"{survey.Path}/submissions/reviews", new { ids = new[] { hasty["Rất không hài lòng"] }, decision = "excluded", reason = "Trả lời trong một giây" })).Json();
        await (await service.Post($"{survey.Path}/closing")).Json();

        var (lines, tables) = await ReadAsync(auditor, survey);
        Assert.Contains("Thu được 9 phiếu, trong đó 8 phiếu được tính vào kết quả, 1 phiếu bị loại.", lines);
        Assert.Equal(["Người dân|Đất đai|20|12|0|0|0,00", "Người dân|Hộ tịch|60|12|0|0|0,00", "Tổng cộng||80|24|0|0|0,00"], tables[0].Skip(1));
        Assert.Equal(["Khách vãng lai|9|8|1", "Người dân|0|0|0", "Tổng cộng|9|8|1"], tables[1].Skip(1));
        Assert.Equal(["Trả lời quá nhanh|2|1|1"], tables[3].Skip(1));
        Assert.Equal(["Trả lời trong một giây|1"], tables[4].Skip(1));

        // Six of eight: 75 %. Residuals of 25 and 75: √((6·25² + 2·75²) / 7 / 8) = 16,37; 75 − 1,96 × 16,37 = 42,92, and 107,08 is more than everything.
        Assert.Equal(["1|Sở Nội vụ|8|75,00|42,92 – 100,00|16,37", "–|Sở Tài chính|0|–|–|–"], tables[5].Skip(1));
        Assert.Contains("1 cơ quan, đơn vị chưa có câu trả lời được tính.", lines);

        using var excel = await auditor.GetAsync(Report(survey, "xlsx"), Cancellation);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.Content.Headers.ContentType?.MediaType);
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(await excel.Content.ReadAsByteArrayAsync(Cancellation)), isEditable: false);
        Assert.Equal(6, workbook.WorkbookPart!.WorksheetParts.Count());

        var summary = (await service.Get($"{survey.Path}/statistics?summary=true", Roles.Leader)).GetProperty("statistics").EnumerateArray().ToList();
        Assert.Contains(summary, item => item.GetProperty("kind").GetString() == "factor" && item.GetProperty("unitCode").GetString() == "SO-1");
        Assert.All(summary.Where(item => item.GetProperty("kind").GetString() == "question"), item => Assert.Equal(System.Text.Json.JsonValueKind.Null, item.GetProperty("unitId").ValueKind));
    }

    [Theory]
    [InlineData(Roles.UnitHead)]
    [InlineData(Roles.Appraiser)]
    public async Task Others_do_not_get_the_report(string role)
    {
        var survey = await service.OpenField();
        using var client = service.Client(role);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(Report(survey, "docx"), Cancellation)).StatusCode);
    }

    private static Uri Report(FieldSurvey survey, string format) => new($"{survey.Path}/report.{format}", UriKind.Relative);

    private static async Task<(List<string> Lines, List<List<string>> Tables)> ReadAsync(HttpClient client, FieldSurvey survey)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(await client.GetByteArrayAsync(Report(survey, "docx"), Cancellation)), isEditable: false);
        var body = document.MainDocumentPart!.Document!.Body!;
        return (
            [.. body.Descendants<W.Paragraph>().Select(line => line.InnerText)],
            [
                .. body.Descendants<W.Table>().Where(table => table.Descendants<W.TableHeader>().Any())
                    .Select(table => table.Elements<W.TableRow>().Select(row => string.Join('|', row.Elements<W.TableCell>().Select(cell => cell.InnerText))).ToList()),
            ]);
    }
}
