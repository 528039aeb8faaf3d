using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CCHC.Testing.Installations;

namespace CCHC.Chaos.Years;

/// <summary>One file on its way by tus, in two pieces, resumed wherever it was.</summary>
public sealed class Upload(HttpClient http, Uri gateway, string token, Sender sender)
{
    private sealed record TusAnswer(Answer Answer, Uri? Location, long? Offset, Guid? Document);

    /// <summary>Returns the document that the file has become.</summary>
    public async Task<Guid> SendAsync(string what, Guid sheet, string leaf, string name, byte[] file)
    {
        var created = await SendAsync(what, HttpMethod.Post, new Uri(gateway, $"/api/assessment/self-assessments/{sheet}/uploads"), request =>
        {
            request.Headers.Add("Upload-Length", file.Length.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("Upload-Metadata", $"filename {Base64(name)},leaves {Base64(leaf)}");
        });
        var address = new Uri(gateway, created.Location ?? throw new RunFailedException($"{what}: no address for the upload"));
        for (var (offset, attempts) = (0L, 0); ; attempts++)
        {
            // Where the last piece ended is asked whenever that is not certain.
            var start = offset;
            var length = (int)Math.Min((file.Length + 1) / 2, file.Length - start);
            var sent = attempts % 2 == 0 && length > 0
                ? await TryAsync(HttpMethod.Patch, address, request =>
                {
                    request.Headers.Add("Upload-Offset", start.ToString(CultureInfo.InvariantCulture));
                    request.Content = new ByteArrayContent(file, (int)start, length) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
                })
                : await SendAsync(what, HttpMethod.Head, address, _ => { });
            if (sent?.Document is { } document)
            {
                return document;
            }

            if (sent?.Answer.IsSuccess != true)
            {
                sender.CountAgain();
            }

            if (sent?.Answer is { IsSuccess: false, Status: not (HttpStatusCode.Conflict or HttpStatusCode.Locked) } refused)
            {
                sender.Judge(what, refused);
            }

            if (sent is { Answer.IsSuccess: true, Offset: { } reached })
            {
                (offset, attempts) = (reached, reached < file.Length ? -1 : 0);
            }

            if (attempts > 200)
            {
                throw new RunFailedException($"{what}: does not arrive, last {sent?.Answer}");
            }

            await Task.Delay(sent is { Answer.IsSuccess: true } ? 0 : 200);
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<TusAnswer> SendAsync(string what, HttpMethod method, Uri address, Action<HttpRequestMessage> fill)
    {
        TusAnswer? last = null;
        await sender.SendAsync(what, async () => (last = await OnceAsync(method, address, fill)).Answer, null, null, "423");
        return last!;
    }

    private async Task<TusAnswer?> TryAsync(HttpMethod method, Uri address, Action<HttpRequestMessage> fill)
    {
        try
        {
            return await OnceAsync(method, address, fill);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private async Task<TusAnswer> OnceAsync(HttpMethod method, Uri address, Action<HttpRequestMessage> fill)
    {
        using var request = new HttpRequestMessage(method, address) { Headers = { { "Tus-Resumable", "1.0.0" }, { "Authorization", $"Bearer {token}" } } };
        fill(request);
        using var response = await http.SendAsync(request);
        var answer = method == HttpMethod.Head
            ? new Answer(response.StatusCode, "application/problem+json", """{"title": "câu trả lời cho HEAD không có nội dung"}""") // only its status can be judged
            : new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
        return new TusAnswer(answer, response.Headers.Location, Number(response, "Upload-Offset"), response.Headers.TryGetValues("Document-Id", out var ids) ? Guid.Parse(ids.Single()) : null);
    }

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? long.Parse(values.Single(), CultureInfo.InvariantCulture) : null;
}
