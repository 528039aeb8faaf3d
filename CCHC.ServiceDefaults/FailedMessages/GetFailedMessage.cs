using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>
/// One message with its content. Who does not audit, or judges, sees ids and times only: enough to find what it is about, and no points before they are
/// public.
/// </summary>
internal static class GetFailedMessage
{
    private const string Hidden = "…";

    private static readonly JsonSerializerOptions ForPeople = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="Content">Null where it is not JSON and the caller may not read it as it is.</param>
    /// <param name="Complete">Whether nothing was left out of it.</param>
    /// <param name="Message">As in the list.</param>
    public sealed record Response(ListFailedMessages.Item Message, string? Content, bool Complete);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(string consumer, Guid id, CurrentUser user, DbContext db, CancellationToken cancellationToken)
    {
        var found = db.Set<FailedMessage>().AsNoTracking().Where(message => message.Consumer == consumer && message.MessageId == id);
        if (await found.Select(ListFailedMessages.ToItem).SingleOrDefaultAsync(cancellationToken) is not { } message)
        {
            return TypedResults.NotFound();
        }

        var complete = AuditEndpoints.ReadsContent(user);
        return TypedResults.Ok(new Response(message, Content(await found.Select(x => x.Body).SingleAsync(cancellationToken), complete), complete));
    }

    private static string? Content(byte[] body, bool complete)
    {
        try
        {
            var envelope = JsonNode.Parse(body);
            var message = envelope is JsonObject whole && whole.TryGetPropertyValue("message", out var inside) ? inside : envelope;
            return (complete ? message : WithoutValues(message))?.ToJsonString(ForPeople);
        }
        catch (JsonException)
        {
            return complete ? Encoding.UTF8.GetString(body) : null;
        }
    }

    private static JsonNode? WithoutValues(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, WithoutValues(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutValues)]),
        JsonValue value when value.TryGetValue<Guid>(out _) || value.TryGetValue<DateTimeOffset>(out _) => value.DeepClone(),
        _ => Hidden,
    };
}
