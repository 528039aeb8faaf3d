using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Ranking.Webhooks;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>Ranking with a clock that the test moves, in a closed network: receivers on 127.0.0.1 are let in, without TLS.</summary>
public sealed class WebhookHost(TestServers servers) : ServiceHost<RankingDbContext>(servers)
{
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 29, 1, 0, 0, TimeSpan.Zero));

    protected override void Configure(IWebHostBuilder builder)
    {
        builder.UseSetting("Webhooks:AllowHttp", "true");
        builder.UseSetting("Webhooks:AllowedNetworks:0", "127.0.0.1/32");
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}

/// <summary>A subscription of the test's own, gone with it.</summary>
internal sealed class TestWebhook : IAsyncDisposable
{
    private const string Api = "/api/ranking/webhooks";
    private readonly WebhookHost _ranking;

    private TestWebhook(WebhookHost ranking, Guid id, string secret) => (_ranking, Id, Secret) = (ranking, id, secret);

    public Guid Id { get; }
    public string Secret { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TestWebhook> To(WebhookHost ranking, WebhookReceiver receiver, params string[] events)
    {
        using var created = await ranking.Send(
            Roles.HomeAffairs, HttpMethod.Post, Api, new { name = "Cổng dữ liệu", address = receiver.Address, events = events.Length > 0 ? events : [.. WebhookEvents.All] });
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync(Cancellation));
        var body = await created.Body();
        return new TestWebhook(ranking, body.GetProperty("id").GetGuid(), body.Text("secret")!);
    }

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null) => _ranking.Send(Roles.HomeAffairs, method, $"{Api}/{Id}{path}", body);

    public async Task<JsonElement> Post(string path, object? body = null)
    {
        using var answer = await Send(HttpMethod.Post, path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return answer.StatusCode == HttpStatusCode.NoContent ? default : await answer.Body();
    }

    public async Task RotateAsync(int hours) => Secret = (await Post("/secret", new { overlapHours = hours })).Text("secret")!;

    public async Task<JsonElement> Get(string path = "")
    {
        using var answer = await Send(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Body();
    }

    /// <summary>In the order of the queue.</summary>
    public Task<List<WebhookDelivery>> Deliveries() =>
        _ranking.Read(db => db.WebhookDeliveries.AsNoTracking().Where(delivery => delivery.SubscriptionId == Id).OrderBy(delivery => delivery.Sequence).ToListAsync(Cancellation));

    /// <summary>Lets the time pass until the sender looks again.</summary>
    public void Look() => _ranking.Clock.Advance(WebhookSender.Interval);

    /// <summary>Moves the clock to the next attempt of the delivery that waits first, or later, and waits until it has been made.</summary>
    public async Task<WebhookDelivery> AttemptAsync(TimeSpan late = default)
    {
        var next = (await Deliveries()).First(delivery => delivery.State == DeliveryState.Waiting);
        if (next.NextAttemptAt + late > _ranking.Clock.GetUtcNow())
        {
            _ranking.Clock.SetUtcNow(next.NextAttemptAt + late);
        }

        Look();
        return await MadeAsync(next.Id, next.Attempts + 1);
    }

    public async Task<WebhookDelivery> MadeAsync(Guid delivery, int attempts)
    {
        WebhookDelivery? made = null;
        await Eventually.Is(async () => (made = (await Deliveries()).Single(known => known.Id == delivery)).Attempts, made => made >= attempts);

        // Until the worker is done with the queue, the next look passes it over.
        await Eventually.Is(() => _ranking.Read(db => db.WebhookSubscriptions.Where(subscription => subscription.Id == Id).Select(subscription => subscription.Lease).SingleAsync(Cancellation)), lease => lease is null);
        return made!;
    }

    public async ValueTask DisposeAsync()
    {
        using var gone = await Send(HttpMethod.Delete, "");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
    }
}
