using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CCHC.Testing.Installations;

/// <summary>One file on its way to a sheet by tus, in pieces of two megabytes as the browser sends them. A client of its own, so that it can be killed.</summary>
public sealed class ResumableUpload : IDisposable
{
    public const int Piece = 2 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _address;

    private ResumableUpload(HttpClient http, Uri address) => (_http, _address) = (http, address);

    /// <summary>Announces a file.</summary>
    /// <param name="installation">Where to.</param>
    /// <param name="token">Of someone who may add evidence to the sheet.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="length">In bytes.</param>
    public static async Task<ResumableUpload> BeginAsync(Installation installation, string token, Guid sheet, string name, long length)
    {
        var http = Client(installation, token);
        using var request = Request(HttpMethod.Post, new Uri(installation.Address, $"/api/assessment/self-assessments/{sheet}/uploads"));
        request.Headers.Add("Upload-Length", length.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}");
        using var created = await http.SendAsync(request);
        return created.StatusCode == HttpStatusCode.Created
            ? new ResumableUpload(http, new Uri(installation.Address, created.Headers.Location!))
            : throw new InvalidOperationException($"{name} was answered {(int)created.StatusCode} {await created.Content.ReadAsStringAsync()}");
    }

    /// <summary>The same upload, taken up by another client.</summary>
    public ResumableUpload TakenUp(Installation installation, string token) => new(Client(installation, token), _address);

    /// <summary>How many bytes have arrived, once the server can be asked.</summary>
    public async Task<long> OffsetAsync() => await Eventually.Is(
        async () =>
        {
            using var request = Request(HttpMethod.Head, _address);
            using var response = await _http.SendAsync(request);
            return response.StatusCode == HttpStatusCode.OK ? OffsetOf(response) : -1;
        },
        offset => offset >= 0,
        TimeSpan.FromSeconds(60));

    /// <summary>Sends a piece; with the last one, the id of the document that the file has become.</summary>
    public async Task<Guid?> SendAsync(long offset, HttpContent piece, CancellationToken cancellationToken = default)
    {
        using var request = Request(HttpMethod.Patch, _address);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        request.Content = piece;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        using var response = await _http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NoContent)
        {
            throw new HttpRequestException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}", inner: null, response.StatusCode);
        }

        return response.Headers.TryGetValues("Document-Id", out var ids) ? Guid.Parse(ids.Single()) : null;
    }

    /// <summary>Breaks off whatever is being sent.</summary>
    public void Dispose() => _http.Dispose();

    private static HttpClient Client(Installation installation, string token) => new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        BaseAddress = installation.Address, Timeout = TimeSpan.FromMinutes(10), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static HttpRequestMessage Request(HttpMethod method, Uri address) => new(method, address) { Headers = { { "Tus-Resumable", "1.0.0" } } };

    private static long OffsetOf(HttpResponseMessage response) => long.Parse(response.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
}
