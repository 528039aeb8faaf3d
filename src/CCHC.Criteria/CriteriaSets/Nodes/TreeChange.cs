using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>
/// What one edit did to the tree, so that a page redraws those rows and no others: a node of which only the number is other is told by its number,
/// the selected one always in full. Of a long report the first lines come along, with the counts of all.
/// </summary>
public sealed record TreeChange(
    uint Revision, Guid? SelectedId, NodeDocument? Selected, MovedNode? Moved, IReadOnlyList<Guid> RemovedIds, IReadOnlyList<NodeDocument> Nodes, IReadOnlyList<NodeNumber> Renumbered,
    decimal Total, IReadOnlyList<ReportLine> Errors, IReadOnlyList<ReportLine> Warnings, int ErrorCount, int WarningCount)
{
    private const int MostReportLines = 50;

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
        var seen = entries.ToLookup(Visibility, entry => entry.Entity.Id);
        var changed = seen[Change.Row].ToHashSet();
        changed.UnionWith(problems.Keys.Union(problemsBefore.Keys).Where(node => problems.GetValueOrDefault(node) != problemsBefore.GetValueOrDefault(node)));
        var documents = NodeDocument.Of(set, report, node => node.Id == selected || changed.Contains(node.Id)).ToList();

        // Looking through a thousand nodes once is enough.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new TreeChange(
            set.RowVersion,
            selected,
            documents.Find(node => node.Id == selected),
            moved is { } movedId ? new MovedNode(movedId, Before(set, movedId)) : null,
            [.. seen[Change.Gone]],
            [.. documents.Where(node => changed.Contains(node.Id))],
            [.. seen[Change.Number].Where(node => !changed.Contains(node)).Select(node => new NodeNumber(node, set.Find(node)!.Code))],
            set.Total,
            [.. report.Errors.Take(MostReportLines)],
            [.. report.Warnings.Take(MostReportLines - Math.Min(MostReportLines, report.Errors.Count))],
            report.Errors.Count,
            report.Warnings.Count));
    }

    private enum Change
    {
        None,
        Row,
        Number,
        Gone,
    }

    private static Change Visibility(EntityEntry<CriterionNode> entry) => entry.State switch
    {
        EntityState.Added => Change.Row,
        EntityState.Deleted => Change.Gone,
        EntityState.Modified => entry.Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name).ToList() switch
        {
            var names when names.Exists(name => name is not (nameof(CriterionNode.Position) or nameof(CriterionNode.Code) or nameof(CriterionNode.FieldCode))) => Change.Row,
            var names when names.Contains(nameof(CriterionNode.Code)) => Change.Number,
            var names when names.Contains(nameof(CriterionNode.FieldCode)) => Change.Row,
            _ => Change.None,
        },
        _ => Change.None,
    };

    private static Guid? Before(CriteriaSet set, Guid nodeId) => set.Tree.InReadingOrder().TakeWhile(node => node.Id != nodeId).LastOrDefault()?.Id;
}

/// <summary>A node that stands elsewhere now, with everything below it; null after where it is the first of all.</summary>
public sealed record MovedNode(Guid Id, Guid? AfterId);

/// <summary>A node whose number is all that is other.</summary>
public sealed record NodeNumber(Guid Id, string Code);
