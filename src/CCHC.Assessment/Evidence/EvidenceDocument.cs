using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.Evidence;

public enum DocumentKind
{
    File,
    Link,
}

public enum ScanState
{
    /// <summary>No scanner is configured, or there is nothing to scan.</summary>
    Unscanned,

    /// <summary>Not to be read until the scanner has seen it.</summary>
    Quarantined,
    Clean,

    /// <summary>Its bytes are deleted.</summary>
    Infected,
}

/// <summary>A document that proves what a unit says (tài liệu kiểm chứng): a file, or a link to a document system, for one leaf or many.</summary>
public sealed class EvidenceDocument
{
    private readonly List<DocumentLeaf> _leaves = [];

    private EvidenceDocument()
    {
    }

    public Guid Id { get; private set; }
    public Guid SelfAssessmentId { get; private set; }

    /// <summary>Of the sheet; kept here to find the same bytes under another unit.</summary>
    public Guid CampaignId { get; private set; }

    /// <inheritdoc cref="CampaignId"/>
    public Guid UnitId { get; private set; }

    public DocumentKind Kind { get; private set; }
    public string Name { get; private set; } = "";
    public string? ContentType { get; private set; }

    /// <summary>Lower-case hex of the bytes; null for a link.</summary>
    public string? Sha256 { get; private set; }

    public long Size { get; private set; }
    public string? Url { get; private set; }
    public DocumentDetails Details { get; private set; } = DocumentDetails.None;
    public ScanState Scan { get; private set; }

    /// <summary>1 for the first; each new version replaces the one before, which stays readable.</summary>
    public int Version { get; private set; } = 1;

    public Guid? SupersedesId { get; private set; }
    public Guid? SupersededById { get; private set; }

    /// <summary>Submissions of the sheet when the document was added: with a later one it has been part of a submission.</summary>
    public int Revision { get; private set; }

    /// <summary>Of the sheet when the document was added; above 1 it is a supplement.</summary>
    public int Round { get; private set; }

    /// <summary>Number of the submission whose signed report this is; null for evidence.</summary>
    public int? SignedSubmission { get; private set; }

    /// <summary>The Ministry's request that this answers; null for what the sheet itself shows.</summary>
    public Guid? RequestId { get; private set; }

    public Guid CreatedBy { get; private set; }
    public string CreatedByName { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    public IReadOnlyList<DocumentLeaf> Leaves => _leaves;

    /// <summary>Whether it counts today: the latest version, and not infected.</summary>
    public bool IsCurrent => SupersededById is null && Scan != ScanState.Infected;

    public bool IsReadable => Kind == DocumentKind.File && Scan is ScanState.Clean or ScanState.Unscanned;

    internal static EvidenceDocument OfFile(string name, string contentType, string sha256, long size, ScanState scan) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = DocumentKind.File,
        Name = name,
        ContentType = contentType,
        Sha256 = sha256,
        Size = size,
        Scan = scan,
    };

    internal static EvidenceDocument OfLink(string name, Uri url) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = DocumentKind.Link,
        Name = name,
        Url = url.AbsoluteUri,
    };

    /// <summary>Puts the document into a sheet.</summary>
    internal void Belong(SelfAssessments.SelfAssessment sheet, Guid by, string byName, DateTimeOffset now) =>
        (SelfAssessmentId, CampaignId, UnitId, Revision, Round, CreatedBy, CreatedByName, CreatedAt) =
        (sheet.Id, sheet.CampaignId, sheet.UnitId, sheet.Revision, sheet.Round, by, byName, now);

    internal void AnswerRequest(Guid requestId) => RequestId = requestId;

    internal void SignSubmission(int number) => SignedSubmission = number;

    internal void Describe(DocumentDetails details, IEnumerable<string> leaves)
    {
        Details = details;
        var wanted = leaves.ToHashSet(StringComparer.Ordinal);
        _leaves.RemoveAll(leaf => !wanted.Contains(leaf.LeafCode));
        _leaves.AddRange(wanted.Where(code => _leaves.All(leaf => leaf.LeafCode != code)).Select(code => new DocumentLeaf(code)));
    }

    internal void Supersede(EvidenceDocument earlier)
    {
        if (earlier.SupersededById is not null)
        {
            throw new RuleViolationException("evidence.superseded", $"“{earlier.Name}” đã được thay bằng bản khác; hãy thay bản mới nhất.");
        }

        (SupersedesId, Version, earlier.SupersededById) = (earlier.Id, earlier.Version + 1, Id);
    }

    /// <summary>What the council has seen, or may have seen, stays.</summary>
    internal void RequireNeverSubmitted(int revision)
    {
        if (Revision < revision || SignedSubmission is not null)
        {
            throw new RuleViolationException(
                "evidence.submitted", $"“{Name}” đã gửi cùng phiếu nên không xóa và không sửa được, chỉ thay thế được bằng bản mới.");
        }
    }

    /// <summary>The version that this one had replaced counts again.</summary>
    internal void GiveWayTo(EvidenceDocument earlier) => (SupersedesId, earlier.SupersededById) = (null, null);

    /// <summary>How an official names it: number, date and issuer; its name where it has no number.</summary>
    public string Reference() => Details.Reference() ?? Name;
}

/// <summary>A leaf that a document is evidence for.</summary>
public sealed class DocumentLeaf
{
    private DocumentLeaf()
    {
    }

    internal DocumentLeaf(string leafCode) => LeafCode = leafCode;

    public Guid DocumentId { get; private set; }
    public string LeafCode { get; private set; } = "";
}

/// <summary>Bytes that lost a document: deleted once it is certain that no other document has them.</summary>
public sealed class DiscardedFile
{
    public required string Sha256 { get; init; }
}
