using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;

namespace CCHC.Criteria.Tests;

/// <summary>Short words for what the tests of criteria sets send and read.</summary>
internal sealed class SetApi(HttpClient client)
{
    private const string Header = "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<Guid> UnitAsync(ServiceHost<CriteriaDbContext> criteria, string name)
    {
        var id = Guid.CreateVersion7();
        await criteria.Deliver(new UnitChanged
        {
            UnitId = id, Revision = 1, Code = "H" + id.ToString()[^6..], Name = name, Type = "Huyện", Governs = true, GroupCode = "huyen", GroupName = "Khối huyện", PredecessorIds = [],
        });
        return id;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null, uint? revision = null)
    {
        using var request = new HttpRequestMessage(method, "/api/criteria/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        if (revision is { } known)
        {
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{known}\"");
        }

        using var response = await client.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        return (response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async Task<JsonElement> DoAsync(HttpMethod method, string path, object? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        Assert.True((int)status < 300, $"{method} {path}: {status} {answer}");
        return answer;
    }

    public async Task<JsonElement> RefusedAsync(string code, HttpMethod method, string path, object? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        Assert.Equal((HttpStatusCode.Conflict, code), (status, answer.GetProperty("code").GetString()));
        return answer;
    }

    public async Task<Guid> CreateAsync(string code, string lines)
    {
        using var csv = new StringContent(Header + lines, Encoding.UTF8, "text/csv");
        using var response = await client.PostAsync($"/api/criteria/sets?code={code}&name=Bộ+{code}&year=2025", csv, Cancelled);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.True(response.IsSuccessStatusCode, body.ToString());
        return body.GetProperty("id").GetGuid();
    }

    public Task<JsonElement> GetAsync(Guid id) => DoAsync(HttpMethod.Get, $"sets/{id}");

    public async Task<Guid> NodeAsync(Guid id, string name) => (await GetAsync(id)).GetProperty("nodes").EnumerateArray()
        .Single(node => node.GetProperty("name").GetString() == name).GetProperty("id").GetGuid();

    /// <summary>The tree as "code name points", in reading order.</summary>
    public async Task<IReadOnlyList<string>> TreeAsync(Guid id) => [.. (await GetAsync(id)).GetProperty("nodes").EnumerateArray().Select(Row)];

    public Task<JsonElement> PublishAsync(Guid id, object? body = null) => DoAsync(HttpMethod.Post, $"sets/{id}/publication", body);

    /// <summary>A yes-no leaf as the editor sends it.</summary>
    public static object Leaf(object? rule = null, string? requiredEvidence = null, bool isFixed = false, string? fieldCode = null, string source = "appraised", bool confirmed = false) => new
    {
        kind = "ordinary",
        source,
        rule = rule ?? new { kind = "yes-no" },
        evidenceRequired = true,
        notApplicableAllowed = false,
        requiredEvidence,
        fieldCode,
        @fixed = isFixed,
        ruleConfirmed = confirmed,
    };

    public static string Row(JsonElement node) => FormattableString.Invariant(
        $"{node.GetProperty("code").GetString()} {node.GetProperty("name").GetString()} {node.GetProperty("maxPoints").GetDecimal():0.###}");
}
