using System.Text;
using CCHC.Testing;
using Microsoft.Playwright;
using RabbitMQ.Client;

namespace CCHC.EndToEnd.Tests;

/// <summary>Messages that the ranking cannot deal with while it is killed, and what the administrator decides about them in the browser.</summary>
public sealed class FailedMessagePageTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Place = "/quan-tri/thong-diep-loi", Consumer = "ranking-self-assessment-submitted", Queue = $"{Place}/ranking/{Consumer}";
    private const int Messages = 20;

    [Fact(Timeout = 300_000)]
    public async Task Messages_that_fail_while_the_service_is_killed_all_stand_on_the_page_until_somebody_decides()
    {
        var before = await province.FailedMessagesAsync();
        await PublishAsync();
        Assert.NotEmpty(await province.System.KillAsync("ranking"));
        await Eventually.Is(province.FailedMessagesAsync, count => count == before + Messages, TimeSpan.FromMinutes(2));

        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("admin");
        await page.ClickLinkAsync("Thông điệp lỗi");
        Assert.Contains($"{Messages} thông điệp chờ xử lý ở 1 nơi nhận", await page.MainTextAsync(), StringComparison.Ordinal);
        await LookAsync(page, "thong-diep-loi");
        await page.ClickLinkAsync("Xếp hạng, công bố: Phiếu tự đánh giá được gửi");
        await LookAsync(page, "thong-diep-loi-noi-nhan");
        await page.Page.Locator("tbody th a").First.ClickAsync();
        await page.Page.WaitForURLAsync($"**{Queue}/*");
        Assert.Contains("0195b3a0-0000-7000-8000-0000000000aa", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("31.337", await page.MainTextAsync(), StringComparison.Ordinal); // points, which the administrator is not to learn
        await LookAsync(page, "thong-diep-loi-chi-tiet");

        // One is discarded with a reason, the others are sent again and fail again.
        await page.Page.Locator("summary", new() { HasText = "Loại bỏ" }).ClickAsync();
        await page.Page.GetByLabel("Lý do loại bỏ").FillAsync("Thông điệp thử");
        await page.InspectAsync("thong-diep-loi-loai-bo");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Loại bỏ" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Đã loại bỏ 1 thông điệp.");
        await page.Page.Locator("summary", new() { HasText = "Gửi lại tất cả" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi lại", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync($"Đã gửi lại {Messages - 1} thông điệp.");
        await Eventually.Is(province.FailedMessagesAsync, count => count == before + Messages - 1, TimeSpan.FromMinutes(1));

        await page.GoAsync(Queue);
        await page.Page.Locator("summary", new() { HasText = "Loại bỏ tất cả" }).ClickAsync();
        await page.Page.GetByLabel("Lý do loại bỏ").FillAsync("Thông điệp thử, tất cả");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Loại bỏ", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync($"Đã loại bỏ {Messages - 1} thông điệp.");
        Assert.Equal(before, await province.FailedMessagesAsync());
        if (before == 0)
        {
            await LookAsync(page, "thong-diep-loi-trong");
        }

        await page.GoAsync("/nhat-ky?dichVu=ranking&bang=failed_message");
        var audit = await page.MainTextAsync();
        Assert.Contains("Lý do: Thông điệp thử, tất cả", audit, StringComparison.Ordinal);
        Assert.Contains("DiscardAll", audit, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    private static async Task LookAsync(BrowserPage page, string name)
    {
        await page.InspectAsync(name);
        await page.TabThroughAsync();
    }

    /// <summary>As the exchange of the consumer's queue would hand them on, with an envelope and a content that lacks nearly everything.</summary>
    private async Task PublishAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(province.System.ConnectionString("rabbitmq")) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        for (var i = 0; i < Messages; i++)
        {
            var envelope =
                $$"""
                {"messageId":"{{Guid.CreateVersion7()}}","messageType":["urn:message:CCHC.Contracts.Assessment:SelfAssessmentSubmitted"],
                 "message":{"unitId":"0195b3a0-0000-7000-8000-0000000000aa","selfPoints":31.337} }
                """;
            await channel.BasicPublishAsync(
                "", Consumer, mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent }, Encoding.UTF8.GetBytes(envelope));
        }
    }
}
