using System.IO.Compression;
using System.Text;

namespace CCHC.EvidenceFiles.Checks;

/// <summary>
/// Looks through a PDF for names that make a reader run something. Names may be written with #xx and may lie in compressed object streams,
/// which are unpacked; other streams hold pages and pictures.
/// </summary>
internal sealed class PdfCheck(string name)
{
    private const int BufferSize = 64 * 1024;
    private const int LongestName = 24;
    private const long MaxUnpacked = 256L * 1024 * 1024;

    private long _unpacked;

    public static void Require(Stream content, string name) => new PdfCheck(name).Scan(content, unpacked: false);

    private void Scan(Stream content, bool unpacked)
    {
        var buffer = new byte[BufferSize];
        var scanner = new NameScanner();
        long position = 0;
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            if (unpacked && (_unpacked += read) > MaxUnpacked)
            {
                throw new EvidenceRefusedException("evidence.zip-bomb", $"Phần nén trong “{name}” bung ra quá lớn nên không nhận. In lại ra PDF rồi tải lên.");
            }

            for (var at = 0; at < read; at++)
            {
                if (scanner.Next(buffer[at]) is { } found)
                {
                    Refuse(found, scanner.InStream);
                }

                if (!unpacked && scanner.ObjectStreamBegins)
                {
                    scanner.ObjectStreamBegins = false;
                    content.Position = position + at + 1;
                    Unpack(content);
                    content.Position = position + read;
                }
            }

            position += read;
        }

        if (scanner.End() is { } last)
        {
            Refuse(last, scanner.InStream);
        }
    }

    private void Unpack(Stream content)
    {
        try
        {
            using var unpacking = new ZLibStream(content, CompressionMode.Decompress, leaveOpen: true);
            Scan(unpacking, unpacked: true);
        }
        catch (InvalidDataException)
        {
            throw ContentCheck.Damaged(name);
        }
    }

    // Every script action says /JavaScript; the short /JS turns up by chance among the bytes of a picture.
    private void Refuse(string found, bool inStream)
    {
        if (found is "JavaScript" or "Launch" || (found == "JS" && !inStream))
        {
            throw new EvidenceRefusedException(
                "evidence.pdf-active", $"“{name}” có mã lệnh tự chạy bên trong nên không nhận. In lại tệp ra PDF (Print to PDF) rồi tải lên.");
        }

        if (found == "Encrypt" && !inStream)
        {
            throw ContentCheck.Encrypted(name);
        }
    }

    /// <summary>Reads byte by byte: names, and where streams begin and end.</summary>
    private sealed class NameScanner
    {
        private readonly StringBuilder _name = new(LongestName);
        private bool _inName;
        private int _escape;
        private int _hex;
        private ulong _last;
        private bool _objectStream;
        private bool _ended;

        public bool InStream { get; private set; }

        public bool ObjectStreamBegins { get; set; }

        public string? End() => Next((byte)' ');

        public string? Next(byte value)
        {
            Follow(value);
            if (!_inName)
            {
                _inName = value == '/';
                return null;
            }

            if (!IsDelimiter(value))
            {
                Append(value);
                return null;
            }

            var found = _name.ToString();
            (_inName, _escape) = (value == '/', 0);
            _name.Clear();
            _objectStream |= !InStream && found == "ObjStm";
            return found;
        }

        private void Append(byte value)
        {
            if (value == '#')
            {
                (_escape, _hex) = (2, 0);
            }
            else if (_escape > 0)
            {
                _hex = (_hex << 4) | (char.IsAsciiHexDigit((char)value) ? Convert.ToInt32(((char)value).ToString(), 16) : 0);
                if (--_escape == 0)
                {
                    Keep((char)_hex);
                }
            }
            else
            {
                Keep((char)value);
            }
        }

        private void Keep(char letter)
        {
            if (_name.Length < LongestName)
            {
                _name.Append(letter);
            }
        }

        // The last eight bytes: "stream" and its end of line, "endstream", "endobj".
        private void Follow(byte value)
        {
            _last = (_last << 8) | value;
            if (value == 'm' && Ends("ndstream"u8))
            {
                (InStream, _ended) = (false, true);
                return;
            }

            if (value == '\n' && !InStream && !_ended && (Ends("stream\n"u8) || Ends("stream\r\n"u8)))
            {
                (InStream, ObjectStreamBegins, _objectStream) = (true, _objectStream, false);
            }
            else if (value == 'j' && Ends("endobj"u8))
            {
                _objectStream = false;
            }

            _ended &= value == '\r';
        }

        private bool Ends(ReadOnlySpan<byte> word)
        {
            var last = _last;
            for (var at = word.Length - 1; at >= 0; at--, last >>= 8)
            {
                if ((byte)last != word[at])
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsDelimiter(byte value) => value is 0 or 9 or 10 or 12 or 13 or 32 or (byte)'/' or (byte)'<' or (byte)'>' or (byte)'(' or (byte)')'
            or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'%';
    }
}
