using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Standings;

/// <summary>
/// The standings as a stream of server-sent events. <c>state</c> is the whole of them, at the beginning and when other units are ranked;
/// <c>change</c> has what is said of the group and only the units whose row is another one now; <c>ping</c> says that the line is alive. The id of an event is the hash of the state
/// that it leads to, so that whoever comes back with <c>Last-Event-ID</c> gets the state when it missed something, and nothing when it did not.
/// </summary>
public static class FollowStandings
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>Shorter than a token lives: who has lost a role is asked for it again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static async Task<Results<ServerSentEventsResult<GetStandings.Response>, NotFound>> Handle(
        string code, string? group, HttpRequest request, RankingDbContext db, CampaignCache campaigns, StandingWatch watch, CurrentUser user, TimeProvider clock, IHostApplicationLifetime lifetime,
        IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.ReadStandings) || campaign.GroupOrOnly(group) is not { } followed)
        {
            return TypedResults.NotFound();
        }

        // A server that is being stopped does not wait for those who watch; they come back to another one.
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        end.CancelAfter(Longest);
        request.HttpContext.Response.RegisterForDispose(end);
        request.HttpContext.Response.Headers["X-Accel-Buffering"] = "no"; // nginx in front would keep events back
        return TypedResults.ServerSentEvents(StreamAsync(watch.FollowAsync(code, followed.Code, Quiet, end.Token), request.Headers["Last-Event-ID"], user, scopes, clock, end.Token));
    }

    private static async IAsyncEnumerable<SseItem<GetStandings.Response>> StreamAsync(
        IAsyncEnumerable<StandingBoard> boards, string? lastId, CurrentUser user, IServiceScopeFactory scopes, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GetStandings.Response? shown = null;
        await using var following = boards.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(following))
        {
            await using var scope = scopes.CreateAsyncScope();
            var barred = await scope.ServiceProvider.GetRequiredService<RankingDbContext>().BarredForAsync(following.Current.Campaign, user, cancellationToken);
            var view = GetStandings.View(following.Current, barred, clock.GetUtcNow());
            var id = IdOf(view);
            var item = (Known: id == lastId, shown) switch
            {
                (true, _) => new SseItem<GetStandings.Response>(view with { Items = [] }, "ping"),
                (_, { } before) when SameUnits(before, view) => new SseItem<GetStandings.Response>(view with { Items = ChangedSince(before, view) }, "change"),
                _ => new SseItem<GetStandings.Response>(view, "state"),
            };
            (shown, lastId) = (view, id);
            yield return new SseItem<GetStandings.Response>(item.Data, item.EventType) { EventId = id };
        }
    }

    /// <summary>False at the end, also when it comes from outside.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<StandingBoard> boards)
    {
        try
        {
            return await boards.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static bool SameUnits(GetStandings.Response before, GetStandings.Response now) =>
        before.Items.Select(item => item.UnitCode).ToHashSet(StringComparer.Ordinal).SetEquals(now.Items.Select(item => item.UnitCode));

    private static IReadOnlyList<GetStandings.Item> ChangedSince(GetStandings.Response before, GetStandings.Response now)
    {
        var known = before.Items.ToDictionary(item => item.UnitCode, StringComparer.Ordinal);
        return [.. now.Items.Where(item => !known.TryGetValue(item.UnitCode, out var other) || !Same(item, other))];
    }

    private static bool Same(GetStandings.Item one, GetStandings.Item other) => one with { Missing = other.Missing } == other && one.Missing.SequenceEqual(other.Missing, StringComparer.Ordinal);

    private static string IdOf(GetStandings.Response view) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(view with { ComputedAt = default }, ScoringJson.Options)).AsSpan(0, 8));
}
