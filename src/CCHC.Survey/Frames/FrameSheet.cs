using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using CCHC.ServiceDefaults.Errors;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace CCHC.Survey.Frames;

/// <summary>The rows of the first sheet of an Excel file (.xlsx); empty ones are passed over.</summary>
internal static class FrameSheet
{
    /// <summary>200,000 people take some 70 MB.</summary>
    private const long LargestUnpacked = 128 * 1024 * 1024;
    private const int MostColumns = 60;
    private const string NotExcel = "Tệp không phải là bảng tính Excel (.xlsx) đọc được. Mở bằng Excel rồi lưu lại với kiểu “Excel Workbook (.xlsx)”.";

    // ExcelDataReader asks for an old code page when it is set up, whatever the file.
    static FrameSheet() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static async IAsyncEnumerable<FrameFile.Row> ReadAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(); // the reader goes back and forth
        await body.CopyToAsync(content, cancellationToken);
        using var excel = Understood(() => Open(content));
        while (Understood(excel.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = Understood(() => Enumerable.Range(0, Math.Min(excel.FieldCount, MostColumns)).Select(column => Text(excel.GetValue(column))).ToList());
            if (cells.Exists(cell => cell.Length > 0))
            {
                yield return new FrameFile.Row(excel.Depth + 1, cells);
            }
        }
    }

    private static IExcelDataReader Open(MemoryStream content)
    {
        RefuseBombs(content);
        return ExcelReaderFactory.CreateOpenXmlReader(content);
    }

    /// <summary>Unpacks to nowhere and counts: what a zip says of its own size cannot be believed.</summary>
    private static void RefuseBombs(MemoryStream content)
    {
        content.Position = 0;
        using (var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true))
        {
            var (buffer, unpacked) = (new byte[81_920], 0L);
            foreach (var entry in zip.Entries.Where(entry => !entry.FullName.Contains("/media/", StringComparison.Ordinal)))
            {
                using var part = entry.Open();
                for (int read; (read = part.Read(buffer)) > 0;)
                {
                    if ((unpacked += read) > LargestUnpacked)
                    {
                        throw new InvalidInputException("file", "Tệp giải nén ra quá lớn. Xóa hình ảnh và các trang tính thừa, chỉ giữ danh sách rồi tải lại; hoặc lưu ở dạng CSV UTF-8.");
                    }
                }
            }
        }

        content.Position = 0;
    }

    private static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ExcelReaderException or InvalidDataException or IOException or FormatException
            or System.Xml.XmlException or IndexOutOfRangeException or ArgumentException or NullReferenceException or KeyNotFoundException)
        {
            throw new InvalidInputException("file", NotExcel);
        }
    }

    private static string Text(object? cell) => cell switch
    {
        double number and > -1e15 and < 1e15 => ((decimal)number).ToString("0.##########", CultureInfo.InvariantCulture),
        DateTime date => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
        _ => cell?.ToString() ?? "",
    };
}
