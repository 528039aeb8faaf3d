using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Evidence;
using CCHC.Assessment.MinistryReview;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.SelfAssessments;

/// <content>Its documents. Rules that look at them need them loaded: submission, hand-over, delivery, reset.</content>
public sealed partial class SelfAssessment
{
    private const int LongestReferences = 1000;

    private readonly List<EvidenceDocument> _documents = [];

    public IReadOnlyList<EvidenceDocument> Documents => _documents;

    /// <summary>Evidence follows the data: changed by the unit that answers the leaf, while it may change the leaf.</summary>
    public void RequireEvidenceOpen(IEnumerable<string> leaves, IReadOnlyList<Guid> units, bool byHead, Campaign campaign)
    {
        RequireEditable(byHead);
        foreach (var entry in leaves.Select(EntryOf))
        {
            RequireAnsweredBy(entry, units);
            RequireNotDelivered(entry);
            RequireOpenInRound(entry, campaign);
        }
    }

    /// <summary>Attaches the signed report to a submission; a second one replaces the first, which stays readable.</summary>
    public void AttachSigned(EvidenceDocument document, int submission, Guid by, string byName, DateTimeOffset now)
    {
        document.Belong(this, by, byName, now);
        document.SignSubmission(submission);
        if (_documents.Find(known => known.SignedSubmission == submission && known.SupersededById is null) is { } earlier)
        {
            document.Supersede(earlier);
        }

        _documents.Add(document);
    }

    /// <summary>Takes a document into the sheet; a new version inherits what is not said of it.</summary>
    public void AddDocument(
        EvidenceDocument document, DocumentDetails details, IReadOnlyCollection<string> leaves, Guid? supersedes, Guid by, string byName, DateTimeOffset now)
    {
        document.Belong(this, by, byName, now);
        var earlier = supersedes is null ? null : _documents.Single(known => known.Id == supersedes);
        if (earlier is not null)
        {
            document.Supersede(earlier);
        }

        document.Describe(
            earlier is not null && details == DocumentDetails.None ? earlier.Details : details,
            earlier is not null && leaves.Count == 0 ? earlier.Leaves.Select(leaf => leaf.LeafCode) : leaves);
        _documents.Add(document);
    }

    /// <summary>Takes a document that answers the Ministry, for the leaf it asks about; the sheet itself stays as it was submitted.</summary>
    public void AddAnswer(EvidenceDocument document, DocumentDetails details, SupplementRequest request, Guid by, string byName, DateTimeOffset now)
    {
        request.RequireOpen("bổ sung tài liệu");
        document.Belong(this, by, byName, now);
        document.AnswerRequest(request.Id);
        document.Describe(details, [request.LeafCode]);
        _documents.Add(document);
    }

    /// <summary>What was part of a submission keeps its description and its leaves; further leaves may be added.</summary>
    public void DescribeDocument(Guid documentId, DocumentDetails details, IReadOnlyCollection<string> leaves)
    {
        var document = _documents.Single(known => known.Id == documentId);
        if (document.Details != details || document.Leaves.Any(leaf => !leaves.Contains(leaf.LeafCode)))
        {
            document.RequireNeverSubmitted(Revision);
        }

        document.Describe(details, leaves);
    }

    /// <summary>Only what was added since the last submission, and only the latest version.</summary>
    public EvidenceDocument RemoveDocument(Guid documentId)
    {
        var document = _documents.Single(known => known.Id == documentId);
        document.RequireNeverSubmitted(Revision);
        if (document.SupersededById is not null)
        {
            throw new RuleViolationException("evidence.superseded", "Tài liệu đã được thay bằng bản mới; xóa bản mới trước.");
        }

        if (_documents.Find(known => known.Id == document.SupersedesId) is { } earlier)
        {
            document.GiveWayTo(earlier);
        }

        _documents.Remove(document);
        return document;
    }

    /// <summary>What counts today as evidence for a leaf.</summary>
    public IEnumerable<EvidenceDocument> DocumentsOf(string leafCode) =>
        _documents.Where(document => document is { IsCurrent: true, RequestId: null } && document.Leaves.Any(leaf => leaf.LeafCode == leafCode));

    private string? ReferencesOf(string leafCode)
    {
        var text = string.Join("; ", DocumentsOf(leafCode).OrderBy(document => document.Id).Select(document => document.Reference()));
        return text.Length switch
        {
            0 => null,
            > LongestReferences => text[..(LongestReferences - 1)] + "…",
            _ => text,
        };
    }
}
