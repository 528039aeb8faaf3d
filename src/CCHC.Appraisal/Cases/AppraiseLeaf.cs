using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

/// <summary>An appraiser decides on one leaf of its fields.</summary>
/// <remarks>On the path whose freshness is measured: four round trips, lock, context, one batch of writes, commit.</remarks>
public static class AppraiseLeaf
{
    public sealed record Request(
        LeafData? Data,
        decimal? Points,
        bool? Applicable,
        [property: StringLength(4_000, ErrorMessage = "Lý do dài tối đa 4.000 ký tự.")] string? Reason);

    public sealed record Response(string LeafCode, decimal Points, bool Applicable, IReadOnlyList<string> Steps, int Revision);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string leafCode, Request request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        CheckShape(request);
        var appraiser = Appraiser.From(user);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var appraisalCase = await db.LockCaseAsync(id, cancellationToken);
        if (appraisalCase is null || appraiser.OwnUnits.Contains(appraisalCase.UnitId))
        {
            return TypedResults.NotFound();
        }

        // The leaf and the completion are tracked, so they stand in the case's own lists from here on.
        var context = await (
            from definition in appraiser.Leaves(db)
            join campaign in db.Campaigns on definition.CampaignId equals campaign.Id
            where definition.CampaignId == appraisalCase.CampaignId && definition.GroupCode == appraisalCase.GroupCode && definition.Code == leafCode
            select new
            {
                Campaign = campaign,
                Definition = definition,
                Leaf = db.CaseLeaves.SingleOrDefault(leaf => leaf.CaseId == id && leaf.Round == appraisalCase.Round && leaf.LeafCode == leafCode),
                Completion = db.FieldCompletions.SingleOrDefault(completion =>
                    completion.CaseId == id && completion.Round == appraisalCase.Round && completion.FieldCode == definition.FieldCode),
            }).SingleOrDefaultAsync(cancellationToken);
        if (context is null)
        {
            return TypedResults.NotFound();
        }

        var judgement = appraisalCase.Judge(
            context.Campaign, context.Definition, new Verdict(request.Data, request.Points, request.Applicable, request.Reason), appraiser, clock.GetUtcNow());

        events.Publish(appraisalCase.ToAppraisedEvent(judgement));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(leafCode, judgement.Points, judgement.Applicable, judgement.Steps, judgement.Revision));
    }

    private static void CheckShape(Request request)
    {
        if (request is { Data: not null, Points: not null })
        {
            throw new InvalidInputException("points", "Chỉ nhập số liệu hoặc điểm, không nhập cả hai.");
        }

        if (request is { Applicable: false, Points: not null } or { Applicable: true, Data.NotApplicable: true })
        {
            throw new InvalidInputException("applicable", "Không phát sinh thì không có điểm; có điểm thì không phải là không phát sinh.");
        }

        // PostgreSQL stores no U+0000.
        if ($"{request.Reason}{request.Data?.Choice}{string.Concat(request.Data?.Violations?.Keys ?? [])}".Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidInputException("reason", "Nội dung có ký tự không hợp lệ.");
        }
    }
}
