using System.Net;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Tests;

/// <summary>A frame comes as CSV or as an Excel file, with the same rules for its lines.</summary>
public sealed class FrameFileTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_excel_list_with_vietnamese_headers_becomes_a_frame_and_its_telephone_numbers_get_their_zero_back()
    {
        var frame = await (await ImportAsync(SampleWorkbook.Of(
            ["STT", "Họ và tên", "Mã đơn vị", "LIÊN HỆ", " Tầng "],
            [1, "Nguyễn Văn An", "XA-1", 901000001, "Hộ tịch"],
            [null],
            [2, "Nguyễn Văn An", "XA-1", "+84 901 000 001", "Hộ tịch"],
            [3, "Trần Thị Bình", 7, "binh@example.vn", "Đất đai"]).ToContent())).Json();
        Assert.Equal((2, 1), (frame.GetProperty("people").GetInt32(), frame.GetProperty("duplicates").GetInt32()));

        var id = frame.GetProperty("id").GetGuid();
        var people = (await service.People(id)).Select(x => $"{x.Name}|{x.Contact}|{x.Entry.Stratum}|{x.Entry.Cluster}|{x.Entry.UnitCode}");
        Assert.Equal(["Nguyễn Văn An|0901000001|Hộ tịch||XA-1", "Trần Thị Bình|binh@example.vn|Đất đai||7"], people);
    }

    [Fact]
    public async Task Wrong_lines_are_named_as_excel_numbers_them_and_nothing_is_stored()
    {
        var campaign = await CampaignAsync();
        using var refused = await ImportAsync(
            SampleWorkbook.Of(["name", "contact", "stratum"], ["An", "0901000001", "A"], [null], [null, "0901000002", "A"], ["Chi", "0901000003", "  "]).ToContent(), campaign);
        var errors = (await refused.Json(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().ToDictionary(error => error.Name, error => error.Value[0].GetString());
        Assert.Equal(new() { ["line 4"] = "Dòng 4: Thiếu họ tên (cột name).", ["line 5"] = "Dòng 5: Thiếu tầng (cột stratum)." }, errors);
        Assert.Equal(0, await service.Read(db => db.Frames.CountAsync(frame => frame.CampaignId == campaign, Cancellation)));
    }

    [Fact]
    public async Task Semicolons_divide_columns_as_excel_writes_them_in_vietnamese()
    {
        var frame = await (await ImportAsync(new StringContent("Họ tên;Liên hệ;Tầng\nAn, Nguyễn Văn;0901000001;Hộ tịch\nBình;0901000002;Đất đai\n", Encoding.UTF8, "text/csv"))).Json();
        Assert.Equal(2, frame.GetProperty("people").GetInt32());
    }

    [Fact]
    public async Task What_is_no_workbook_or_unpacks_without_end_is_refused_in_words()
    {
        foreach (var (content, text) in new (HttpContent, string)[]
        {
            ("name,contact,stratum\nAn,,A\n"u8.ToArray().ToContent(), "Tệp không phải là bảng tính Excel"),
            (SampleWorkbook.Bomb().ToContent(), "Tệp giải nén ra quá lớn"),
            (SampleWorkbook.Of(["name", "contact"], ["An", "1"]).ToContent(), "Tệp thiếu cột: stratum (tầng)"),
            (SampleWorkbook.Of(["name", "Họ tên", "contact", "stratum"], ["An", "An", "1", "A"]).ToContent(), "Tệp có hai cột name"),
            (SampleWorkbook.Of(["name", "contact", "stratum"]).ToContent(), "Tệp không có người nào"),
            (SampleWorkbook.Of().ToContent(), "Tệp không có người nào"),
        })
        {
            using var refused = await ImportAsync(content);
            var problem = await refused.Json(HttpStatusCode.BadRequest);
            Assert.StartsWith(text, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    private async Task<Guid> CampaignAsync()
    {
        var campaign = new SampleCampaign();
        await service.Deliver(campaign.Opened());
        return campaign.Id;
    }

    private async Task<HttpResponseMessage> ImportAsync(HttpContent content, Guid? campaign = null)
    {
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        return await homeAffairs.PostAsync(new Uri($"/api/survey/campaigns/{campaign ?? await CampaignAsync()}/frames?name=Khung&source=Ngu%E1%BB%93n", UriKind.Relative), content, Cancellation);
    }
}
