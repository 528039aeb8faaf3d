using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.EvidenceFiles.Storage;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Findings;

/// <summary>What is found in a sheet before it is submitted, with the key by which the head accepts a warning.</summary>
public static class ListFindings
{
    public sealed record Item(string Key, string Rule, string Title, FindingSeverity Severity, string? LeafCode, string? LeafName, string Text);

    public sealed record Response(Guid SelfAssessmentId, int Errors, int Warnings, int Hints, IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, IEvidenceStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sheet = await db.SelfAssessments.AsNoTracking().VisibleTo(db, user).Include(x => x.Entries).Include(x => x.Documents).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (sheet is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet.CampaignId, cancellationToken);
        var facts = await SheetFacts.LoadAsync(db, store, sheet, campaign, clock, cancellationToken);
        var findings = FindingRules.Find(facts);
        var titles = FindingRules.All.ToDictionary(rule => rule.Id, rule => rule.Title, StringComparer.Ordinal);
        var names = facts.Set.Nodes.ToDictionary(node => node.Code, node => node.Name, StringComparer.Ordinal);
        return TypedResults.Ok(new Response(
            id, Count(FindingSeverity.Error), Count(FindingSeverity.Warning), Count(FindingSeverity.Hint),
            [.. findings.Select(x => new Item(x.Key, x.Rule, titles[x.Rule], x.Severity, x.LeafCode, x.LeafCode is null ? null : names[x.LeafCode], x.Text))]));

        int Count(FindingSeverity severity) => findings.Count(finding => finding.Severity == severity);
    }
}
