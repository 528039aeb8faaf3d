using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence.Documents;

/// <summary>A sheet's documents with all their versions, the leaves each is used for, and whether another unit of the campaign has the same one.</summary>
public static class ListDocuments
{
    public sealed record Leaf(string Code, string Name);

    public sealed record OtherUnit(string Code, string Name);

    /// <param name="Doubts">What does not fit the campaign's year.</param>
    /// <param name="Round">In which it was added; above 1 it is a supplement.</param>
    /// <param name="SignedSubmission">The submission whose signed report it is; null for evidence.</param>
    /// <param name="RequestId">The Ministry's request that it answers; null for evidence.</param>
    /// <param name="UsedBy">Named only for those who may see the other units' sheets.</param>
    public sealed record Item(
        Guid Id, DocumentKind Kind, string Name, string? ContentType, long Size, string? Sha256, string? Url,
        string? Number, DateOnly? IssuedOn, string? Issuer, DateOnly? EffectiveOn, IReadOnlyList<string> Doubts, IReadOnlyList<Leaf> Leaves,
        ScanState Scan, bool Readable, int Version, Guid? SupersedesId, Guid? SupersededById, bool Submitted,
        int Round, int? SignedSubmission, Guid? RequestId,
        bool UsedElsewhere, IReadOnlyList<OtherUnit> UsedBy, string CreatedBy, DateTimeOffset CreatedAt);

    public sealed record Response(Guid SelfAssessmentId, IReadOnlyList<Item> Items);

    private sealed record Use(string? Sha256, string? Url, string UnitCode, string UnitName);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sheet = await db.FindSheetForReadingAsync(id, user, cancellationToken);
        if (sheet is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet.CampaignId, cancellationToken);
        var documents = await db.DocumentsVisibleTo(id, user).OrderBy(x => x.CreatedAt).ThenBy(x => x.Id).ToListAsync(cancellationToken);
        var uses = await UsesByOthersAsync(db, sheet, documents, cancellationToken);
        var overseer = user.Covers(sheet.OwnerUnitId, Roles.HomeAffairs, Roles.Auditor, Roles.Appraiser, Roles.CouncilChair, Roles.CouncilSecretary);
        var today = clock.Today();
        var names = campaign.SetOf(sheet.GroupCode).Nodes.ToDictionary(node => node.Code, node => node.Name, StringComparer.Ordinal);
        return TypedResults.Ok(new Response(id, [.. documents.Select(document => ToItem(document, documents, uses, overseer, names, sheet, campaign, today))]));
    }

    private static async Task<List<Use>> UsesByOthersAsync(
        AssessmentDbContext db, SelfAssessment sheet, List<EvidenceDocument> documents, CancellationToken cancellationToken)
    {
        var files = documents.Select(document => document.Sha256).OfType<string>().ToList();
        var links = documents.Select(document => document.Url).OfType<string>().ToList();
        var others = db.Documents.Where(other => other.CampaignId == sheet.CampaignId && other.UnitId != sheet.UnitId
            && ((other.Sha256 != null && files.Contains(other.Sha256)) || (other.Url != null && links.Contains(other.Url))));
        return await others.Join(db.SelfAssessments, other => other.SelfAssessmentId, its => its.Id, (other, its) => new Use(other.Sha256, other.Url, its.UnitCode, its.UnitName))
            .Distinct().ToListAsync(cancellationToken);
    }

    private static Item ToItem(
        EvidenceDocument document, List<EvidenceDocument> visible, List<Use> uses, bool overseer, Dictionary<string, string> names, SelfAssessment sheet,
        Campaign campaign, DateOnly today)
    {
        var details = document.Details;
        var others = uses.Where(use => (use.Sha256 is not null && use.Sha256 == document.Sha256) || (use.Url is not null && use.Url == document.Url)).ToList();
        return new Item(
            document.Id, document.Kind, document.Name, document.ContentType, document.Size, document.Sha256, document.Url,
            details.Number, details.IssuedOn, details.Issuer, details.EffectiveOn, [.. details.Doubts(campaign.Year, today)],
            [.. document.Leaves.OrderBy(leaf => leaf.LeafCode, StringComparer.Ordinal).Select(leaf => new Leaf(leaf.LeafCode, names.GetValueOrDefault(leaf.LeafCode, "")))],
            document.Scan, document.IsReadable, document.Version, document.SupersedesId,
            visible.Exists(other => other.Id == document.SupersededById) ? document.SupersededById : null,
            document.Revision < sheet.Revision, document.Round, document.SignedSubmission, document.RequestId, others.Count > 0,
            overseer ? [.. others.OrderBy(use => use.UnitCode, StringComparer.Ordinal).Select(use => new OtherUnit(use.UnitCode, use.UnitName))] : [],
            document.CreatedByName, document.CreatedAt);
    }
}
