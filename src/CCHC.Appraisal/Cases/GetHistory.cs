using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

/// <summary>How a leaf's points came about: every claim, every decision, also those taken back, in the order of time.</summary>
public static class GetHistory
{
    public enum EntryKind
    {
        /// <summary>What the unit claimed with a round's submission.</summary>
        Claim,
        Decision,

        /// <summary>One member's score where several score independently.</summary>
        Opinion,
    }

    /// <param name="From">The points before; null where there were none.</param>
    /// <param name="At">Null for a claim of an earlier round.</param>
    public sealed record Entry(
        EntryKind Kind, int Round, string? By, DateTimeOffset? At, decimal? From, bool? FromApplicable, decimal To, bool Applicable, string? Reason, string? Request, JudgementOrigin? Origin,
        bool Bulk, DateTimeOffset? WithdrawnAt, LeafData? Data, IReadOnlyList<string> Steps);

    public sealed record Response(string Code, string Name, decimal MaxPoints, IReadOnlyList<Entry> Entries);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, string leafCode, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var appraiser = Appraiser.From(user);
        var found = await (
            from x in appraiser.Cases(db)
            where x.Id == id
            join leaf in db.CampaignLeaves on new { x.CampaignId, x.GroupCode } equals new { leaf.CampaignId, leaf.GroupCode }
            where leaf.Code == leafCode
            select new { Case = x, Definition = leaf }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        var claims = await db.CaseLeaves.AsNoTracking().Where(leaf => leaf.CaseId == id && leaf.LeafCode == leafCode).OrderBy(leaf => leaf.Round).ToListAsync(cancellationToken);
        var judgements = await db.Judgements.AsNoTracking().Where(x => x.CaseId == id && x.LeafCode == leafCode).OrderBy(x => x.Revision).ToListAsync(cancellationToken);
        var opinions = await db.VisibleOpinions(appraiser).Where(x => x.CaseId == id && x.LeafCode == leafCode).AsNoTracking().OrderBy(x => x.AppraisedAt).ToListAsync(cancellationToken);
        var entries = new List<Entry>();
        SelfScore? before = null;
        foreach (var claim in claims)
        {
            if (claim.Self is { } self)
            {
                entries.Add(new Entry(
                    EntryKind.Claim, claim.Round, null, claim.Round == found.Case.Round ? found.Case.SubmittedAt : null, before?.Points, before?.Applicable, self.Points, self.Applicable,
                    self.Supplement ?? self.Explanation, null, null, false, null, self.Data, []));
                before = self;
            }

            entries.AddRange(opinions.Where(opinion => opinion.Round == claim.Round).Select(opinion => new Entry(
                EntryKind.Opinion, opinion.Round, opinion.AppraisedBy, opinion.AppraisedAt, claim.Self?.Points, claim.Self?.Applicable, opinion.Points, opinion.Applicable, opinion.Implied ? null : opinion.Reason,
                opinion.Request, null, opinion.Implied, null, opinion.Data, opinion.Steps)));
            foreach (var judgement in judgements.Where(x => x.Round == claim.Round))
            {
                var replaced = judgements.Find(x => x.Revision == judgement.ReplacedRevision);
                entries.Add(new Entry(
                    EntryKind.Decision, judgement.Round, judgement.AppraisedBy, judgement.AppraisedAt, replaced?.Points ?? claim.Self?.Points, replaced?.Applicable ?? claim.Self?.Applicable,
                    judgement.Points, judgement.Applicable, judgement.Reason, judgement.Request, judgement.Origin, judgement.AcceptanceId is not null, judgement.WithdrawnAt, judgement.Data,
                    judgement.Steps));
            }
        }

        return TypedResults.Ok(new Response(leafCode, found.Definition.Name, found.Definition.MaxPoints, entries));
    }
}
