using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>Evidence as an officer of the Department of Finance brings it in the browser.</summary>
public sealed class EvidenceTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const int Piece = 2 * 1024 * 1024;

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,100,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,60,TD,YESNO,có=60;không=0
        1.2,TC,Tổ chức kiểm tra cải cách hành chính,40,TD,YESNO,có=40;không=0
        """;

    [Fact]
    public async Task Files_dropped_on_a_criterion_survive_a_cut_line_a_pause_and_a_reload_and_come_back_byte_for_byte()
    {
        var sheet = await OpenSheetAsync();
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("canbo.stc");
        await page.GoAsync($"/phieu/{sheet}?tieuChi=1.1");
        await page.Page.GetByText("Tiêu chí này chưa có tài liệu.").WaitForAsync();

        // A PDF of seven megabytes, in pieces of two, and a web page that calls itself a PDF.
        var (plan, report) = (Pdf("Kế hoạch", 7_000_000), Pdf("Báo cáo", 5_000_000));
        var line = await Line.OfAsync(page.Page, "Kế hoạch CCHC 2025.pdf", "Báo cáo kiểm tra.pdf");
        line.Cut("Kế hoạch CCHC 2025.pdf", Piece);
        await DropAsync(page.Page, ("Kế hoạch CCHC 2025.pdf", plan), ("Danh sách.pdf", Encoding.UTF8.GetBytes("<!DOCTYPE html><title>Danh sách</title><script>alert(1)</script>")));

        var refused = Row(page, "Danh sách.pdf");
        await Assertions.Expect(refused.Locator(".field-error")).ToContainTextAsync("“Danh sách.pdf”");
        await Assertions.Expect(refused).ToContainTextAsync("Không tải lên được");
        var sent = Row(page, "Kế hoạch CCHC 2025.pdf");
        await Assertions.Expect(sent).ToContainTextAsync("Mất kết nối, sẽ tự tải tiếp khi có mạng");
        await Assertions.Expect(sent).ToContainTextAsync("/ 6,7 MB"); // 7,000,xxx bytes

        var held = line.Hold("Kế hoạch CCHC 2025.pdf", 2 * Piece);
        await page.Page.Context.SetOfflineAsync(false);
        await held;
        await sent.GetByRole(AriaRole.Button, new() { Name = "Tạm dừng" }).ClickAsync();
        await Assertions.Expect(sent).ToContainTextAsync("Đã tạm dừng");
        await page.InspectAsync("tai-lieu-dang-tai", "ERR_INTERNET_DISCONNECTED", "422");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);

        await sent.GetByRole(AriaRole.Button, new() { Name = "Tiếp tục" }).ClickAsync();
        await page.Page.Locator("#explanation").FocusAsync();
        await Assertions.Expect(sent).ToContainTextAsync("Đã tải lên");
        var document = page.Page.Locator("#evidence-list li", new() { HasText = "Kế hoạch CCHC 2025.pdf" });
        await document.WaitForAsync();
        Assert.Equal("explanation", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal([0, Piece, Piece, 2 * Piece, 2 * Piece, 3 * Piece], line.Offsets("Kế hoạch CCHC 2025.pdf")); // two pieces twice, nothing from the beginning

        // Left half way; the same file, chosen again, goes on where it was.
        var left = line.Hold("Báo cáo kiểm tra.pdf", Piece);
        await DropAsync(page.Page, ("Báo cáo kiểm tra.pdf", report));
        await left;
        await Row(page, "Báo cáo kiểm tra.pdf").GetByRole(AriaRole.Button, new() { Name = "Tạm dừng" }).ClickAsync();
        await Assertions.Expect(Row(page, "Báo cáo kiểm tra.pdf")).ToContainTextAsync("Đã tạm dừng");
        await page.GoAsync($"/phieu/{sheet}?tieuChi=1.1");
        await Assertions.Expect(Row(page, "Báo cáo kiểm tra.pdf")).ToContainTextAsync("chọn lại tệp này để tải tiếp");
        await DropAsync(page.Page, ("Báo cáo kiểm tra.pdf", report));
        await page.Page.Locator("#evidence-list li", new() { HasText = "Báo cáo kiểm tra.pdf" }).WaitForAsync();
        Assert.Equal([0, Piece, Piece, 2 * Piece], line.Offsets("Báo cáo kiểm tra.pdf"));

        // Seen beside the sheet, and saved as it was.
        await document.GetByRole(AriaRole.Link, new() { Name = "Xem Kế hoạch CCHC 2025.pdf" }).ClickAsync();
        await page.Page.Locator("[data-viewer] canvas[data-drawn]").First.WaitForAsync();
        await Assertions.Expect(page.Page.Locator("[data-viewer-state]")).ToHaveTextAsync("2 trang");
        Assert.True(await page.Page.EvaluateAsync<bool>(
            "() => { const c = document.querySelector('[data-viewer] canvas'); return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(x => x < 128); }"), "The page is blank.");
        await page.InspectAsync("tai-lieu-cua-tieu-chi", "ERR_INTERNET_DISCONNECTED", "422");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        var download = await page.Page.RunAndWaitForDownloadAsync(() => document.GetByRole(AriaRole.Link, new() { Name = "Tải về Kế hoạch CCHC 2025.pdf" }).ClickAsync());
        Assert.Equal("Kế hoạch CCHC 2025.pdf", download.SuggestedFilename);
        await using (var bytes = File.OpenRead(await download.PathAsync()))
        {
            Assert.Equal(SHA256.HashData(plan), await SHA256.HashDataAsync(bytes, TestContext.Current.CancellationToken));
        }

        // Described, and used for a second criterion.
        await document.GetByRole(AriaRole.Link, new() { Name = "Thông tin" }).ClickAsync();
        await page.Page.GetByLabel("Số, ký hiệu").FillAsync("12/KH-STC");
        await page.Page.GetByLabel("Ngày ban hành").FillAsync("2024-03-05");
        await page.Page.GetByLabel("1.2. Tổ chức kiểm tra").CheckAsync();
        await page.InspectAsync("tai-lieu-thong-tin", "ERR_INTERNET_DISCONNECTED", "422");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu" }).ClickAsync();
        await page.Page.GetByText("Ngày ban hành 05/03/2024 không thuộc năm đánh giá 2025.").WaitForAsync();
        await page.GoAsync($"/phieu/{sheet}/tai-lieu");
        Assert.Equal(["Báo cáo kiểm tra.pdf", "Kế hoạch CCHC 2025.pdf"], await page.TextsAsync(".document-name strong"));
        Assert.Contains("12/KH-STC ngày 05/03/2024", await page.MainTextAsync(), StringComparison.Ordinal);
        await page.InspectAsync("tai-lieu-cua-phieu", "ERR_INTERNET_DISCONNECTED", "422");
    }

    private async Task<Guid> OpenSheetAsync()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "so");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, "thu-tai-lieu", "so", Criteria, [units["STC"], units["SNV"]]);
        return (await campaign.SheetsAsync(await province.System.SignInAsync("canbo.stc")))["STC"];
    }

    private static ILocator Row(BrowserPage page, string name) => page.Page.Locator(".upload", new() { HasText = name });

    private static async Task DropAsync(IPage page, params (string Name, byte[] Content)[] files)
    {
        var carried = await page.EvaluateHandleAsync(
            """
            files => {
              const transfer = new DataTransfer();
              for (const { name, content } of files) {
                const bytes = Uint8Array.from(atob(content), x => x.charCodeAt(0));
                transfer.items.add(new File([bytes], name, { type: 'application/pdf', lastModified: 1735689600000 }));
              }
              return transfer;
            }
            """,
            files.Select(file => new { name = file.Name, content = Convert.ToBase64String(file.Content) }).ToArray());
        await page.Locator("[data-drop]").DispatchEventAsync("drop", new { dataTransfer = carried });
    }

    /// <summary>Two pages with a word on each, as a PDF that any reader takes, filled up with a comment.</summary>
    private static byte[] Pdf(string title, int length)
    {
        var text = new StringBuilder("%PDF-1.4\n");
        List<int> starts = [];
        foreach (var body in (string[])[
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", Page(5), Page(6), Stream("KE HOACH"), Stream("TRANG HAI"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", $"<< /Title <FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title))}> >>"])
        {
            starts.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{starts.Count} 0 obj\n{body}\nendobj\n");
        }

        for (var number = 0; text.Length < length; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"% {number:000000} {new string('x', 80)}\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {starts.Count + 1}\n0000000000 65535 f \n");
        foreach (var start in starts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{start:0000000000} 00000 n \n");
        }

        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {starts.Count + 1} /Root 1 0 R /Info 8 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());

        static string Page(int content) => $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << /Font << /F1 7 0 R >> >> >>";

        static string Stream(string word)
        {
            var drawing = $"BT /F1 48 Tf 72 700 Td ({word}) Tj ET";
            return $"<< /Length {drawing.Length} >>\nstream\n{drawing}\nendstream";
        }
    }

    /// <summary>The line between the browser and the portal: tells what was sent, and is cut or held at a piece of a file.</summary>
    private sealed class Line
    {
        private readonly List<(string Name, int Offset)> _sent = [];
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
        private readonly IPage _page;
        private (string Name, int Offset)? _cut;
        private (string Name, int Offset, TaskCompletionSource Reached)? _hold;

        private Line(IPage page) => _page = page;

        public static async Task<Line> OfAsync(IPage page, params string[] names)
        {
            var line = new Line(page);
            page.Response += (_, response) =>
            {
                if (response.Request.Method == "POST" && response.Headers.TryGetValue("location", out var location) && location.Contains("/tai-len/", StringComparison.Ordinal))
                {
                    var metadata = response.Request.Headers["upload-metadata"];
                    line._names[location.Split('/')[^1]] = Array.Find(names, name => metadata.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(name)), StringComparison.Ordinal)) ?? "";
                }
            };
            await page.RouteAsync("**/tai-len/*", line.PassAsync);
            return line;
        }

        public IEnumerable<int> Offsets(string name) => _sent.Where(piece => piece.Name == name).Select(piece => piece.Offset);

        public void Cut(string name, int offset) => _cut = (name, offset);

        /// <summary>Ends when the piece is on its way, where it stays.</summary>
        public Task Hold(string name, int offset)
        {
            var reached = new TaskCompletionSource();
            _hold = (name, offset, reached);
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        private async Task PassAsync(IRoute route)
        {
            var request = route.Request;
            if (request.Method != "PATCH")
            {
                await route.ContinueAsync();
                return;
            }

            var piece = (Name: _names[request.Url.Split('/')[^1]], Offset: int.Parse(request.Headers["upload-offset"], CultureInfo.InvariantCulture));
            _sent.Add(piece);
            if (_cut == piece)
            {
                _cut = null;
                await _page.Context.SetOfflineAsync(true);
                await route.AbortAsync("internetdisconnected");
            }
            else if (_hold is { } hold && (hold.Name, hold.Offset) == piece)
            {
                _hold = null;
                hold.Reached.SetResult();
            }
            else
            {
                await route.ContinueAsync();
            }
        }
    }
}
