namespace CCHC.Assessment.Evidence.Uploads;

/// <summary>A file on its way; what has arrived lies in the staging folder. Kept after its end until it expires, so that a lost answer can be asked for again.</summary>
public sealed class Upload
{
    private Upload()
    {
    }

    public Guid Id { get; private set; }
    public Guid SelfAssessmentId { get; private set; }
    public Guid CreatedBy { get; private set; }
    public long Length { get; private set; }
    public string FileName { get; private set; } = "";

    /// <summary>As the client sent it, to be given back as it is.</summary>
    public string? Metadata { get; private set; }

    public DocumentDetails Details { get; private set; } = DocumentDetails.None;
    public IReadOnlyList<string> Leaves { get; private set; } = [];
    public Guid? SupersedesId { get; private set; }

    /// <summary>Number of the submission whose signed report this is.</summary>
    public int? Submission { get; private set; }

    /// <summary>The Ministry's request that the file answers.</summary>
    public Guid? RequestId { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>What the file became.</summary>
    public Guid? DocumentId { get; private set; }

    public string? RefusalCode { get; private set; }
    public string? Refusal { get; private set; }

    internal Placement Placement => new(Leaves, SupersedesId, Submission, RequestId, Details);

    public bool IsFinished => DocumentId is not null || Refusal is not null;

    internal static Upload Begin(Guid selfAssessmentId, Guid by, long length, string? header, UploadMetadata metadata, DateTimeOffset expiresAt) => new()
    {
        Id = Guid.CreateVersion7(),
        SelfAssessmentId = selfAssessmentId,
        CreatedBy = by,
        Length = length,
        Metadata = header,
        FileName = metadata.FileName,
        Details = metadata.Placement.Details,
        Leaves = metadata.Placement.Leaves,
        SupersedesId = metadata.Placement.Supersedes,
        Submission = metadata.Placement.Submission,
        RequestId = metadata.Placement.Request,
        ExpiresAt = expiresAt,
    };

    internal void BecameDocument(Guid documentId) => DocumentId = documentId;

    internal void Refuse(string code, string message) => (RefusalCode, Refusal) = (code, message);
}
