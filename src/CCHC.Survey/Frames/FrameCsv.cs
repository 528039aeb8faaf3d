using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CCHC.ServiceDefaults.Errors;
using CsvHelper;
using CsvHelper.Configuration;

namespace CCHC.Survey.Frames;

/// <summary>The rows of a CSV file in UTF-8, with commas or, as Excel writes them in Vietnamese, semicolons.</summary>
internal static class FrameCsv
{
    public static async IAsyncEnumerable<FrameFile.Row> ReadAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, 1 << 16);
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, BadDataFound = null, DetectDelimiter = true, DetectDelimiterValues = [",", ";"] });
        while (await NextAsync(csv).WaitAsync(cancellationToken))
        {
            yield return new FrameFile.Row(csv.RawRow, csv.Record!);
        }
    }

    private static async Task<bool> NextAsync(CsvParser csv)
    {
        try
        {
            return await csv.ReadAsync();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("file", "Tệp không phải CSV UTF-8. Lưu lại tệp ở dạng CSV UTF-8 hoặc Excel (.xlsx).");
        }
    }
}
