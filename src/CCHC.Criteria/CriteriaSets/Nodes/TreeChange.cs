using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>What one edit did to the tree, so that a page redraws those rows and no others.</summary>
public sealed record TreeChange(
    uint Revision, Guid? SelectedId, MovedNode? Moved, IReadOnlyList<Guid> RemovedIds, IReadOnlyList<NodeDocument> Nodes, decimal Total,
    IReadOnlyList<ReportLine> Errors, IReadOnlyList<ReportLine> Warnings)
{
    /// <summary>Loads the set once, edits it, saves what changed and answers that.</summary>
    /// <param name="edit">Answers the node to select and, for a move, the node that was moved.</param>
    internal static async Task<Results<Ok<TreeChange>, NotFound>> MakeAsync(
        Guid id, string? ifMatch, CurrentUser user, CriteriaDbContext db, Func<CriteriaSet, (Guid? Selected, Guid? Moved)> edit, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.WritableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        set.RequireDraft();
        set.RequireRevision(ifMatch);
        var problemsBefore = set.Report().ProblemByNode();
        var (selected, moved) = edit(set);

        var report = set.Report();
        var problems = report.ProblemByNode();
        var entries = db.ChangeTracker.Entries<CriterionNode>().ToList();
        var changed = entries.Where(IsVisible).Select(entry => entry.Entity.Id).ToHashSet();
        changed.UnionWith(problems.Keys.Union(problemsBefore.Keys).Where(node => problems.GetValueOrDefault(node) != problemsBefore.GetValueOrDefault(node)));
        var removed = entries.Where(entry => entry.State == EntityState.Deleted).Select(entry => entry.Entity.Id).ToList();

        // Looking through a thousand nodes once is enough.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new TreeChange(
            set.RowVersion,
            selected,
            moved is { } movedId ? new MovedNode(movedId, Before(set, movedId)) : null,
            removed,
            [.. NodeDocument.Of(set, report, node => changed.Contains(node.Id))],
            set.Total,
            report.Errors,
            report.Warnings));
    }

    private static bool IsVisible(EntityEntry<CriterionNode> entry) => entry.State switch
    {
        EntityState.Added => true,
        EntityState.Modified => entry.Properties.Any(property => property.IsModified && property.Metadata.Name != nameof(CriterionNode.Position)),
        _ => false,
    };

    private static Guid? Before(CriteriaSet set, Guid nodeId) => set.Tree.InReadingOrder().TakeWhile(node => node.Id != nodeId).LastOrDefault()?.Id;
}

/// <summary>A node that stands elsewhere now, with everything below it; null after where it is the first of all.</summary>
public sealed record MovedNode(Guid Id, Guid? AfterId);
