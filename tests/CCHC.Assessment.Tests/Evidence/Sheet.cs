using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;

namespace CCHC.Assessment.Tests.Evidence;

/// <summary>An open sheet with its officer and head, and uploads as a tus client makes them.</summary>
internal sealed class Sheet : IDisposable
{
    private Sheet(EvidenceHost host, SmallYear year, Guid unitId, Guid id)
    {
        (Host, Year, UnitId, Id) = (host, year, unitId, id);
        Officer = host.Client(Roles.UnitOfficer, unitId);
        Head = host.Client(Roles.UnitHead, unitId);
    }

    public EvidenceHost Host { get; }

    public SmallYear Year { get; }

    public Guid UnitId { get; }

    public Guid Id { get; }

    public HttpClient Officer { get; }

    public HttpClient Head { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<Sheet> OpenAsync(EvidenceHost host, bool practice = false)
    {
        var year = new SmallYear();
        await host.Deliver(year.Phase(CampaignPhase.SelfAssessment, round: 1, revision: 1) with { Practice = practice });
        return await OfAsync(host, year, year.UnitId);
    }

    public static async Task<Sheet> OfAsync(EvidenceHost host, SmallYear year, Guid unitId)
    {
        using var officer = host.Client(Roles.UnitOfficer, unitId);
        var list = await officer.GetFromJsonAsync<JsonElement>($"/api/assessment/self-assessments?campaignId={year.CampaignId}", Cancelled);
        return new Sheet(host, year, unitId, Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
    }

    public string Path(string rest = "") => $"/api/assessment/self-assessments/{Id}{rest}";

    public Task<HttpResponseMessage> CreateAsync(long length, string name, params (string Key, string Value)[] metadata)
    {
        var request = Tus(HttpMethod.Post, Path("/uploads"));
        request.Headers.Add("Upload-Length", length.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", string.Join(',', metadata.Prepend(("filename", name)).Select(x => $"{x.Item1} {Convert.ToBase64String(Encoding.UTF8.GetBytes(x.Item2))}")));
        return Officer.SendAsync(request, Cancelled);
    }

    public async Task<Uri> BeginAsync(long length, string name, params (string Key, string Value)[] metadata)
    {
        using var created = await CreateAsync(length, name, metadata);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return created.Headers.Location!;
    }

    public static HttpRequestMessage Patch(Uri upload, long offset, HttpContent content, string? checksum = null)
    {
        var request = Tus(HttpMethod.Patch, upload.OriginalString);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Content = content;
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        if (checksum is not null)
        {
            request.Headers.TryAddWithoutValidation("Upload-Checksum", checksum);
        }

        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(Uri upload, long offset, ReadOnlyMemory<byte> bytes, string? checksum = null)
    {
        using var client = Host.ClientWithToken(Officer.DefaultRequestHeaders.Authorization!.Parameter!); // the address is new after a restart
        return await client.SendAsync(Patch(upload, offset, new ReadOnlyMemoryContent(bytes), checksum), Cancelled);
    }

    public async Task<HttpResponseMessage> StateAsync(Uri upload)
    {
        using var client = Host.ClientWithToken(Officer.DefaultRequestHeaders.Authorization!.Parameter!);
        return await client.SendAsync(Tus(HttpMethod.Head, upload.OriginalString), Cancelled);
    }

    public async Task<long> OffsetAsync(Uri upload)
    {
        using var response = await StateAsync(upload);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Offset(response);
    }

    public static long Offset(HttpResponseMessage response) => long.Parse(Assert.Single(response.Headers.GetValues("Upload-Offset")), CultureInfo.InvariantCulture);

    /// <summary>Id of the document that the file became.</summary>
    public async Task<Guid> UploadAsync(byte[] bytes, string name, params (string Key, string Value)[] metadata)
    {
        using var response = await SendAsync(await BeginAsync(bytes.Length, name, metadata), 0, bytes);
        Assert.True(response.StatusCode == HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync(Cancelled));
        return Guid.Parse(Assert.Single(response.Headers.GetValues("Document-Id")));
    }

    /// <summary>Code and message of the refusal.</summary>
    public async Task<(string Code, string Message)> RefusedAsync(byte[] bytes, string name, params (string Key, string Value)[] metadata)
    {
        using var response = await SendAsync(await BeginAsync(bytes.Length, name, metadata), 0, bytes);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        return await ProblemAsync(response);
    }

    public static async Task<(string Code, string Message)> ProblemAsync(HttpResponseMessage response)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        return (problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!);
    }

    public async Task<IReadOnlyList<JsonElement>> DocumentsAsync(HttpClient? reader = null) =>
        [.. (await (reader ?? Officer).GetFromJsonAsync<JsonElement>(Path("/documents"), Cancelled)).GetProperty("items").EnumerateArray()];

    public async Task<JsonElement> DocumentAsync(Guid id) => (await DocumentsAsync()).Single(item => item.GetProperty("id").GetGuid() == id);

    public Task<HttpResponseMessage> DownloadAsync(Guid id, HttpClient? reader = null) =>
        (reader ?? Officer).GetAsync(Path($"/documents/{id}/content"), Cancelled);

    public async Task EnterAsync(string? evidence)
    {
        LeafData[] data =
        [
            new() { Numerator = 97, Denominator = 100 },
            new() { Yes = true },
            new() { Violations = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["tre"] = 1 } },
            new() { Numerator = 8, Denominator = 10 },
        ];
        foreach (var (code, leaf) in new[] { "1.1", "1.2", "2.1", "2.2" }.Zip(data))
        {
            using var response = await Officer.PutAsJsonAsync(Path($"/entries/{code}"), new { data = leaf, evidence }, ScoringJson.Options, Cancelled);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    public Task<JsonElement> GetAsync(string rest) => Officer.GetFromJsonAsync<JsonElement>(Path(rest), Cancelled);

    public Task<JsonElement> PutAsync(string rest, object body, HttpStatusCode expected) => SendAsync(HttpMethod.Put, rest, body, expected);

    public Task<JsonElement> PostAsync(string rest, object body, HttpStatusCode expected) => SendAsync(HttpMethod.Post, rest, body, expected);

    public async Task SubmitAsync()
    {
        using var response = await Head.PostAsync(Path("/submission"), null, Cancelled);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string rest, object body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, Path(rest)) { Content = JsonContent.Create(body) };
        using var response = await Officer.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static HttpRequestMessage Tus(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }

    public void Dispose()
    {
        Officer.Dispose();
        Head.Dispose();
    }
}
