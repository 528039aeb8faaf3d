using System.Globalization;
using CCHC.Portal.AuditLog;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.WebUtilities;
using T = CCHC.Portal.FailedMessages.FailedMessagesTexts;

namespace CCHC.Portal.FailedMessages;

/// <summary>Messages that a part of the system could not deal with: why, what they say, sent again or discarded with a reason, one by one or all of a queue.</summary>
internal static class FailedMessagePages
{
    internal const string Place = "/quan-tri/thong-diep-loi";
    private const int PageSize = 50;

    public static void MapFailedMessages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Place);
        pages.MapGet("", (string? xong, GatewayClient gateway) => OverviewAsync(gateway, xong));
        var queue = pages.MapGroup("{service}/{consumer}");
        queue.MapGet("", (string service, string consumer, string? xong, [AsParameters] FailedMessageFilter filter, GatewayClient gateway) => QueueAsync(gateway, service, consumer, filter, xong));
        queue.MapPost("gui-lai", (string service, string consumer, IFormCollection form, GatewayClient gateway) =>
            DecideAllAsync(gateway, service, consumer, form, "redelivery"));
        queue.MapPost("loai-bo", (string service, string consumer, IFormCollection form, GatewayClient gateway) =>
            DecideAllAsync(gateway, service, consumer, form, "removal"));
        var message = queue.MapGroup("{id:guid}");
        message.MapGet("", (string service, string consumer, Guid id, GatewayClient gateway) => MessageAsync(gateway, service, consumer, id));
        message.MapPost("gui-lai", (string service, string consumer, Guid id, IFormCollection form, GatewayClient gateway) =>
            DecideAsync(gateway, service, consumer, id, form, "redelivery"));
        message.MapPost("loai-bo", (string service, string consumer, Guid id, IFormCollection form, GatewayClient gateway) =>
            DecideAsync(gateway, service, consumer, id, form, "removal"));
        queue.MapGet("{deed}", (string service, string consumer) => TypedResults.LocalRedirect(Address(service, consumer))); // a refused form, reloaded
        message.MapGet("{deed}", (string service, string consumer, Guid id) => TypedResults.LocalRedirect(Address(service, consumer, id)));
    }

    internal static string Address(string service, string consumer, Guid? id = null) => $"{Place}/{Uri.EscapeDataString(service)}/{Uri.EscapeDataString(consumer)}{(id is null ? "" : $"/{id}")}";

    /// <summary>The list of one queue, filters kept.</summary>
    internal static string Address(string service, string consumer, FailedMessageFilter filter) => Query(Address(service, consumer), ("tt", filter.Tt), ("nguyenNhan", filter.NguyenNhan), ("trang", Number(filter.Trang)));

    /// <summary>What was done, from the address to which a form leads back.</summary>
    internal static string? DoneText(string? done) => done?.Split('-') switch
    {
        ["redelivery", var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var messages) => Formats.Text(T.DoneSent, messages),
        ["removal", var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var messages) => Formats.Text(T.DoneDiscarded, messages),
        _ => null,
    };

    private static string Api(string service) => Words.Service(service) is null
        ? throw new GatewayException(new Problem { Status = StatusCodes.Status404NotFound })
        : $"/api/{service}/failed-messages";

    private static string Api(string service, string consumer) => $"{Api(service)}/{Uri.EscapeDataString(consumer)}";

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Query(string path, params (string Name, string? Value)[] values) => QueryHelpers.AddQueryString(
        path, values.Where(value => !string.IsNullOrWhiteSpace(value.Value)).ToDictionary(value => value.Name, value => value.Value?.Trim(), StringComparer.Ordinal));

    private static async Task<IResult> OverviewAsync(GatewayClient gateway, string? done) => Pages.Show<FailedMessageOverviewPage>(new
    {
        Services = await Task.WhenAll(AuditLogPages.Services.Select(async service =>
            new ServiceFailures(service.Address, service.Text, await gateway.TryGetAsync<FailedQueues>($"{Api(service.Address)}/queues")))),
        Done = DoneText(done),
    });

    private static async Task<IResult> QueueAsync(
        GatewayClient gateway, string service, string consumer, FailedMessageFilter filter, string? done = null, Problem? problem = null, string? reason = null)
    {
        var state = filter.Tt switch { "da-gui" => "SentAgain", "da-bo" => "Discarded", _ => "Waiting" };
        var (counted, found) = (gateway.GetAsync<FailedQueues>($"{Api(service)}/queues"), gateway.GetAsync<PageOf<FailedMessage>>(Query(
            Api(service), ("consumer", consumer), ("state", state), ("cause", filter.NguyenNhan), ("page", Number(Math.Clamp(filter.Trang ?? 1, 1, 100_000))), ("pageSize", Number(PageSize)))));
        var queues = await counted;
        return Pages.Show<FailedMessageQueuePage>(
            new
            {
                Service = service, Consumer = consumer, Filter = filter, Queue = queues.Items.FirstOrDefault(queue => queue.Consumer == consumer), CountedAt = queues.At, Messages = await found,
                Done = DoneText(done), Problem = problem, Reason = reason,
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> MessageAsync(GatewayClient gateway, string service, string consumer, Guid id, Problem? problem = null, string? reason = null) =>
        Pages.Show<FailedMessagePage>(
            new { Service = service, Details = await gateway.GetAsync<FailedMessageDetails>($"{Api(service, consumer)}/{id}"), Problem = problem, Reason = reason },
            problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> DecideAllAsync(GatewayClient gateway, string service, string consumer, IFormCollection form, string decision)
    {
        var outcome = await gateway.SendAsync<Decided>(HttpMethod.Post, $"{Api(service, consumer)}/{decision}", new { until = form["until"].ToString(), reason = form["reason"].ToString() });
        return outcome.Value is { } decided
            ? TypedResults.LocalRedirect(Query(Place, ("xong", $"{decision}-{Number(decided.Messages)}")))
            : await QueueAsync(gateway, service, consumer, new FailedMessageFilter(null, null, null), problem: outcome.Problem, reason: form["reason"]);
    }

    private static async Task<IResult> DecideAsync(GatewayClient gateway, string service, string consumer, Guid id, IFormCollection form, string decision)
    {
        var outcome = await gateway.SendAsync<Decided>(HttpMethod.Post, $"{Api(service, consumer)}/{id}/{decision}", new { reason = form["reason"].ToString() });
        return outcome.Value is { } decided
            ? TypedResults.LocalRedirect(Query(Address(service, consumer), ("xong", $"{decision}-{Number(decided.Messages)}")))
            : await MessageAsync(gateway, service, consumer, id, outcome.Problem, form["reason"]);
    }
}
