using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

/// <summary>Puts on the agenda what is in dispute, changed by more than the campaign's share, arbitrated or asked for, unless the council has decided it in this round.</summary>
public static class DrawAgenda
{
    /// <param name="Added">Of those that the caller may see.</param>
    public sealed record Response(int Added);

    public sealed record AddRequest(
        Guid CaseId, [property: Required] string LeafCode, [property: StringLength(1_000, ErrorMessage = "Ghi chú dài tối đa 1.000 ký tự.")] string? Note);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var meeting = await db.LockMeetingAsync(id, user, cancellationToken);
        if (meeting is null)
        {
            return TypedResults.NotFound();
        }

        meeting.RequireNotClosed();
        var found = await FindAsync(db, meeting.CampaignId, cancellationToken);
        var known = await KnownAsync(db, meeting.CampaignId, cancellationToken);
        var items = found.Where(item => !known.Contains((item.CaseId, item.Round, item.LeafCode))).Select(item => new AgendaItem
        {
            Id = Guid.CreateVersion7(), MeetingId = id, CaseId = item.CaseId, Round = item.Round, LeafCode = item.LeafCode, Why = item.Why, Note = item.Note,
        }).ToList();
        db.AgendaItems.AddRange(items);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var added = items.ConvertAll(item => item.Id);
        return TypedResults.Ok(new Response(await db.ItemsReadableBy(user).CountAsync(item => added.Contains(item.Id), cancellationToken)));
    }

    public static async Task<Results<Ok<Response>, NotFound>> Add(Guid id, AddRequest request, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var meeting = await db.LockMeetingAsync(id, user, cancellationToken);
        var leaf = await Appraiser.From(user).Readable(db).Where(duty => duty.Case.Id == request.CaseId && duty.Leaf.Code == request.LeafCode)
            .Select(duty => new { duty.Case.CampaignId, duty.Case.Round }).SingleOrDefaultAsync(cancellationToken);
        if (meeting is null || leaf?.CampaignId != meeting.CampaignId)
        {
            return TypedResults.NotFound();
        }

        meeting.RequireNotClosed();
        if (await db.AgendaItems.AnyAsync(
            item => item.CaseId == request.CaseId && item.Round == leaf.Round && item.LeafCode == request.LeafCode && item.Outcome == ItemOutcome.Pending, cancellationToken))
        {
            throw new RuleViolationException("meeting.item-known", $"Tiêu chí {request.LeafCode} của đơn vị này đã có trong chương trình họp.");
        }

        db.AgendaItems.Add(new AgendaItem
        {
            Id = Guid.CreateVersion7(), MeetingId = id, CaseId = request.CaseId, Round = leaf.Round, LeafCode = request.LeafCode, Why = [AgendaReason.AskedFor], Note = request.Note?.Trim().Normalize(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(1));
    }

    public static async Task<Results<NoContent, NotFound>> Remove(Guid id, Guid itemId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var meeting = await db.LockMeetingAsync(id, user, cancellationToken);
        var item = meeting is null ? null : await db.ItemsReadableBy(user).SingleOrDefaultAsync(x => x.Id == itemId && x.MeetingId == id, cancellationToken);
        if (item is null)
        {
            return TypedResults.NotFound();
        }

        meeting!.RequireNotClosed();
        item.RequirePending();
        db.AgendaItems.Remove(item);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Items of units with which the person has nothing to do.</summary>
    internal static IQueryable<AgendaItem> ItemsReadableBy(this AppraisalDbContext db, CurrentUser user)
    {
        // Every member takes part in what the council decides together, whichever fields it was given.
        var appraiser = Appraiser.From(user);
        var conflicts = appraiser.Conflicts(db);
        return db.AgendaItems.Where(item => db.Cases.Any(x => x.Id == item.CaseId
            && (appraiser.Areas == null || !appraiser.OwnUnits.Contains(x.UnitId)) && !conflicts.Any(conflict => conflict.CampaignId == x.CampaignId && conflict.UnitId == x.UnitId)));
    }

    private static async Task<HashSet<(Guid, int, string)>> KnownAsync(AppraisalDbContext db, Guid campaignId, CancellationToken cancellationToken) =>
    [
        .. (await db.AgendaItems.Where(item => db.Meetings.Any(meeting => meeting.Id == item.MeetingId && meeting.CampaignId == campaignId
                && (item.Outcome != ItemOutcome.Pending || meeting.Status != MeetingStatus.Closed)))
            .Select(item => new { item.CaseId, item.Round, item.LeafCode }).ToListAsync(cancellationToken)).Select(item => (item.CaseId, item.Round, item.LeafCode)),
    ];

    private static async Task<List<(Guid CaseId, int Round, string LeafCode, IReadOnlyList<AgendaReason> Why, string? Note)>> FindAsync(
        AppraisalDbContext db, Guid campaignId, CancellationToken cancellationToken)
    {
        var council = await db.CouncilOfAsync(campaignId, cancellationToken);
        var definitions = await db.CampaignLeaves.AsNoTracking().Where(leaf => leaf.CampaignId == campaignId).ToDictionaryAsync(leaf => (leaf.GroupCode, leaf.Code), cancellationToken);
        var rows = await (
            from x in db.Cases
            where x.CampaignId == campaignId
            join leaf in db.CaseLeaves on new { CaseId = x.Id, x.Round } equals new { leaf.CaseId, leaf.Round }
            select new
            {
                x.GroupCode,
                Leaf = leaf,
                leaf.Judgement,
                Dispute = db.Disputes.Where(dispute => dispute.CaseId == x.Id && dispute.Round == x.Round && dispute.LeafCode == leaf.LeafCode).Select(dispute => new { dispute.SettledBy }).FirstOrDefault(),
            }).AsNoTracking().ToListAsync(cancellationToken);
        var asked = (await (
            from request in db.MeetingRequests
            join x in db.Cases on new { request.CaseId, request.Round } equals new { CaseId = x.Id, x.Round }
            where x.CampaignId == campaignId
            orderby request.AskedAt
            select request).AsNoTracking().ToListAsync(cancellationToken)).ToLookup(request => (request.CaseId, request.LeafCode));

        var found = new List<(Guid, int, string, IReadOnlyList<AgendaReason>, string?)>();
        foreach (var row in rows.Where(row => definitions.ContainsKey((row.GroupCode, row.Leaf.LeafCode))))
        {
            var (definition, requests) = (definitions[(row.GroupCode, row.Leaf.LeafCode)], asked[(row.Leaf.CaseId, row.Leaf.LeafCode)].ToList());
            var change = row.Judgement is null || row.Leaf.Self is null ? 0 : Math.Abs(row.Judgement.Points - row.Leaf.Self.Points);
            List<AgendaReason> why = [];
            Add(row.Dispute is { SettledBy: null }, AgendaReason.Disputed);
            Add(change >= council.AgendaChange * definition.MaxPoints || (row.Judgement is not null && row.Leaf.Self is not null && row.Judgement.Applicable != row.Leaf.Self.Applicable), AgendaReason.Changed);
            Add(row.Dispute is { SettledBy: not null }, AgendaReason.Arbitrated);
            Add(requests.Count > 0, AgendaReason.AskedFor);
            if (why.Count > 0)
            {
                found.Add((row.Leaf.CaseId, row.Leaf.Round, row.Leaf.LeafCode, why, requests.Count == 0 ? null : string.Join('\n', requests.Select(request => $"{request.AskedBy}: {request.Note}"))));
            }

            void Add(bool holds, AgendaReason reason)
            {
                if (holds)
                {
                    why.Add(reason);
                }
            }
        }

        return found;
    }
}
