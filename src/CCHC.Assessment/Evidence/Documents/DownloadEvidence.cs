using System.Globalization;
using System.IO.Compression;
using System.Text;
using CCHC.Assessment.Data;
using CCHC.EvidenceFiles.Storage;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence.Documents;

/// <summary>Everything a unit has shown, as one ZIP with an index, packed while it is sent.</summary>
public static class DownloadEvidence
{
    private const string Header = "Tiêu chí,Tên tài liệu,Số/ký hiệu,Ngày ban hành,Cơ quan ban hành,Ngày hiệu lực,Phiên bản,Tình trạng,Tệp,Liên kết,SHA-256";

    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        Guid id, HttpResponse response, CurrentUser user, AssessmentDbContext db, IEvidenceStore store, CancellationToken cancellationToken)
    {
        var sheet = await db.FindSheetForReadingAsync(id, user, cancellationToken);
        if (sheet is null)
        {
            return TypedResults.NotFound();
        }

        var documents = await db.DocumentsVisibleTo(id, user).OrderBy(document => document.Id).ToListAsync(cancellationToken);
        var paths = documents.Where(document => document.IsReadable).Select((document, index) => (document, index))
            .ToDictionary(x => x.document.Id, x => string.Create(CultureInfo.InvariantCulture, $"tai-lieu/{x.index + 1:000}-{x.document.Name}"));
        response.NeverShow();
        response.HttpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true; // ZipArchive writes the last bytes of an entry so
        return TypedResults.Stream(
            output => PackAsync(output, documents, paths, store, cancellationToken), "application/zip", $"tai-lieu-kiem-chung-{sheet.UnitCode}.zip");
    }

    private static async Task PackAsync(
        Stream output, List<EvidenceDocument> documents, Dictionary<Guid, string> paths, IEvidenceStore store, CancellationToken cancellationToken)
    {
        await using var archive = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        await using (var index = await archive.CreateEntry("index.csv").OpenAsync(cancellationToken))
        {
            var lines = documents.SelectMany(document => Lines(document, paths.GetValueOrDefault(document.Id))).Order(StringComparer.Ordinal).Prepend(Header);
            byte[] text = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")];
            await index.WriteAsync(text, cancellationToken);
        }

        foreach (var document in documents.Where(document => paths.ContainsKey(document.Id)))
        {
            // A name that is written before its bytes are there would be a damaged file in the archive.
            await using var content = await store.OpenAsync(document.Sha256!, cancellationToken)
                ?? throw new InvalidOperationException($"The bytes of document {document.Id} ({document.Sha256}) are missing in the store.");
            await using var entry = await archive.CreateEntry(paths[document.Id], CompressionLevel.NoCompression).OpenAsync(cancellationToken);
            await content.CopyToAsync(entry, cancellationToken);
        }
    }

    private static IEnumerable<string> Lines(EvidenceDocument document, string? path)
    {
        var state = document switch
        {
            { SupersededById: not null } => "đã được thay",
            { Scan: ScanState.Quarantined } => "chờ quét mã độc",
            { Scan: ScanState.Infected } => "có mã độc, đã xóa",
            _ => "hiện hành",
        };
        var details = document.Details;
        return document.Leaves.Select(leaf => leaf.LeafCode).DefaultIfEmpty("").Select(leaf => string.Join(',', new[]
        {
            leaf, document.Name, details.Number, Text(details.IssuedOn), details.Issuer, Text(details.EffectiveOn),
            document.Version.ToString(CultureInfo.InvariantCulture), state, path, document.Url, document.Sha256,
        }.Select(Cell)));
    }

    private static string? Text(DateOnly? date) => date?.ToString(DocumentDetails.DateFormat, CultureInfo.InvariantCulture);

    // A leading sign would make a formula of a name that a stranger chose.
    private static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "";
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
