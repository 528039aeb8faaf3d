using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

internal static class Json
{
    public static async Task<JsonElement> Body(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    /// <summary>Reads as anybody may, without a token.</summary>
    public static async Task<JsonElement> Public(this ServiceHost<RankingDbContext> ranking, string path)
    {
        using var client = ranking.Anonymous();
        return await client.GetFromJsonAsync<JsonElement>(new Uri("/api/public/v1/" + path, UriKind.Relative), TestContext.Current.CancellationToken);
    }

    public static IEnumerable<JsonElement> Items(this JsonElement list) => list.GetProperty("items").EnumerateArray();

    public static string? Text(this JsonElement element, string property) => element.GetProperty(property).GetString();

    public static decimal? Number(this JsonElement element, string property) =>
        element.GetProperty(property) is { ValueKind: not JsonValueKind.Null } value ? value.GetDecimal() : null;

    public static int? Whole(this JsonElement element, string property) => (int?)element.Number(property);
}
