using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CCHC.NativeHosting.Backups;

/// <summary>
/// Exchanges, queues, bindings, accounts and policies of the broker, without messages. A new broker gets them before any service starts: an event
/// sent to an exchange whose queues nobody has declared yet would be lost.
/// </summary>
internal static class BrokerDefinitions
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What is to last, in an order of its own, so that two exports are equal when nothing has changed.</summary>
    /// <param name="management">Address of the management API.</param>
    /// <param name="broker">The broker's address, with user and password.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> ExportAsync(Uri management, Uri broker, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, management, broker);
        using var response = (await Http.SendAsync(request, cancellationToken)).EnsureSuccessStatusCode();
        var definitions = (await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
        var passing = Array(definitions, "queues").Where(queue => !Lasts(queue!)).Select(Name).ToHashSet(StringComparer.Ordinal);
        Keep(definitions, "queues", queue => Lasts(queue));
        Keep(definitions, "exchanges", exchange => exchange["durable"]!.GetValue<bool>() && !exchange["auto_delete"]!.GetValue<bool>());
        Keep(definitions, "bindings", binding => !(binding["destination_type"]!.GetValue<string>() == "queue" && passing.Contains(binding["destination"]!.GetValue<string>())));
        return definitions.ToJsonString(Indented);
    }

    public static async Task ImportAsync(Uri management, Uri broker, string definitions, CancellationToken cancellationToken)
    {
        // The API comes up a moment after the broker itself.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = Request(HttpMethod.Post, management, broker);
                request.Content = new StringContent(definitions, Encoding.UTF8, "application/json");
                using var response = await Http.SendAsync(request, cancellationToken);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (attempt < 60)
            {
                await Task.Delay(500, cancellationToken);
            }
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri management, Uri broker) => new(method, new Uri(management, "/api/definitions"))
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(broker.UserInfo)))) },
    };

    private static bool Lasts(JsonNode queue) => queue["durable"]!.GetValue<bool>() && !queue["auto_delete"]!.GetValue<bool>();

    private static string Name(JsonNode? node) => node!["name"]!.GetValue<string>();

    private static JsonArray Array(JsonObject definitions, string kind) => definitions[kind] as JsonArray ?? [];

    private static void Keep(JsonObject definitions, string kind, Func<JsonNode, bool> which)
    {
        var kept = Array(definitions, kind).Select(node => node!.DeepClone()).Where(which).OrderBy(node => node.ToJsonString(), StringComparer.Ordinal);
        definitions[kind] = new JsonArray([.. kept]);
    }
}
