using System.Net;

namespace CCHC.Portal.Tests;

/// <summary>What the sheet's pages make of the service's answers; the way people work with it is tested in a browser.</summary>
public sealed class SheetTests : IDisposable
{
    private readonly PortalHost _portal = new();

    public SheetTests()
    {
        _portal.Gateway.Answer($"/api/assessment/self-assessments/{Samples.Id}", Samples.Sheet);
        _portal.Gateway.Answer($"/api/assessment/self-assessments/{Samples.Id}/documents", new { selfAssessmentId = Samples.Id, items = Array.Empty<object>() });
        _portal.Gateway.Answer($"PUT /api/assessment/self-assessments/{Samples.Id}/entries/1.4", new { detail = "x" }, HttpStatusCode.PreconditionFailed);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Page => $"/phieu/{Samples.Id}";

    public void Dispose() => _portal.Dispose();

    [Fact]
    public async Task A_save_whose_answer_was_lost_is_not_taken_for_a_colleagues_change()
    {
        var html = await SaveAsync(new() { ["count"] = "1", ["version"] = "6", ["base"] = "{}" });

        Assert.Contains("Đã lưu", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Ghép hai bản", html, StringComparison.Ordinal);
        Assert.Contains("name=\"version\" value=\"7\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "5", "theirs")] // typed by nobody; the colleague made 1 of it
    [InlineData("3", "1", "mine")] // the colleague left the 1 that both had read
    [InlineData("3", "5", "mine")] // both have changed it
    public async Task What_only_one_of_two_has_changed_is_proposed_as_that_one_left_it(string typed, string before, string proposal)
    {
        var html = await SaveAsync(new() { ["count"] = typed, ["version"] = "6", ["base"] = $$"""{"count":"{{before}}"}""" });

        Assert.Contains($"name=\"pick.count\" value=\"{proposal}\" checked", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_made_of_an_older_version_is_asked_again()
    {
        var html = await SaveAsync(new() { ["count"] = "2", ["version"] = "5", ["theirVersion"] = "6", ["merge"] = "mine", ["base"] = "{}" });

        Assert.Contains("Ghép hai bản", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Fact]
    public async Task When_the_session_has_ended_signing_in_leads_back_to_the_sheet()
    {
        var browser = _portal.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Page}/tieu-chi/1.4");
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Current-URL", $"http://cchc.test{Page}?tieuChi=1.4&loc=chua-nhap");
        using var answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal($"/dang-nhap?returnUrl={Uri.EscapeDataString($"{Page}?tieuChi=1.4&loc=chua-nhap")}", Assert.Single(answer.Headers.GetValues("HX-Redirect")));
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(HttpStatusCode.NotFound, false)]
    public async Task Last_year_is_missing_quietly_or_says_which_part_is_away(HttpStatusCode status, bool said)
    {
        _portal.Gateway.Answer("/api/ranking/campaigns//last-year/X1", new { }, status);
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri($"{Page}/nam-truoc?tieuChi=1.4", UriKind.Relative), Cancellation);

        Assert.Equal(said, html.Contains("Phần xếp hạng đang tạm ngắt", StringComparison.Ordinal));
        Assert.DoesNotContain("Năm 2025", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tim=TUYEN+truyen", true)]
    [InlineData("tim=thanh+tra", false)]
    [InlineData("loc=chua-nhap", false)]
    [InlineData("loc=thieu-tai-lieu&loc=duoi-toi-da", true)] // 0,5 of 1,5 claimed without proof
    [InlineData("tu=2020-01-01", false)] // nobody is known to have entered it
    [InlineData("tu=hom-qua", true)] // unreadable: no filter
    public async Task A_filter_in_the_address_says_which_criteria_are_shown(string filter, bool shown)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri($"{Page}?{filter}", UriKind.Relative), Cancellation);

        Assert.Equal(shown, html.Contains("class=\"tree-leaf\"", StringComparison.Ordinal));
        Assert.Equal(!shown, html.Contains("Không có tiêu chí nào khớp bộ lọc.", StringComparison.Ordinal));
    }

    private async Task<string> SaveAsync(Dictionary<string, string> fields)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        browser.DefaultRequestHeaders.Add("HX-Request", "true");
        using var answer = await PortalHost.SubmitAsync(browser, Page, $"{Page}/tieu-chi/1.4", fields, Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
