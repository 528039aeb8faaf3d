using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using CCHC.Chaos.Faults;
using CCHC.Chaos.Years;
using CCHC.RankingArchive;
using CCHC.Testing.Installations;

namespace CCHC.Chaos.Invariants;

/// <summary>Whether everything that was acknowledged is there, once and right, wherever it can be seen.</summary>
public sealed class YearCheck(Installation system, HttpClient http, Year year, YearData data, Databases databases, Deliveries deliveries, Sender sender, Action<string> violation)
{
    /// <summary>For what was sent to arrive everywhere, once everything runs again.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(90);

    private void Expect<T>(string what, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            violation($"{what}: {found} in place of {expected}");
        }
    }

    /// <summary>Every service is ready again, no event waits, and every one has reached each of its consumers.</summary>
    public async Task DrainAsync(DateTimeOffset since)
    {
        try
        {
            await Testing.Eventually.Holds(() => CheckDrainedAsync(since), DrainTime);
        }
        catch (Exception exception)
        {
            violation($"not drained within {DrainTime.TotalSeconds:0} s: {exception.Message}");
        }
    }

    public async Task CheckAsync()
    {
        foreach (var unit in data.Units)
        {
            await CheckSheetAsync(unit);
            await CheckEvidenceAsync(unit);
            await CheckCaseAsync(unit);
            await CheckLeavesOfStandingAsync(unit);
        }

        await CheckStandingsAsync($"/api/ranking/campaigns/{data.Code}/standings", "standings");
        await CheckStandingsAsync($"/api/public/v1/campaigns/{data.Code}/rankings", "publication");
        await CheckArchiveAsync();
        await CheckRowsAsync();
    }

    private async Task CheckDrainedAsync(DateTimeOffset since)
    {
        var health = await system.Anonymous().SendAsync(HttpMethod.Get, "/health");
        if (!health.IsSuccess)
        {
            throw new TimeoutException($"health {health}");
        }

        var dealtWith = new HashSet<(Guid Message, string Consumer)>();
        var sent = new List<(string Service, Guid Message, string Type)>();
        foreach (var service in Processes.Services)
        {
            if (await databases.CountAsync(service, "outbox_message") is > 0 and var waiting)
            {
                throw new TimeoutException($"{waiting} events wait in the outbox of {service}");
            }

            sent.AddRange(await databases.ReadAsync(
                service, "SELECT message_id, type FROM outbox_sent WHERE published_at >= $1", reader => (service, reader.GetGuid(0), reader.GetString(1)), since.ToUniversalTime()));
            dealtWith.UnionWith(await databases.ReadAsync(
                service, "SELECT message_id, consumer FROM inbox_message WHERE received_at >= $1", reader => (reader.GetGuid(0), reader.GetString(1)), since.ToUniversalTime()));
        }

        var missing = sent.SelectMany(e => deliveries.ConsumersOf(e.Type).Where(queue => !dealtWith.Contains((e.Message, queue))).Select(queue => $"{e.Type.Split(',')[0]} {e.Message} of {e.Service} for {queue}")).ToList();
        if (missing.Count > 0)
        {
            throw new TimeoutException($"{missing.Count} deliveries are missing, first {missing[0]}");
        }

        if (await deliveries.LeftAsync() is { Count: > 0 } left)
        {
            throw new TimeoutException(string.Join(", ", left));
        }
    }

    private async Task CheckSheetAsync(UnitClaims unit)
    {
        var sheet = await ReadAsync(year.UnitHead, $"/api/assessment/self-assessments/{year.Sheets[unit.Code]}");
        Expect($"sheet of {unit.Code}, status", "submitted", sheet.GetProperty("status").GetString());
        Expect($"sheet of {unit.Code}, revision", 1, sheet.GetProperty("revision").GetInt32());
        Expect($"sheet of {unit.Code}, points", YearData.Claimed(unit), sheet.GetProperty("selfPoints").GetDecimal());
        var leaves = sheet.GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("leaf").ValueKind == JsonValueKind.Object)
            .ToDictionary(node => node.GetProperty("code").GetString()!, node => node.GetProperty("leaf"), StringComparer.Ordinal);
        foreach (var (leaf, entered) in unit.Data)
        {
            Expect($"sheet of {unit.Code}, points of {leaf}", unit.Claimed[leaf] ?? 0, leaves[leaf].GetProperty("points").GetDecimal());
            var stored = leaves[leaf].GetProperty("data").Deserialize<Scoring.LeafData>(Scoring.ScoringJson.Options);
            Expect($"sheet of {unit.Code}, data of {leaf}", entered, stored);
        }
    }

    private async Task CheckEvidenceAsync(UnitClaims unit)
    {
        var path = $"/api/assessment/self-assessments/{year.Sheets[unit.Code]}/documents";
        var documents = (await ReadAsync(year.UnitHead, path)).GetProperty("items").EnumerateArray().ToList();
        Expect($"documents of {unit.Code}", year.Documents[unit.Code].ToString(), string.Join(", ", documents.Select(document => document.GetProperty("id").GetGuid())));
        var expected = Convert.ToHexStringLower(SHA256.HashData(unit.File));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(system.Address, $"{path}/{year.Documents[unit.Code]}/content")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", year.UnitHead.Token) } };
        using var response = await http.SendAsync(request);
        Expect($"evidence of {unit.Code}, as downloaded ({(int)response.StatusCode})", expected, Convert.ToHexStringLower(SHA256.HashData(await response.Content.ReadAsByteArrayAsync())));
        Expect($"evidence of {unit.Code}, as recorded", expected, documents.FirstOrDefault() is { ValueKind: JsonValueKind.Object } document ? document.GetProperty("sha256").GetString() : null);
    }

    private async Task CheckCaseAsync(UnitClaims unit)
    {
        var found = await ReadAsync(year.HomeAffairs, $"/api/appraisal/cases/{year.Cases[unit.Code]}");
        Expect($"case of {unit.Code}, status", "completed", found.GetProperty("status").GetString());
        foreach (var leaf in found.GetProperty("leaves").EnumerateArray())
        {
            var (code, result) = (leaf.GetProperty("code").GetString()!, leaf.GetProperty("result"));
            var counts = result.ValueKind == JsonValueKind.Object && result.GetProperty("applicable").GetBoolean() ? result.GetProperty("points").GetDecimal() : (decimal?)null;
            Expect($"case of {unit.Code}, result of {code}", data.Final(unit, code), counts);
        }
    }

    private async Task CheckLeavesOfStandingAsync(UnitClaims unit)
    {
        var standing = await ReadAsync(year.HomeAffairs, $"/api/ranking/campaigns/{data.Code}/standings/{unit.Code}");
        foreach (var leaf in standing.GetProperty("leaves").EnumerateArray())
        {
            var code = leaf.GetProperty("code").GetString()!;
            var applicable = leaf.GetProperty("applicable").GetBoolean();
            Expect($"standing of {unit.Code}, {code}", data.Final(unit, code), applicable ? leaf.GetProperty("points").GetDecimal() : null);
            Expect($"standing of {unit.Code}, self points of {code}", unit.Claimed[code] ?? 0, leaf.GetProperty("selfPoints") is { ValueKind: JsonValueKind.Number } self ? self.GetDecimal() : 0);
        }
    }

    private async Task CheckStandingsAsync(string path, string what)
    {
        var items = (await ReadAsync(year.HomeAffairs, path)).GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("unitCode").GetString()!, StringComparer.Ordinal);
        Expect($"units in {what}", data.Units.Count, items.Count);
        foreach (var unit in data.Units.Where(unit => items.ContainsKey(unit.Code)))
        {
            var (item, index) = (items[unit.Code], data.Index(unit));
            Expect($"{what} of {unit.Code}: points, maximum, index, rank", (index.Points, index.MaxPoints, index.Index, (int?)data.Places[unit.Code]), (
                item.GetProperty("points").GetDecimal(), item.GetProperty("maxPoints").GetDecimal(), NumberOf(item.GetProperty("index")), (int?)NumberOf(item.GetProperty("rank"))));
        }
    }

    private async Task CheckArchiveAsync()
    {
        var archive = await http.GetByteArrayAsync(new Uri(system.Address, $"/api/ranking/campaigns/{data.Code}/archive"));
        Expect("archive, computed again", null, ArchiveCheck.Check(archive).Difference);
    }

    /// <summary>Nothing is there twice.</summary>
    private async Task CheckRowsAsync()
    {
        var units = data.Units.Count;
        var id = year.CampaignId;
        var sheets = "self_assessment_id IN (SELECT id FROM self_assessments WHERE campaign_id = $1)";
        var cases = "case_id IN (SELECT id FROM appraisal_cases WHERE campaign_id = $1)";
        Expect("criteria sets", 1, await databases.CountAsync("criteria", "criteria_sets WHERE code = $1", data.Code));
        Expect("campaigns", 1, await databases.CountAsync("criteria", "campaigns WHERE code = $1", data.Code));
        Expect("sheets", units, await databases.CountAsync(Processes.Assessment, "self_assessments WHERE campaign_id = $1", id));
        Expect("submissions", units, await databases.CountAsync(Processes.Assessment, $"submission WHERE {sheets}", id));
        Expect("cases", units, await databases.CountAsync("appraisal", "appraisal_cases WHERE campaign_id = $1", id));
        Expect("decisions", units * YearData.Leaves.Count, await databases.CountAsync("appraisal", $"judgements WHERE {cases}", id));
        Expect("completions", units * 2, await databases.CountAsync("appraisal", $"field_completions WHERE {cases}", id));
        Expect("ratifications", 1, await databases.CountAsync("appraisal", "ratification_steps WHERE campaign_id = $1", id));
        Expect("standings", units, await databases.CountAsync("ranking", "unit_standing WHERE campaign_id = $1", id));
    }

    private async Task<JsonElement> ReadAsync(Caller who, string path) => (await sender.ReadAsync(path, () => who.SendAsync(HttpMethod.Get, path))).Json();

    private static decimal? NumberOf(JsonElement element) => element.ValueKind == JsonValueKind.Number ? element.GetDecimal() : null;
}
