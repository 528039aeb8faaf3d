using System.Globalization;

namespace CCHC.Portal.Evidence;

public enum DocumentKind
{
    File,
    Link,
}

public enum ScanState
{
    Unscanned,
    Quarantined,
    Clean,
    Infected,
}

public sealed record DocumentLeaf(string Code, string Name);

public sealed record OtherUnit(string Code, string Name);

/// <summary>A document of a sheet, or one of its versions.</summary>
public sealed record EvidenceDocument(
    Guid Id, DocumentKind Kind, string Name, string? ContentType, long Size, string? Url, string? Number, DateOnly? IssuedOn, string? Issuer, DateOnly? EffectiveOn,
    IReadOnlyList<string> Doubts, IReadOnlyList<DocumentLeaf> Leaves, ScanState Scan, bool Readable, int Version, Guid? SupersedesId, Guid? SupersededById,
    bool Submitted, int Round, int? SignedSubmission, Guid? RequestId, bool UsedElsewhere, IReadOnlyList<OtherUnit> UsedBy, string CreatedBy, DateTimeOffset CreatedAt)
{
    public bool IsCurrent => SupersededById is null;

    /// <summary>Proves what the sheet says; a signed report and an answer to the Ministry are shown where they belong.</summary>
    public bool IsEvidence => SignedSubmission is null && RequestId is null;

    public bool IsPdf => Kind == DocumentKind.File && Readable && ContentType == "application/pdf";

    public bool Proves(string leafCode) => Leaves.Any(leaf => leaf.Code == leafCode);

    /// <summary>As it stands at the head of an official document: 12/BC-SNV ngày 05/03/2024 của Sở Nội vụ.</summary>
    public string Reference => string.Join(' ', new[]
    {
        Number,
        IssuedOn is { } issued ? Formats.Text(EvidenceTexts.OfDate, Formats.Date(issued)) : null,
        string.IsNullOrEmpty(Issuer) ? null : Formats.Text(EvidenceTexts.OfIssuer, Issuer),
    }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>What a sheet has, in the order of its names.</summary>
public sealed record DocumentsOfSheet(IReadOnlyList<EvidenceDocument> Items)
{
    private static readonly StringComparer ByName =
        Formats.Vietnamese.CompareInfo.GetStringComparer(CompareOptions.IgnoreCase | CompareOptions.NumericOrdering);

    public IEnumerable<EvidenceDocument> Current => Items.Where(document => document is { IsCurrent: true, IsEvidence: true }).OrderBy(document => document.Name, ByName).ThenBy(document => document.Id);

    public IEnumerable<EvidenceDocument> Of(string leafCode) => Current.Where(document => document.Proves(leafCode));

    /// <summary>What came with the answer to the Ministry.</summary>
    public IEnumerable<EvidenceDocument> OfRequest(Guid requestId) => Items.Where(document => document.IsCurrent && document.RequestId == requestId);

    /// <summary>The versions before, the latest first.</summary>
    public IEnumerable<EvidenceDocument> Before(EvidenceDocument document)
    {
        for (var earlier = Find(document.SupersedesId); earlier is not null; earlier = Find(earlier.SupersedesId))
        {
            yield return earlier;
        }
    }

    public EvidenceDocument? Find(Guid? id) => id is null ? null : Items.FirstOrDefault(document => document.Id == id);
}

/// <summary>A form that was refused, with what was typed in it.</summary>
public sealed record EvidenceState(Gateway.Problem Problem, IReadOnlyDictionary<string, string> Typed, bool OfLink);
