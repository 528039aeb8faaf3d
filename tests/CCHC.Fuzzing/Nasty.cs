using System.Text;

namespace CCHC.Fuzzing;

/// <summary>Values that programs trip over. None holds words by which <see cref="Judgement"/> tells a leak, so that an echo is not taken for one.</summary>
public static class Nasty
{
    /// <summary>Stands in a text for a byte that no UTF-8 has.</summary>
    public const char WrongByte = '\uE0FF';

    private static readonly string Combining = string.Concat(Enumerable.Repeat("e\u0302\u0301\u0323", 300));

    /// <summary>As they stand in JSON; some are no JSON at all.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "null", "true", "false", "\"\"", "\" \"", "\"chữ\"", "\"1\"", "-1", "0", "-0", "1e400", "-1e400", "1e-400", "1e28", "0.123456789012345678901234567890", "-0.000000000000000000000000000001",
        "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "79228162514264337593543950335", "79228162514264337593543950336",
        "99999999999999999999999999999999999999", "100.0000000001", "1.5", "NaN", "Infinity", "01", "1.", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":null}", "{\"id\":{}}",
        "[" + string.Join(',', Enumerable.Range(0, 1000)) + "]", "[" + string.Join(',', Enumerable.Repeat("{}", 1000)) + "]", "[" + string.Join(',', Enumerable.Repeat("\"x\"", 1000)) + "]",
        new string('[', 60) + new string(']', 60), new string('[', 5000) + new string(']', 5000), string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200),
        "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ud83d\\ude00\"", "\"\\u0001\\u001f\\u007f\"", "\"\\ufeff\\u200b\\u202e\"", $"\"{Combining}\"", $"\"a{WrongByte}b\"", "\"\\x\"",
        "\"" + new string('a', 300) + "\"", "\"" + new string('ệ', 5000) + "\"", "\"" + new string('9', 400) + "\"", "\"" + new string('a', 100_000) + "\"", "\"" + new string('x', 1_000_000) + "\"",
        "\"0001-01-01\"", "\"9999-12-31\"", "\"2024-02-30\"", "\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"-infinity\"",
        "\"2025-06-15T12:00:00\"", "\"24:00\"", "\"00000000-0000-0000-0000-000000000000\"", "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"", "\"' OR 1=1 --\"", "\"%\"", "\"_%\\\\\"", "\"\\\\\"", "\"%s%n{0}{{\"",
        "\"=1+1\"", "\"../../etc/passwd\"", "\"<b>&amp;\"", "\"１２,５\"", "\"1,5\"", "\"1.000\"", "\"+1\"", "\"1e3\"", "\"a\\nb\\r\\nc\\td\"", "\"http://[::1\"", "\"https://127.0.0.1:1/\"", "\"javascript:0\"", "\"@\"",
    ];

    /// <summary>As they stand in an address, already escaped.</summary>
    public static IReadOnlyList<string> Address { get; } =
    [
        "", "%00", "a%00b", "%FF", "%C0%AF", "%ED%A0%80", "%20", "%0A", "%0D%0A", "%25", "%27", "%22", "%5C", "%2F", "%2E%2E", "..%2F..", "-1", "0", "1", "2147483647", "2147483648", "9223372036854775807",
        "9223372036854775808", "1e400", "1.5", "1%2C5", "NaN", "true", "null", "undefined", "[]", "%7B%7D", "x", "%E1%BB%87", "e%CC%82%CC%81", "%F0%9F%98%80", "%EF%BB%BF", "%E2%80%AE", "%EF%BF%BF", "0001-01-01",
        "9999-12-31", "2024-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "9999-12-31T23%3A59%3A59.9999999%2B00%3A00", "00000000-0000-0000-0000-000000000000", "%27%20OR%201%3D1%20--", "%25%25%5F", "%3Cb%3E",
        new string('a', 300), new string('9', 60), new string('z', 3000), "%E1%BB%87%E1%BB%87%E1%BB%87", "*", "-code", "name,name", "xlsx", "docx", "csv",
    ];

    public static IReadOnlyList<(string Name, string Value)> Headers { get; } =
    [
        .. from value in (string[])["", "*", "\"", "\"\"", "\"1\"", "1", "W/\"1\"", "\"abc\"", "\"99999999999999999999\"", "\"-1\"", "\"a\", \"b\"", "\"2147483648\"", "\"4294967296\"", new string('9', 2000), "\u00e9\u00ff"] select ("If-Match", value),
        .. from value in (string[])["", "*", "\"x", "W/", "\u00ff"] select ("If-None-Match", value),
        .. from value in (string[])["", " ", "x", "00000000-0000-0000-0000-000000000000", new string('k', 4000), "a,b", "\u00e9\u00ff", "' OR 1=1 --"] select ("Idempotency-Key", value),
        .. from value in (string[])["", "bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-0", "bytes=5-2", "bytes=99999999999999999999-", "bytes=9223372036854775807-", "bytes=0-1,2-3,4-5", "bytes=a-b", "lines=1-2", "bytes=" + string.Join(',', Enumerable.Range(0, 400).Select(number => $"{number}-{number}"))] select ("Range", value),
        .. from value in (string[])["", "*/*;q=2", "text/html", "application/json;q=0", "x", "/", ";;;", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "\u00ff"] select ("Accept", value),
        .. from value in (string[])["", "-1", "0", "1", "x", "1.5", "9223372036854775807", "9223372036854775808", "1;a"] from name in (string[])["Upload-Offset", "Upload-Length"] select (name, value),
        .. from value in (string[])["", "?0", "?1", "1", "x"] select ("Upload-Complete", value),
        .. from value in (string[])["", "attachment", "attachment; filename=\"", "attachment; filename=\"../../x\"", "attachment; filename*=UTF-8''%ff", "\u00ff"] select ("Content-Disposition", value),
        .. from value in (string[])["", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic", "Basic !!!", "Basic eA==", "Basic Og==", "Negotiate x", "Bearer " + new string('x', 6000)] select ("Authorization", value),
        ("Content-Encoding", "gzip"), ("Content-Encoding", "x"), ("Accept-Encoding", "x;q=9"), ("Accept-Language", "\u00ff"), ("Accept-Language", "vi;q=x"), ("Last-Event-ID", "x"), ("Last-Event-ID", "-1"), ("Last-Event-ID", "99999999999999999999"),
        ("traceparent", "x"), ("traceparent", "00-00000000000000000000000000000000-0000000000000000-00"), ("Cookie", "a=\u00ff;;="), ("X-Forwarded-Proto", "x y"), ("X-Forwarded-For", "x"), ("X-Forwarded-Host", "a b"), ("Origin", "null"),
        ("X-HTTP-Method-Override", "TRACE"), ("If-Modified-Since", "x"), ("Forwarded", "for="), ("User-Agent", new string('u', 3000)), ("User-Agent", ""), ("Content-Language", "x"), ("Expect", "x"),
    ];

    public static IReadOnlyList<string> MediaTypes { get; } =
    [
        "", "application/json", "application/json; charset=utf-16", "application/json; charset=x", "text/plain", "text/csv", "text/csv; charset=windows-1258", "application/xml", "application/octet-stream",
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "x", "/", "application/partial-upload", "image/png",
    ];

    /// <summary>Whole bodies.</summary>
    public static IReadOnlyList<byte[]> Bodies { get; } =
    [
        [], "{"u8.ToArray(), "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\"\""u8.ToArray(), "1"u8.ToArray(), "{\"a\""u8.ToArray(), "{\"a\":1}{"u8.ToArray(), "{}x"u8.ToArray(), [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'],
        [0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0], [0], [0xFF], [0xC0, 0xAF], "\r\n\r\n"u8.ToArray(), "PK\u0003\u0004"u8.ToArray(), "PK\u0005\u0006"u8.ToArray(), [.. "PK\u0005\u0006"u8, .. new byte[18]], "%PDF-1.7"u8.ToArray(),
        [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8], "--x\r\n\r\n--x--"u8.ToArray(), "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\0\r\n--x--\r\n"u8.ToArray(), "a=%00&a=&=&&%"u8.ToArray(), "grant_type=password"u8.ToArray(),
        "grant_type=password&username=%00&password=%ff"u8.ToArray(), "a,b\n1"u8.ToArray(), "\"a\nb"u8.ToArray(), Encoding.UTF8.GetBytes(new string('a', 300_000)), Encoding.UTF8.GetBytes("a\n" + new string('\n', 100_000)), Encoding.UTF8.GetBytes(new string(',', 100_000)),
        Encoding.UTF8.GetBytes(new string('{', 100_000)), new byte[70_000],
    ];

    /// <summary>The bytes of a text with <see cref="WrongByte"/> made what it stands for.</summary>
    public static byte[] Bytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var mark = Encoding.UTF8.GetBytes([WrongByte]);
        var result = new List<byte>(bytes.Length);
        var rest = bytes.AsSpan();
        for (int at; (at = rest.IndexOf(mark)) >= 0; rest = rest[(at + mark.Length)..])
        {
            result.AddRange(rest[..at]);
            result.Add(0xFF);
        }

        result.AddRange(rest);
        return [.. result];
    }
}
