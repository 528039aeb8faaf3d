using System.Text.Encodings.Web;
using System.Text.Json;
using CCHC.Ranking.Publications;

namespace CCHC.Ranking.Webhooks;

/// <summary>What receivers are told: that something is public and where to read it, never points.</summary>
public static class WebhookEvents
{
    public const string Published = "ranking.published";
    public const string Corrected = "ranking.corrected";

    /// <summary>Sent on request only, to try a receiver.</summary>
    public const string Ping = "webhook.ping";

    // Vietnamese as it is; the body is never part of a page.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Those that can be subscribed to.</summary>
    public static IReadOnlyList<string> All { get; } = [Published, Corrected];

    /// <param name="Type">One of the names above.</param>
    /// <param name="Timestamp">When it happened.</param>
    /// <param name="Data">By type.</param>
    public sealed record Envelope<T>(string Type, DateTimeOffset Timestamp, T Data);

    /// <param name="Campaign">Code.</param>
    /// <param name="CampaignName">As published.</param>
    /// <param name="Year">Of the result.</param>
    /// <param name="Version">0 as first published, else the number of the corrigendum.</param>
    /// <param name="PublishedAt">When it became public.</param>
    /// <param name="Reason">Of the corrigendum.</param>
    /// <param name="DecisionNumber">Of the decision that published it.</param>
    /// <param name="DecisionDate">Of the decision.</param>
    /// <param name="Groups">What is ranked.</param>
    /// <param name="Rankings">Path of the result below the address of this system; a group is chosen by <c>group</c>.</param>
    public sealed record RankingData(
        string Campaign, string CampaignName, int Year, int Version, DateTimeOffset PublishedAt, string? Reason, string? DecisionNumber, DateOnly? DecisionDate,
        IReadOnlyList<RankingGroup> Groups, string Rankings);

    public sealed record RankingGroup(string Code, string Name);

    public sealed record PingData(Guid Subscription, string Name);

    public static string NameOf(Publication publication) => publication.Version == 0 ? Published : Corrected;

    public static string BodyOf(Publication publication) => JsonSerializer.Serialize(
        new Envelope<RankingData>(NameOf(publication), publication.PublicFrom, new RankingData(
            publication.CampaignCode, publication.CampaignName, publication.Year, publication.Version, publication.PublicFrom, publication.Reason,
            publication.DecisionNumber, publication.DecisionDate,
            [.. publication.Groups.OrderBy(group => group.Position).Select(group => new RankingGroup(group.Code, group.Name))],
            $"/api/public/v1/campaigns/{Uri.EscapeDataString(publication.CampaignCode)}/rankings")),
        Options);

    public static string PingBody(WebhookSubscription subscription, DateTimeOffset now) =>
        JsonSerializer.Serialize(new Envelope<PingData>(Ping, now, new PingData(subscription.Id, subscription.Name)), Options);
}
