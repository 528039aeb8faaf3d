using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Testing;
using DocumentFormat.OpenXml.Packaging;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CCHC.Survey.Tests;

/// <summary>A frame of 5,000 dossiers, the sample that is drawn from it, and its repetition by a script that knows the protocol only.</summary>
public sealed class DrawTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task Anybody_who_has_the_protocol_draws_the_same_sample(int? clusters)
    {
        var (campaign, client) = await BeginAsync();
        using var homeAffairs = client;
        var frame = await ImportAsync(homeAffairs, campaign, Csv(5_000));
        Assert.Equal((5_000, 40), (frame.GetProperty("people").GetInt32(), frame.GetProperty("duplicates").GetInt32()));

        // 5000 / (1 + 5000 × 0,05²) = 370,37 → 371, and a fifth in reserve.
        var protocol = await PostAsync(homeAffairs, $"/api/survey/frames/{frame.GetProperty("id").GetGuid()}/draws", new { error = 0.05, allocation = "proportional", minimum = 30, reserve = 0.2, clusters, seed = "Quyết định 12/QĐ-UBND" });
        Assert.Equal(371, protocol.GetProperty("wanted").GetInt32());
        Assert.Equal(371, protocol.GetProperty("strata").EnumerateArray().Sum(stratum => stratum.GetProperty("sample").GetInt32()));
        var numbers = protocol.GetProperty("selected").EnumerateArray().Select(person => person.GetProperty("number").GetInt32()).ToList();
        Assert.Equal(numbers.Count, numbers.Distinct().Count());

        var id = protocol.GetProperty("id").GetGuid();
        var folder = Directory.CreateTempSubdirectory("draw-").FullName;
        try
        {
            using var frameFile = await homeAffairs.GetAsync(new Uri($"/api/survey/draws/{id}/frame.csv", UriKind.Relative), Cancellation);
            var numbered = await frameFile.Content.ReadAsStringAsync(Cancellation);
            Assert.DoesNotContain("Nguyễn", numbered, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, "frame.csv"), numbered, new UTF8Encoding(false), Cancellation);
            using var protocolFile = await homeAffairs.GetAsync(new Uri($"/api/survey/draws/{id}", UriKind.Relative), Cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "protocol.json"), await protocolFile.Content.ReadAsStringAsync(Cancellation), Cancellation);
            Assert.Equal(numbers, await RepeatAsync(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        // The sample has names for those who call on them, and nobody else.
        using var sample = await homeAffairs.GetAsync(new Uri($"/api/survey/draws/{id}/sample.csv", UriKind.Relative), Cancellation);
        Assert.Equal(numbers.Count + 1, (await sample.Content.ReadAsStringAsync(Cancellation)).TrimEnd().Split('\n').Length);
        foreach (var role in new[] { Roles.Auditor, Roles.Leader, Roles.Enumerator })
        {
            using var other = service.Client(role);
            using var refused = await other.GetAsync(new Uri($"/api/survey/draws/{id}/sample.csv", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task The_protocol_for_signature_names_nobody_of_the_frame_and_is_for_home_affairs_and_auditors(int? clusters)
    {
        var (campaign, client) = await BeginAsync();
        using var homeAffairs = client;
        var frame = (await ImportAsync(homeAffairs, campaign, Csv(500))).GetProperty("id").GetGuid();
        await PostAsync(homeAffairs, $"/api/survey/frames/{frame}/draws", new { size = 20, allocation = "equal" });
        var draw = (await PostAsync(homeAffairs, $"/api/survey/frames/{frame}/draws", new { size = 30, allocation = "equal", clusters, seed = "lần hai" })).GetProperty("id").GetGuid();
        var address = new Uri($"/api/survey/draws/{draw}/protocol.docx", UriKind.Relative);

        using var auditor = service.Client(Roles.Auditor);
        using var file = await auditor.GetAsync(address, Cancellation);
        Assert.Equal((HttpStatusCode.OK, "bien-ban-rut-mau-2026-lan-2.docx"), (file.StatusCode, file.Content.Headers.ContentDisposition?.FileName));
        var bytes = await file.Content.ReadAsByteArrayAsync(Cancellation);
        using (var document = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false))
        {
            var text = document.MainDocumentPart!.Document!.InnerText;
            Assert.Contains("Mã ngẫu nhiên: lần hai", text, StringComparison.Ordinal);
            Assert.Contains("phục vụ Kỳ đánh giá thử.", text, StringComparison.Ordinal);
            Assert.Contains("Lần rút: lần thứ 2 từ khung mẫu này.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Nguyễn Văn", text, StringComparison.Ordinal);
            Assert.Equal(clusters is not null, text.Contains("Hai giai đoạn", StringComparison.Ordinal));
        }

        Assert.Equal(bytes, await homeAffairs.GetByteArrayAsync(address, Cancellation));
        using var leader = service.Client(Roles.Leader);
        using var refused = await leader.GetAsync(address, Cancellation);
        using var district = service.Client(Guid.NewGuid(), new Grant(Roles.HomeAffairs, Guid.NewGuid()));
        using var foreign = await district.GetAsync(address, Cancellation);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.StatusCode, foreign.StatusCode));
    }

    [Fact]
    public async Task An_erased_frame_keeps_its_numbers_and_draws_and_no_person()
    {
        var (campaign, client) = await BeginAsync();
        using var homeAffairs = client;
        var frame = (await ImportAsync(homeAffairs, campaign, Csv(200))).GetProperty("id").GetGuid();
        var draw = await PostAsync(homeAffairs, $"/api/survey/frames/{frame}/draws", new { size = 20, allocation = "equal" });
        using (var erased = await homeAffairs.DeleteAsync(new Uri($"/api/survey/frames/{frame}/people", UriKind.Relative), Cancellation))
        {
            Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        }

        Assert.Equal(0, await service.Read(db => db.FrameEntries.CountAsync(entry => entry.FrameId == frame && (entry.Name != null || entry.Contact != null), Cancellation)));
        using var kept = await homeAffairs.GetAsync(new Uri($"/api/survey/draws/{draw.GetProperty("id").GetGuid()}", UriKind.Relative), Cancellation);
        Assert.Equal(draw.GetProperty("selected").GetRawText(), (await kept.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("selected").GetRawText());
        using var again = await homeAffairs.PostAsJsonAsync(new Uri($"/api/survey/frames/{frame}/draws", UriKind.Relative), new { size = 20, allocation = "equal" }, Cancellation);
        Assert.Equal("frame.erased", await again.Conflict());
    }

    [Fact]
    public async Task A_wrong_file_or_wish_is_refused_by_name_and_another_governments_campaign_is_not_found()
    {
        var (campaign, client) = await BeginAsync();
        using var homeAffairs = client;
        foreach (var (csv, text) in new[]
        {
            ("name,contact\nAn,0901\n", "thiếu cột: stratum"),
            ("name,contact,stratum\n,0901,A\nBình,0902,\n", "Thiếu họ tên"),
            ("name,contact,stratum\n", "không có người nào"),
        })
        {
            using var wrong = await SendAsync(homeAffairs, campaign, csv);
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            Assert.Contains(text, await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
        }

        var frame = (await ImportAsync(homeAffairs, campaign, "name,contact,stratum\nAn,0901000001,A\nAn,+84 901 000 001,A\nBình,,A\n")).GetProperty("id").GetGuid();
        using var both = await homeAffairs.PostAsJsonAsync(new Uri($"/api/survey/frames/{frame}/draws", UriKind.Relative), new { size = 1, error = 0.05, allocation = "equal" }, Cancellation);
        using var clusters = await homeAffairs.PostAsJsonAsync(new Uri($"/api/survey/frames/{frame}/draws", UriKind.Relative), new { size = 1, clusters = 1, allocation = "equal" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, both.StatusCode);
        Assert.Equal("draw.cluster-missing", await clusters.Conflict());
        var list = await (await homeAffairs.GetAsync(new Uri($"/api/survey/campaigns/{campaign}/frames", UriKind.Relative), Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((2, 1), (list.GetProperty("items")[0].GetProperty("people").GetInt32(), list.GetProperty("items")[0].GetProperty("duplicates").GetInt32()));

        using var district = service.Client(Guid.NewGuid(), new Grant(Roles.HomeAffairs, Guid.NewGuid()));
        using var foreign = await SendAsync(district, campaign, Csv(3));
        using var foreignDraw = await district.PostAsJsonAsync(new Uri($"/api/survey/frames/{frame}/draws", UriKind.Relative), new { size = 1, allocation = "equal" }, Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, foreignDraw.StatusCode));
    }

    /// <summary>Three strata of which the third is small, five communes each; every 125th person stands in the file twice.</summary>
    private static string Csv(int people)
    {
        var csv = new StringBuilder("name,contact,stratum,cluster,unit_code\n");
        for (var number = 1; number <= people; number++)
        {
            var stratum = number % 50 == 0 ? "Đất đai" : number % 3 == 0 ? "Tư pháp" : "Hộ tịch";
            var line = string.Create(CultureInfo.InvariantCulture, $"Nguyễn Văn {number},09{number:00000000},{stratum},Xã {number % 5},XA-1\n");
            csv.Append(line).Append(number % 125 == 0 ? line : "");
        }

        return csv.ToString();
    }

    private static async Task<List<int>> RepeatAsync(string folder)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "repeat-draw.mjs"), Path.Combine(folder, "protocol.json"), Path.Combine(folder, "frame.csv")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, await errors);
        return [.. (await output).Trim().Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, Guid campaign, string csv) => client.PostAsync(
        new Uri($"/api/survey/campaigns/{campaign}/frames?name={Uri.EscapeDataString("Hồ sơ một cửa")}&source={Uri.EscapeDataString("Cổng dịch vụ công")}", UriKind.Relative),
        new StringContent(csv, Encoding.UTF8, "text/csv"), Cancellation);

    private static async Task<JsonElement> ImportAsync(HttpClient client, Guid campaign, string csv)
    {
        using var response = await SendAsync(client, campaign, csv);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private async Task<(Guid Campaign, HttpClient Client)> BeginAsync()
    {
        var campaign = new SampleCampaign();
        await service.Deliver(campaign.Opened());
        return (campaign.Id, service.Client(Roles.HomeAffairs));
    }
}
