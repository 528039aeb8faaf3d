using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CCHC.Survey.Tests;

/// <summary>
/// A survey of citizens about departments (leaf 7.1, 3 points): question Q1 in five steps, Q2 only where Q1 is 1 or 2, and a number N. Its sample: two
/// strata of which 12 people each are drawn, "Hộ tịch" of 60 (weight 5) and "Đất đai" of 20 (weight 5/3), with a reserve of a fifth.
/// </summary>
internal sealed record FieldSurvey(SampleCampaign Campaign, Guid Id, Guid FrameId, Guid DrawId, string OpenLink)
{
    public string Path => $"/api/survey/surveys/{Id}";
}

internal static class FieldSteps
{
    public static object Questionnaire(string first = "Ông/Bà có hài lòng?") => new
    {
        languages = new[] { "vi", "en" },
        sections = new object[]
        {
            new
            {
                code = "A",
                title = new { vi = "Phần A", en = "Part A" },
                questions = new object[]
                {
                    new
                    {
                        code = "Q1", kind = "rating", text = new { vi = first, en = "Are you content?" }, perUnit = true, required = true, aspect = "satisfaction", factor = "Kết quả dịch vụ",
                        leaves = new[] { new { groupCode = "so", leafCode = "7.1" } },
                        options = new object[]
                        {
                            new { code = "1", text = "Rất không hài lòng", percent = 0 }, new { code = "2", text = "Không hài lòng", percent = 25 }, new { code = "3", text = "Bình thường", percent = 50 },
                            new { code = "4", text = "Hài lòng", percent = 75 }, new { code = "5", text = "Rất hài lòng", percent = 100 }, new { code = "K", text = "Không có ý kiến", percent = (int?)null },
                        },
                    },
                    new
                    {
                        code = "Q2", kind = "multiple", text = "Vì sao chưa hài lòng?", perUnit = true, showIf = new { question = "Q1", options = new[] { "1", "2" } },
                        options = new object[] { new { code = "cham", text = "Chậm" }, new { code = "kho", text = "Khó" } },
                    },
                    new { code = "N", kind = "number", text = "Mấy lần đến cơ quan?", least = 0, most = 20 },
                },
            },
        },
    };

    public static async Task<FieldSurvey> DrawUpField(this ServiceHost<SurveyDbContext> service, string formula = "topTwo")
    {
        var campaign = new SampleCampaign();
        await service.Deliver(campaign.Opened());
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var created = await (await homeAffairs.PostAsJsonAsync("/api/survey/surveys", new
        {
            campaignId = campaign.Id, code = "SIPAS", name = "Đo lường sự hài lòng", formula,
            respondentGroups = new object[] { new { code = "ND", name = "Người dân", rates = "one" }, new { code = "MO", name = "Khách vãng lai", rates = "one" } },
            questionnaire = Questionnaire(),
        })).Json(HttpStatusCode.Created);
        var id = created.GetProperty("id").GetGuid();
        using var csv = new StringContent(Frame(), Encoding.UTF8, "text/csv");
        var frame = (await (await homeAffairs.PostAsync(new Uri($"/api/survey/campaigns/{campaign.Id}/frames?name=Mot-cua&source=Cong", UriKind.Relative), csv)).Json()).GetProperty("id").GetGuid();
        var draw = (await (await homeAffairs.PostAsJsonAsync($"/api/survey/frames/{frame}/draws", new { size = 22, allocation = "equal", minimum = 12, reserve = 0.2, seed = "s" })).Json()).GetProperty("id").GetGuid();
        var survey = await (await homeAffairs.GetAsync(new Uri($"/api/survey/surveys/{id}", UriKind.Relative))).Json();
        var open = survey.GetProperty("links").EnumerateArray().Single(link => link.GetProperty("respondentGroup").GetString() == "MO").GetProperty("code").GetString()!;
        return new FieldSurvey(campaign, id, frame, draw, open);
    }

    /// <summary>Open, with codes for everybody who was drawn.</summary>
    public static async Task<FieldSurvey> OpenField(this ServiceHost<SurveyDbContext> service, string formula = "topTwo")
    {
        var survey = await service.DrawUpField(formula);
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        await (await homeAffairs.PostAsync(new Uri($"{survey.Path}/opening", UriKind.Relative), null)).Json();
        await (await homeAffairs.PostAsJsonAsync($"{survey.Path}/invitations", new { drawId = survey.DrawId, respondentGroup = "ND" })).Json();
        return survey;
    }

    public static async Task<List<(int Serial, string Code, string Stratum)>> Codes(this ServiceHost<SurveyDbContext> service, FieldSurvey survey)
    {
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var labels = await (await homeAffairs.GetAsync(new Uri($"{survey.Path}/invitations/labels", UriKind.Relative))).Json();
        return [.. labels.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("serial").GetInt32(), item.GetProperty("code").GetString()!, item.GetProperty("stratum").GetString()!))];
    }

    public static async Task<HttpResponseMessage> Send(this ServiceHost<SurveyDbContext> service, string code, object answers, Guid? key = null, int? version = null, int? seconds = null, string? device = null)
    {
        using var respondent = service.Anonymous();
        respondent.DefaultRequestHeaders.Add("Idempotency-Key", (key ?? Guid.NewGuid()).ToString());
        return await respondent.PostAsJsonAsync($"/api/survey/forms/{code}/answers", new { consent = true, answers, version, seconds, device });
    }

    /// <summary>Q1 of a unit, as an answer list.</summary>
    public static object[] Rate(Guid unit, string step, params string[] reasons) =>
    [
        new { questionCode = "Q1", unitId = unit, optionCode = step },
        .. reasons.Length == 0 ? [] : new object[] { new { questionCode = "Q2", unitId = unit, optionCodes = reasons } },
    ];

    /// <summary>Who is in a frame, by number, read with its key.</summary>
    public static async Task<IReadOnlyList<(FrameEntry Entry, string? Name, string? Contact)>> People(this ServiceHost<SurveyDbContext> service, Guid frame)
    {
        var key = service.Services.GetRequiredService<PersonKeys>().Find(frame);
        var entries = await service.Read(db => db.FrameEntries.AsNoTracking().Where(entry => entry.FrameId == frame).OrderBy(entry => entry.Number).ToListAsync());
        return entries.ConvertAll(entry => (entry, entry.Person(key).Name, entry.Person(key).Contact));
    }

    public static async Task<JsonElement> Get(this ServiceHost<SurveyDbContext> service, string path, string role = Roles.HomeAffairs)
    {
        using var client = service.Client(role);
        return await (await client.GetAsync(new Uri(path, UriKind.Relative))).Json();
    }

    public static async Task<HttpResponseMessage> Post(this ServiceHost<SurveyDbContext> service, string path, object? body = null, string role = Roles.HomeAffairs, Guid? userId = null)
    {
        using var client = service.Client(role, userId: userId);
        return body is null ? await client.PostAsync(new Uri(path, UriKind.Relative), null) : await client.PostAsJsonAsync(path, body);
    }

    public static async Task<string> Download(this ServiceHost<SurveyDbContext> service, string path)
    {
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var response = await homeAffairs.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static string Frame()
    {
        var csv = new StringBuilder("name,contact,stratum,cluster,unit_code\n");
        for (var i = 1; i <= 80; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"Trần Thị {i},09{i:00000000},{(i <= 60 ? "Hộ tịch" : "Đất đai")},,{(i % 2 == 0 ? "SO-1" : "SO-2")}\n");
        }

        return csv.ToString();
    }
}
