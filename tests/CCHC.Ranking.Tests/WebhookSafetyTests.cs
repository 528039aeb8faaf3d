using System.Net;
using CCHC.Ranking.Webhooks;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Security;
using CCHC.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CCHC.Ranking.Tests;

public sealed class WebhookSafetyTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("113.160.0.1", true)]
    [InlineData("2405:4800::1", true)]
    [InlineData("::ffff:113.160.0.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.255.0.1", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.127.255.255", false)]
    [InlineData("100.128.0.1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:1::1", false)]
    public void Addresses_inside_are_closed(string address, bool open) => Assert.Equal(open, Guard().Allows(IPAddress.Parse(address)));

    [Fact]
    public void A_network_that_is_let_in_is_open_and_no_other()
    {
        var guard = Guard(("Webhooks:AllowedNetworks:0", "10.20.0.0/16"));
        Assert.True(guard.Allows(IPAddress.Parse("10.20.3.4")));
        Assert.True(guard.Allows(IPAddress.Parse("::ffff:10.20.3.4")));
        Assert.False(guard.Allows(IPAddress.Parse("10.21.3.4")));
    }

    [Theory]
    [InlineData("du-lieu.example.gov.vn", true)]
    [InlineData("DU-LIEU.example.gov.vn", true)]
    [InlineData("cong.tinh.gov.vn", true)]
    [InlineData("a.cong.tinh.gov.vn", true)]
    [InlineData("tinh.gov.vn", false)]
    [InlineData("giatinh.gov.vn", false)]
    [InlineData("khac.example.gov.vn", false)]
    [InlineData("du-lieu.example.gov.vn.khac.vn", false)]
    public async Task Where_names_are_listed_no_other_receiver_is_taken_or_connected_to(string host, bool taken)
    {
        var guard = Guard(("Webhooks:AllowedHosts:0", "du-lieu.example.gov.vn"), ("Webhooks:AllowedHosts:1", ".tinh.gov.vn"));
        var input = new WebhookInput("Cổng", $"https://{host}/nhan", [WebhookEvents.All[0]]);
        if (taken)
        {
            Assert.Equal(host, input.Read(guard).Address.Host, ignoreCase: true);
            return;
        }

        Assert.Contains("không nằm trong danh sách", Assert.Throws<InvalidInputException>(() => input.Read(guard)).Errors["address"].Single(), StringComparison.Ordinal);
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = guard.ConnectAsync });
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(new Uri(input.Address), content: null, TestContext.Current.CancellationToken));
        Assert.IsType<EgressRefusedException>(refused.InnerException);
    }

    [Fact]
    public async Task A_name_that_stands_for_an_address_inside_is_not_connected_to()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = Guard().ConnectAsync });
        var address = new Uri(receiver.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(address, content: null, TestContext.Current.CancellationToken));
        Assert.Equal("localhost", Assert.IsType<EgressRefusedException>(refused.InnerException).Host);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task A_webhook_whose_name_stands_for_an_address_inside_is_logged_with_the_subscription()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var keys = Directory.CreateTempSubdirectory("cchc-webhook-keys-").FullName;
        using var log = new RememberedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var events = new SecurityEvents(loggers, new HttpContextAccessor());
        var key = new WebhookKey(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Ranking:Keys", (string?)keys)]).Build());
        using var client = new WebhookClient(key, Guard(), TimeProvider.System, events);
        var address = new Uri(receiver.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        var subscription = WebhookSubscription.Register("Cổng", address, [WebhookEvents.All[0]], "ai", DateTimeOffset.UtcNow);
        subscription.TakeSecret(key.Seal(subscription.Id, "whsec_" + Convert.ToBase64String(new byte[32])), DateTimeOffset.UtcNow);

        await client.SendAsync(subscription, new WebhookDelivery(), TestContext.Current.CancellationToken);

        Assert.Empty(receiver.Requests);
        Assert.Equal([$"input_validation_fail of {subscription.Id} from -: a webhook whose name stands for an address inside or is not on the list"], log.Security);
        Directory.Delete(keys, recursive: true);
    }

    /// <summary>The example of the Standard Webhooks specification's libraries.</summary>
    [Fact]
    public void A_signature_is_that_of_the_specification() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Sign(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"));

    private static EgressGuard Guard(params (string Key, string Value)[] settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
