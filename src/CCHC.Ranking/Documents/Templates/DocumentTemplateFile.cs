namespace CCHC.Ranking.Documents.Templates;

/// <summary>The template that a government has put in the place of the one that comes with the system.</summary>
public sealed class DocumentTemplateFile
{
    public Guid Id { get; private set; }

    /// <summary>The government whose campaigns it is for; null for the province.</summary>
    public Guid? OwnerUnitId { get; private set; }

    /// <summary>Slug of the kind of document.</summary>
    public string Kind { get; private set; } = "";

    public byte[] Content { get; private set; } = [];
    public string ReplacedBy { get; private set; } = "";
    public DateTimeOffset ReplacedAt { get; private set; }

    public static DocumentTemplateFile Of(Guid? ownerUnitId, string kind) => new() { Id = Guid.CreateVersion7(), OwnerUnitId = ownerUnitId, Kind = kind };

    public void Replace(byte[] content, string by, DateTimeOffset at) => (Content, ReplacedBy, ReplacedAt) = (content, by, at);
}
