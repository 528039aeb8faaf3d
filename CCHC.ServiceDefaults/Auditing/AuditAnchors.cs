using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CCHC.ServiceDefaults.Keys;
using CCHC.ServiceDefaults.Time;
using Microsoft.Extensions.Configuration;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>
/// A file outside the database that says, a line a day, where the chain of a service was: each line a signed token (JWS, ES256) that also holds the
/// hash of the line before. Who can change the database only cannot change what was anchored; copies of the file elsewhere bind also who can do both.
/// </summary>
internal sealed class AuditAnchors
{
    public const string Setting = "Audit:Path";

    private readonly string _service;
    private readonly ECDsa _key;

    private AuditAnchors(string service, KeyFolder folder)
    {
        _service = service;
        File = Path.Combine(folder.Path, service + ".anchors");
        var key = Path.Combine(folder.Path, service + ".pem");
        if (!System.IO.File.Exists(key))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            folder.Create(service + ".pem", Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()));
        }

        _key = ECDsa.Create();
        _key.ImportFromPem(System.IO.File.ReadAllText(key));
        if (!System.IO.File.Exists(Path.Combine(folder.Path, service + ".public.pem")))
        {
            folder.Create(service + ".public.pem", Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()));
        }
    }

    /// <param name="Position">In the chain.</param>
    /// <param name="Hash">Of the chain there, in hexadecimal.</param>
    /// <param name="Previous">SHA-256 of the line before, in hexadecimal; null in the first.</param>
    public sealed record Anchor(string Service, long Position, string Hash, DateTimeOffset At, string? Previous);

    public string File { get; }

    /// <summary>Null where no folder is configured.</summary>
    public static AuditAnchors? Open(IConfiguration configuration, string service) =>
        string.IsNullOrEmpty(configuration[Setting]) ? null : new AuditAnchors(service, KeyFolder.Open(configuration, Setting));

    /// <summary>Adds a line unless there is one of this day, in Vietnam's time. The caller keeps other replicas out.</summary>
    public void Append(long position, byte[] hash, DateTimeOffset now)
    {
        var last = Lines().LastOrDefault();
        if (last is not null && Parse(last) is { } anchor && (VietnamTime.DateOf(anchor.At) >= VietnamTime.DateOf(now) || anchor.Position >= position))
        {
            return;
        }

        var payload = new Anchor(_service, position, Convert.ToHexStringLower(hash), now, last is null ? null : HashOf(last));
        var signed = $"{Base64Url.EncodeToString("""{"alg":"ES256"}"""u8)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(payload, JsonSerializerOptions.Web))}";
        using var stream = new FileStream(File, FileMode.Append, FileAccess.Write);
        stream.Write(Encoding.ASCII.GetBytes($"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}\n"));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The anchors, each with null in its place where the line does not hold: another signature, or another line before it.</summary>
    public IReadOnlyList<Anchor?> Read()
    {
        var lines = Lines();
        return [.. lines.Select((line, number) => IsSigned(line) && Parse(line) is { } anchor && anchor.Previous == (number == 0 ? null : HashOf(lines[number - 1])) && anchor.Service == _service ? anchor : null)];
    }

    private static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(line)));

    private static Anchor? Parse(string line)
    {
        try
        {
            return line.Split('.') is [_, var payload, _] ? JsonSerializer.Deserialize<Anchor>(Base64Url.DecodeFromChars(payload), JsonSerializerOptions.Web) : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    private string[] Lines() => System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File) : [];

    private bool IsSigned(string line)
    {
        var end = line.LastIndexOf('.');
        try
        {
            return end > 0 && _key.VerifyData(Encoding.ASCII.GetBytes(line[..end]), Base64Url.DecodeFromChars(line.AsSpan(end + 1)), HashAlgorithmName.SHA256);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
