using System.Globalization;
using System.Text;
using CCHC.EvidenceFiles.Checks;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.Evidence.Uploads;

/// <summary>The header <c>Upload-Metadata</c>: <c>key base64,key base64</c>.</summary>
internal sealed record UploadMetadata(string FileName, Placement Placement)
{
    private const int LongestHeader = 8000;

    public static UploadMetadata Parse(string? header)
    {
        var values = Values(header);
        return new UploadMetadata(
            SafeFileName.Of(values.GetValueOrDefault("filename") ?? values.GetValueOrDefault("name")),
            new Placement(
                [.. (values.GetValueOrDefault("leaves") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
                values.GetValueOrDefault("supersedes") is not { Length: > 0 } id ? null
                    : Guid.TryParse(id, out var supersedes) ? supersedes
                    : throw new InvalidInputException("supersedes", "Mã tài liệu được thay không đúng."),
                values.GetValueOrDefault("submission") is not { Length: > 0 } number ? null
                    : int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var submission) ? submission
                    : throw new InvalidInputException("submission", "Số của bản gửi không đúng."),
                values.GetValueOrDefault("request") is not { Length: > 0 } request ? null
                    : Guid.TryParse(request, out var requestId) ? requestId
                    : throw new InvalidInputException("request", "Mã yêu cầu bổ sung không đúng."),
                new DocumentDetails(Short("number", 100), Date("issuedOn"), Short("issuer", 300), Date("effectiveOn")).Tidy()));

        string? Short(string key, int length) => values.GetValueOrDefault(key) is { } text && text.Length > length
            ? throw new InvalidInputException(key, $"Dài quá {length} ký tự.")
            : values.GetValueOrDefault(key);

        DateOnly? Date(string key) => values.GetValueOrDefault(key) is not { Length: > 0 } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw new InvalidInputException(key, "Ngày phải ghi theo dạng năm-tháng-ngày, ví dụ 2024-03-31.");
    }

    private static Dictionary<string, string> Values(string? header)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (header?.Length > LongestHeader)
        {
            throw new InvalidInputException("Upload-Metadata", "Thông tin mô tả quá dài.");
        }

        foreach (var pair in (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, space, value) = (pair.Split(' ')[0], pair.IndexOf(' ', StringComparison.Ordinal), "");
            try
            {
                value = space < 0 ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(pair[(space + 1)..]));
            }
            catch (FormatException)
            {
                throw new InvalidInputException("Upload-Metadata", $"Giá trị “{key}” không phải base64.");
            }

            values[key] = value.Replace("\0", "", StringComparison.Ordinal);
        }

        return values;
    }
}
