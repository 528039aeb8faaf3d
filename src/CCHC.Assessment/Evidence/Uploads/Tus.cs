using System.Globalization;
using CCHC.EvidenceFiles.Checks;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Assessment.Evidence.Uploads;

/// <summary>The headers of tus 1.0 (tus.io/protocols/resumable-upload), and answers in its manner.</summary>
internal static class Tus
{
    public const string Version = "1.0.0";
    public const string ContentType = "application/offset+octet-stream";
    public const string Offset = "Upload-Offset";
    public const string Length = "Upload-Length";
    public const string Metadata = "Upload-Metadata";
    public const string Checksum = "Upload-Checksum";
    public const string DocumentId = "Document-Id";
    public const int ChecksumMismatch = 460;

    /// <summary>Every answer names the version; a request in another one is not carried out.</summary>
    public static async ValueTask<object?> RequireVersion(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        response.Headers["Tus-Resumable"] = Version;
        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsOptions(request.Method) && request.Headers["Tus-Resumable"] != Version)
        {
            response.Headers["Tus-Version"] = Version;
            return TypedResults.Problem("Chỉ nhận tải lên theo giao thức tus 1.0.0.", statusCode: StatusCodes.Status412PreconditionFailed);
        }

        try
        {
            return await next(context);
        }
        catch (EvidenceRefusedException refused)
        {
            return Refused(refused.Code, refused.Message);
        }
        catch (RuleViolationException rule)
        {
            return Refused(rule.Code, rule.Message); // 409 would be taken for a wrong offset and tried again
        }
    }

    public static NoContent Options(HttpResponse response)
    {
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = "creation,expiration,checksum,termination";
        response.Headers["Tus-Max-Size"] = EvidenceOptions.MaxFileSize.ToString(CultureInfo.InvariantCulture);
        response.Headers["Tus-Checksum-Algorithm"] = UploadChecksum.Algorithms;
        return TypedResults.NoContent();
    }

    public static void WriteState(this HttpResponse response, Upload upload, long offset)
    {
        response.Headers[Offset] = offset.ToString(CultureInfo.InvariantCulture);
        response.Headers["Upload-Expires"] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        if (upload.DocumentId is { } document)
        {
            response.Headers[DocumentId] = document.ToString();
        }
    }

    public static ProblemHttpResult Refused(string code, string message) => TypedResults.Problem(
        message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "Tệp không được nhận.",
        extensions: [new KeyValuePair<string, object?>("code", code)]);

    public static ProblemHttpResult Problem(int status, string message) => TypedResults.Problem(message, statusCode: status);

    public static ProblemHttpResult Busy() => Problem(StatusCodes.Status423Locked, "Tệp này đang được tải lên ở một kết nối khác.");

    public static ProblemHttpResult Expired() => Problem(StatusCodes.Status410Gone, "Lượt tải lên đã quá hạn; hãy chọn tệp và tải lên lại từ đầu.");
}
