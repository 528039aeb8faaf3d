using System.Collections.Concurrent;
using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using CCHC.EvidenceFiles.Storage;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Time;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Findings;

/// <summary>What the rules of the catalogue look at.</summary>
public sealed class SheetFacts
{
    /// <summary>At once; a store across the network answers one in some milliseconds, and a sheet has hundreds of files.</summary>
    private const int StoreRequests = 8;

    private readonly IReadOnlySet<string>? _only;

    private SheetFacts(SelfAssessment sheet, Campaign campaign, DateOnly today, IReadOnlySet<string>? only)
    {
        (Sheet, Set, Year, Today, _only) = (sheet, campaign.SetOf(sheet.GroupCode), campaign.Year, today, only);
        var entries = sheet.Entries.ToDictionary(entry => entry.LeafCode, StringComparer.Ordinal);
        Leaves = [.. SelfAssessment.AnsweredLeaves(Set).Where(leaf => Covers(leaf.Code)).Select(leaf => new LeafFacts(leaf.Code, leaf.Leaf!, entries[leaf.Code]))];
    }

    public SelfAssessment Sheet { get; }

    public CriteriaSetSnapshot Set { get; }

    public int Year { get; }

    public DateOnly Today { get; }

    public IReadOnlyList<LeafFacts> Leaves { get; }

    /// <summary>What the unit entered the year before, for leaves that ask the same by the same rule.</summary>
    public IReadOnlyDictionary<string, LeafData> LastYear { get; private set; } = new Dictionary<string, LeafData>(StringComparer.Ordinal);

    /// <summary>What the other units of the group do with the leaves that this one claims not to apply.</summary>
    public IReadOnlyDictionary<string, OtherUnits> Others { get; private set; } = new Dictionary<string, OtherUnits>(StringComparer.Ordinal);

    /// <summary>SHA-256 of files and addresses of links that other units of the campaign have too.</summary>
    public IReadOnlySet<string> UsedElsewhere { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>SHA-256 of files whose bytes are not in the store.</summary>
    public IReadOnlySet<string> LostFiles { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    public bool Covers(string leafCode) => _only?.Contains(leafCode) != false;

    /// <summary>Needs the sheet's entries and documents.</summary>
    public static async Task<SheetFacts> LoadAsync(
        AssessmentDbContext db, IEvidenceStore store, SelfAssessment sheet, Campaign campaign, TimeProvider clock, CancellationToken cancellationToken,
        IReadOnlySet<string>? only = null)
    {
        var facts = new SheetFacts(sheet, campaign, clock.Today(), only);
        facts.LastYear = await LastYearAsync(db, facts, campaign, cancellationToken);
        facts.Others = await OthersAsync(db, facts, cancellationToken);
        var (files, links) = (Distinct(sheet, document => document.Sha256), Distinct(sheet, document => document.Url));
        if (files.Count + links.Count > 0)
        {
            facts.UsedElsewhere = (await db.Documents
                .Where(other => other.CampaignId == sheet.CampaignId && other.UnitId != sheet.UnitId
                    && ((other.Sha256 != null && files.Contains(other.Sha256)) || (other.Url != null && links.Contains(other.Url))))
                .Select(other => other.Sha256 ?? other.Url!).Distinct().ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
            facts.LostFiles = await LostAsync(store, files, cancellationToken);
        }

        return facts;
    }

    private static async Task<HashSet<string>> LostAsync(IEvidenceStore store, List<string> files, CancellationToken cancellationToken)
    {
        var lost = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = StoreRequests, CancellationToken = cancellationToken }, async (file, stopping) =>
        {
            if (!await store.HasAsync(file, stopping))
            {
                lost.Add(file);
            }
        });
        return [.. lost];
    }

    private static List<string> Distinct(SelfAssessment sheet, Func<Evidence.EvidenceDocument, string?> part) =>
        [.. sheet.Documents.Where(document => document.IsCurrent).Select(part).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The sheet of the same unit in the campaign of the year before, of the same owner; a merged unit has none of its own.</summary>
    private static async Task<Dictionary<string, LeafData>> LastYearAsync(AssessmentDbContext db, SheetFacts facts, Campaign campaign, CancellationToken cancellationToken)
    {
        var earlier = db.Campaigns.Where(x => x.Year == campaign.Year - 1 && x.OwnerUnitId == campaign.OwnerUnitId && !x.Practice).Select(x => x.Id);
        var before = await db.SelfAssessments.AsNoTracking().Include(sheet => sheet.Entries)
            .Where(sheet => sheet.UnitId == facts.Sheet.UnitId && sheet.Revision > 0 && earlier.Contains(sheet.CampaignId))
            .OrderByDescending(sheet => sheet.Id).FirstOrDefaultAsync(cancellationToken);
        if (before is null)
        {
            return [];
        }

        var set = await db.Campaigns.AsNoTracking().Where(x => x.Id == before.CampaignId).SelectMany(x => x.Groups)
            .Where(x => x.Code == before.GroupCode).Select(x => x.CriteriaSet).SingleAsync(cancellationToken);
        var asked = set.Leaves().ToDictionary(leaf => leaf.Code, StringComparer.Ordinal);
        var comparable = facts.Set.Leaves()
            .Where(leaf => asked.TryGetValue(leaf.Code, out var earlier) && earlier.Name == leaf.Name && earlier.Leaf!.Rule.GetType() == leaf.Leaf!.Rule.GetType())
            .Select(leaf => leaf.Code).ToHashSet(StringComparer.Ordinal);
        return before.Entries.Where(entry => entry.Status == EvaluationStatus.Scored && comparable.Contains(entry.LeafCode))
            .ToDictionary(entry => entry.LeafCode, entry => entry.Data, StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, OtherUnits>> OthersAsync(AssessmentDbContext db, SheetFacts facts, CancellationToken cancellationToken)
    {
        var claimed = facts.Leaves.Where(leaf => leaf.Entry.Data.NotApplicable).Select(leaf => leaf.Code).ToList();
        return claimed.Count == 0
            ? []
            : await db.SelfAssessments
                .Where(other => other.CampaignId == facts.Sheet.CampaignId && other.GroupCode == facts.Sheet.GroupCode && other.Id != facts.Sheet.Id)
                .SelectMany(other => other.Entries).Where(entry => claimed.Contains(entry.LeafCode) && entry.Status != EvaluationStatus.Missing)
                .GroupBy(entry => entry.LeafCode)
                .Select(leaf => new { leaf.Key, Filled = leaf.Count(), Claiming = leaf.Count(entry => entry.Status == EvaluationStatus.NotApplicable) })
                .ToDictionaryAsync(leaf => leaf.Key, leaf => new OtherUnits(leaf.Filled, leaf.Claiming), StringComparer.Ordinal, cancellationToken);
    }
}

/// <summary>A leaf that the sheet answers.</summary>
public sealed record LeafFacts(string Code, LeafDefinition Leaf, LeafEntry Entry);

/// <summary>Units of the same group that have filled a leaf in, and those among them that claim it does not apply.</summary>
public sealed record OtherUnits(int Filled, int Claiming);
