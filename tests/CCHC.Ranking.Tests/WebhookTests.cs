using System.Net;
using System.Security.Cryptography;
using System.Text;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Webhooks;
using CCHC.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.Ranking.Tests;

public sealed class WebhookTests(WebhookHost ranking) : IClassFixture<WebhookHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receiver_that_is_down_for_an_hour_misses_nothing_and_the_order_is_kept_while_others_are_told_at_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var healthy = await WebhookReceiver.StartAsync();
        await using var webhook = await TestWebhook.To(ranking, receiver);
        await using var other = await TestWebhook.To(ranking, healthy);
        await receiver.DownAsync();

        var first = await PublishedAsync();
        await CorrectedAsync(first);
        var second = await PublishedAsync();
        (string, string)[] expected = [("ranking.published", first.Code), ("ranking.corrected", first.Code), ("ranking.published", second.Code)];
        var start = ranking.Clock.GetUtcNow();
        webhook.Look();
        await Eventually.Is(() => Task.FromResult(healthy.Requests.Count), count => count == 3);
        Assert.Equal(expected, Told(healthy));

        // 10 s, 20 s, 40 s … each a fifth more or less, which makes nine attempts within the hour, all of the first delivery.
        var made = (await webhook.Deliveries())[0];
        made = await webhook.MadeAsync(made.Id, 1);
        while (made.NextAttemptAt < start.AddHours(1))
        {
            var pause = made.NextAttemptAt - made.LastAttemptAt!.Value;
            Assert.InRange(pause.TotalSeconds, 0.8 * 10 * Math.Pow(2, made.Attempts - 1), 1.2 * 10 * Math.Pow(2, made.Attempts - 1));
            made = await webhook.AttemptAsync();
        }

        Assert.Equal(9, made.Attempts);
        Assert.Equal((DeliveryState.Waiting, null, "Không kết nối được tới địa chỉ nhận."), (made.State, made.LastStatus, made.LastProblem));
        Assert.All((await webhook.Deliveries()).Skip(1), waiting => Assert.Equal((0, DeliveryState.Waiting), (waiting.Attempts, waiting.State)));
        var item = await webhook.Get();
        Assert.Equal((3, "Không kết nối được tới địa chỉ nhận."), (item.Whole("waiting"), item.Text("lastProblem")));

        await receiver.UpAsync();
        await webhook.AttemptAsync();
        await Eventually.Is(() => Task.FromResult(receiver.Requests.Count), count => count == 3);
        Assert.Equal(expected, Told(receiver));
        await Eventually.Is(webhook.Deliveries, deliveries => deliveries.All(delivery => delivery.State == DeliveryState.Delivered));
        Assert.Equal(3, receiver.Requests.Select(request => request.Id).Distinct().Count());
        Assert.Equal(3, healthy.Requests.Count);
    }

    [Fact]
    public async Task A_slow_receiver_is_left_after_ten_seconds_and_keeps_nobody_waiting()
    {
        await using var slow = await WebhookReceiver.StartAsync();
        await using var healthy = await WebhookReceiver.StartAsync();
        slow.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await using var webhook = await TestWebhook.To(ranking, slow);
        await using var other = await TestWebhook.To(ranking, healthy);
        await PublishedAsync();
        webhook.Look();
        await Eventually.Is(() => Task.FromResult((slow.Requests.Count, healthy.Requests.Count)), counts => counts is (1, 1));
        var delivery = (await webhook.Deliveries()).Single();
        Assert.Equal(0, delivery.Attempts);

        ranking.Clock.Advance(WebhookClient.Timeout);
        delivery = await webhook.MadeAsync(delivery.Id, 1);
        Assert.Equal((DeliveryState.Waiting, "Địa chỉ nhận không trả lời trong 10 giây."), (delivery.State, delivery.LastProblem));

        slow.Answer = context => context.Response.WriteAsync("nhận rồi");
        delivery = await webhook.AttemptAsync();
        Assert.Equal((DeliveryState.Delivered, 200, "nhận rồi", null), (delivery.State, delivery.LastStatus, delivery.LastAnswer, delivery.LastProblem));
        Assert.Single(slow.Requests.Select(request => request.Id).Distinct());
    }

    [Fact]
    public async Task An_answer_without_end_is_read_no_further_than_it_is_shown()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string('x', 4_096));
            }
        };
        await using var webhook = await TestWebhook.To(ranking, receiver);
        await webhook.Post("/pings");
        var delivery = await webhook.AttemptAsync();
        Assert.Equal((DeliveryState.Delivered, 1_024), (delivery.State, delivery.LastAnswer!.Length));
    }

    [Theory]
    [InlineData(500, "Địa chỉ nhận trả lời mã 500.")]
    [InlineData(404, "Địa chỉ nhận trả lời mã 404.")]
    public async Task Any_answer_but_2xx_is_tried_again_until_it_is_one(int status, string problem)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context => AnswerAsync(context, status, "hỏng");
        await using var webhook = await TestWebhook.To(ranking, receiver);
        await PublishedAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var failed = await webhook.AttemptAsync();
            Assert.Equal((attempt, DeliveryState.Waiting, status, problem, "hỏng"), (failed.Attempts, failed.State, failed.LastStatus, failed.LastProblem, failed.LastAnswer));
        }

        receiver.Answer = context => AnswerAsync(context, 202, "");
        Assert.Equal(DeliveryState.Delivered, (await webhook.AttemptAsync()).State);
        Assert.Equal(4, receiver.Requests.Count);
        Assert.Single(receiver.Requests.Select(request => (request.Id, request.Body)).Distinct());
    }

    [Fact]
    public async Task A_receiver_that_asks_to_wait_is_left_alone_that_long()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "1800";
            return AnswerAsync(context, 429, "");
        };
        await using var webhook = await TestWebhook.To(ranking, receiver);
        await webhook.Post("/pings");
        var delivery = await webhook.AttemptAsync();
        Assert.Equal(TimeSpan.FromMinutes(30), delivery.NextAttemptAt - delivery.LastAttemptAt);
    }

    [Fact]
    public async Task A_redirect_to_a_loopback_address_is_refused_and_said_so()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var trap = await WebhookReceiver.StartAsync();
        foreach (var status in (int[])[301, 302, 307, 308])
        {
            receiver.Answer = context =>
            {
                context.Response.Headers.Location = trap.Address;
                return AnswerAsync(context, status, "");
            };
            await using var webhook = await TestWebhook.To(ranking, receiver);
            await webhook.Post("/pings");
            var delivery = await webhook.AttemptAsync();
            Assert.Equal(
                (DeliveryState.Waiting, status, $"Địa chỉ nhận chuyển hướng (mã {status}); hệ thống không đi theo. Sửa lại địa chỉ nhận."),
                (delivery.State, delivery.LastStatus, delivery.LastProblem));
        }

        Assert.Empty(trap.Requests);
    }

    [Fact]
    public async Task What_fails_for_three_days_is_given_up_and_the_next_has_its_turn_and_a_replay_sends_it_after_all()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context => AnswerAsync(context, 500, "");
        await using var webhook = await TestWebhook.To(ranking, receiver);
        await PublishedAsync();
        await PublishedAsync();
        var first = await webhook.AttemptAsync();
        while (first.State == DeliveryState.Waiting)
        {
            Assert.InRange(first.NextAttemptAt - first.LastAttemptAt!.Value, TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(72));
            first = await webhook.AttemptAsync(TimeSpan.FromHours(8)); // late, so that the test takes fewer attempts
        }

        Assert.Equal(DeliveryState.GivenUp, first.State);
        Assert.InRange(first.LastAttemptAt!.Value - first.FirstAttemptAt!.Value, TimeSpan.FromDays(3), TimeSpan.FromDays(3.5));
        var second = (await webhook.Deliveries())[1];
        await webhook.MadeAsync(second.Id, 1);
        Assert.Equal(1, (await webhook.Get("/deliveries?state=givenUp")).Whole("total"));

        receiver.Answer = context => AnswerAsync(context, 200, "");
        await webhook.Post($"/deliveries/{first.Id}/replay");
        receiver.Requests.Clear();
        await webhook.AttemptAsync();
        await webhook.AttemptAsync();
        Assert.Equal([first.MessageId, second.MessageId], receiver.Requests.Select(request => request.Id));
        Assert.All(await webhook.Deliveries(), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task Everything_since_a_moment_is_sent_again_in_order_under_the_same_ids()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var webhook = await TestWebhook.To(ranking, receiver);
        await webhook.Post("/pings");
        await webhook.AttemptAsync();
        ranking.Clock.Advance(TimeSpan.FromHours(2));
        var since = ranking.Clock.GetUtcNow();
        await PublishedAsync();
        await PublishedAsync();
        webhook.Look();
        await Eventually.Is(() => Task.FromResult(receiver.Requests.Count), count => count == 3);
        var ids = receiver.Requests.Select(request => request.Id).ToList();
        await webhook.MadeAsync((await webhook.Deliveries())[2].Id, 1);

        Assert.Equal(2, (await webhook.Post("/replays", new { since })).Whole("deliveries"));
        webhook.Look();
        await Eventually.Is(() => Task.FromResult(receiver.Requests.Count), count => count == 5);
        Assert.Equal([.. ids, ids[1], ids[2]], receiver.Requests.Select(request => request.Id));
    }

    [Fact]
    public async Task A_paused_webhook_sends_nothing_and_everything_when_it_runs_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var webhook = await TestWebhook.To(ranking, receiver, "ranking.corrected");
        await webhook.Post("/pause");
        var campaign = await PublishedAsync();
        await CorrectedAsync(campaign);
        webhook.Look();
        using (var refused = await webhook.Send(HttpMethod.Post, "/pings"))
        {
            Assert.Equal((HttpStatusCode.Conflict, "webhook.paused"), (refused.StatusCode, (await refused.Body()).Text("code")));
        }

        Assert.Empty(receiver.Requests);
        using (var resumed = await webhook.Send(HttpMethod.Delete, "/pause"))
        {
            Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
        }

        await webhook.AttemptAsync();
        Assert.Equal([("ranking.corrected", campaign.Code)], Told(receiver)); // it did not subscribe to the other event
        var data = receiver.Requests.Single().Json.GetProperty("data");
        Assert.Equal((1, "Cộng sót điểm", $"/api/public/v1/campaigns/{campaign.Code}/rankings"), (data.Whole("version"), data.Text("reason"), data.Text("rankings")));
    }

    [Fact]
    public async Task Both_secrets_sign_while_they_overlap_and_each_signature_can_be_checked_by_anybody()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var webhook = await TestWebhook.To(ranking, receiver);
        var former = webhook.Secret;
        await webhook.Post("/pings");
        await webhook.AttemptAsync();
        Assert.Equal([former], Signers(receiver.Requests.Last(), former, "whsec_" + Convert.ToBase64String(new byte[32])));

        await webhook.RotateAsync(hours: 6);
        await webhook.Post("/pings");
        await webhook.AttemptAsync();
        Assert.Equal([former, webhook.Secret], Signers(receiver.Requests.Last(), former, webhook.Secret));

        ranking.Clock.Advance(TimeSpan.FromHours(6));
        await webhook.Post("/pings");
        await webhook.AttemptAsync();
        Assert.Equal([webhook.Secret], Signers(receiver.Requests.Last(), former, webhook.Secret));

        var sealed1 = await ranking.Read(db => db.WebhookSubscriptions.Where(subscription => subscription.Id == webhook.Id).Select(subscription => subscription.Secret).SingleAsync(Cancellation));
        Assert.DoesNotContain(webhook.Secret, Encoding.Latin1.GetString(sealed1), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", (await webhook.Get()).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_key_of_the_secrets_was_lost_the_list_says_so_and_a_new_secret_mends_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var webhook = await TestWebhook.To(ranking, receiver);
        var strange = RandomNumberGenerator.GetBytes(60);
        await ranking.Read(db => db.WebhookSubscriptions.Where(subscription => subscription.Id == webhook.Id).ExecuteUpdateAsync(set => set.SetProperty(subscription => subscription.Secret, strange), Cancellation));
        await webhook.Post("/pings");
        Assert.Equal("Không mở được khóa ký đã lưu. Đổi khóa mới cho webhook này rồi chuyển cho bên nhận.", (await webhook.AttemptAsync()).LastProblem);
        await webhook.RotateAsync(hours: 0);
        Assert.Equal(DeliveryState.Delivered, (await webhook.AttemptAsync()).State);
        Assert.Equal([webhook.Secret], Signers(receiver.Requests.Single(), webhook.Secret));
    }

    [Fact]
    public async Task Two_replicas_send_a_delivery_once_and_after_a_crash_it_is_sent_again_under_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await using var webhook = await TestWebhook.To(ranking, receiver);
        using var replica = ActivatorUtilities.CreateInstance<WebhookSender>(ranking.Services);
        await replica.StartAsync(Cancellation);
        await webhook.Post("/pings");
        webhook.Look();
        await Eventually.Is(() => Task.FromResult(receiver.Requests.Count), count => count == 1);
        webhook.Look();
        webhook.Look();
        await Task.Delay(300, Cancellation);
        Assert.Single(receiver.Requests);

        await replica.StopAsync(Cancellation);
        await ranking.RestartAsync();
        receiver.Answer = context => AnswerAsync(context, 200, "");
        webhook.Look();
        await Task.Delay(200, Cancellation);
        Assert.Single(receiver.Requests); // whoever held the lease might still be at it
        ranking.Clock.Advance(WebhookSender.LeaseTime);
        await Eventually.Is(() => Task.FromResult(receiver.Requests.Count), count => count == 2);
        Assert.Single(receiver.Requests.Select(request => request.Id).Distinct());
    }

    [Fact]
    public async Task Before_the_minute_no_webhook_is_written_and_none_is_for_an_approval_that_was_withdrawn()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var webhook = await TestWebhook.To(ranking, receiver);
        var campaign = await ranking.Scored(units: 1);
        var minute = ranking.Clock.GetUtcNow().AddMinutes(10);
        minute = minute.AddTicks(-(minute.Ticks % TimeSpan.TicksPerMinute));
        using var approved = await ranking.PublishResult(
            campaign, approval: new { publicFrom = minute.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture) });
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        ranking.Clock.SetUtcNow(minute.AddSeconds(-1));
        await Task.Delay(200, Cancellation);
        Assert.Empty(await webhook.Deliveries());

        ranking.Clock.Advance(Publications.PublicationClock.Interval);
        await Eventually.Is(webhook.Deliveries, deliveries => deliveries.Count == 1);
        webhook.Look();
        await Eventually.Is(() => Task.FromResult(receiver.Requests.Count), count => count == 1);
        Assert.Equal(minute, receiver.Requests.Single().Json.GetProperty("timestamp").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("ftp://example.vn/x", "address")]
    [InlineData("khong phai dia chi", "address")]
    [InlineData("https://ai:gi@example.vn/", "address")]
    [InlineData("https://example.vn/#phan", "address")]
    [InlineData("https://10.1.2.3/", "address")]
    [InlineData("https://[::1]/", "address")]
    [InlineData("https://2130706434/", "address")] // 127.0.0.2
    [InlineData("https://example.vn/", "events", "ranking.approved")]
    [InlineData("https://example.vn/", "events")]
    public async Task What_cannot_be_a_receiver_is_refused_in_the_form(string address, string field, params string[] events)
    {
        using var refused = await ranking.Send(Roles.SystemAdmin, HttpMethod.Post, "/api/ranking/webhooks", new { name = "X", address, events = field == "address" ? ["ranking.published"] : events });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True((await refused.Body()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Only_the_provinces_own_office_and_the_administrator_register_and_the_auditor_reads()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var webhook = await TestWebhook.To(ranking, receiver);
        foreach (var role in Roles.All)
        {
            using var read = await ranking.Send(role, HttpMethod.Get, $"/api/ranking/webhooks/{webhook.Id}/deliveries");
            using var list = await ranking.Send(role, HttpMethod.Get, "/api/ranking/webhooks");
            using var written = await ranking.Send(role, HttpMethod.Post, $"/api/ranking/webhooks/{webhook.Id}/pause");
            var maker = role is Roles.HomeAffairs or Roles.SystemAdmin;
            Assert.Equal(
                (role, maker || role == Roles.Auditor, maker || role == Roles.Auditor, maker),
                (role, read.StatusCode == HttpStatusCode.OK, list.StatusCode == HttpStatusCode.OK, written.StatusCode == HttpStatusCode.NoContent));
        }

        using var district = ranking.Client(Roles.HomeAffairs, Guid.NewGuid());
        using var refused = await district.GetAsync(new Uri("/api/ranking/webhooks", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    }

    /// <summary>Which of the secrets signed, by the words of the scheme: base64(HMAC-SHA256(key, id.timestamp.body)), the key in base64 behind its prefix.</summary>
    private static IEnumerable<string> Signers(WebhookReceiver.Request request, params string[] secrets)
    {
        var signatures = request.Signature.Split(' ');
        return secrets.Where(secret =>
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret["whsec_".Length..]));
            hmac.AppendData(Encoding.ASCII.GetBytes(request.Id + "."));
            hmac.AppendData(Encoding.ASCII.GetBytes(request.Timestamp + "."));
            hmac.AppendData(Encoding.UTF8.GetBytes(request.Body));
            return signatures.Contains("v1," + Convert.ToBase64String(hmac.GetHashAndReset()));
        });
    }

    private static IEnumerable<(string, string)> Told(WebhookReceiver receiver) =>
        receiver.Requests.Select(request => (request.Json.Text("type")!, request.Json.GetProperty("data").Text("campaign")!));

    private async Task<TestCampaign> PublishedAsync()
    {
        var campaign = await ranking.Scored(units: 1);
        using var published = await ranking.PublishResult(campaign);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        return campaign;
    }

    private async Task CorrectedAsync(TestCampaign campaign)
    {
        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 45));
        using var corrected = await ranking.PublishResult(campaign, new { corrects = 0, reason = "Cộng sót điểm" });
        Assert.Equal(HttpStatusCode.OK, corrected.StatusCode);
    }
}
