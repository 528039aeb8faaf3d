using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
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
        [property: StringLength(4_000, ErrorMessage = "Lý do dài tối đa 4.000 ký tự.")] string? Reason,
        [property: StringLength(4_000, ErrorMessage = "Yêu cầu giải trình dài tối đa 4.000 ký tự.")] string? ExplanationRequest = null);

    public sealed record Response(string LeafCode, decimal Points, bool Applicable, IReadOnlyList<string> Steps, int Revision);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string leafCode, Request request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        CheckShape(request.Data, request.Points, request.Applicable, request.Reason + request.ExplanationRequest);
        var appraiser = Appraiser.From(user);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var appraisalCase = await db.LockCaseAsync(id, cancellationToken);
        if (appraisalCase is null)
        {
            return TypedResults.NotFound();
        }

        // The leaf, its decision and the completion are tracked, so they stand in the case's own lists from here on.
        var context = await (
            from duty in appraiser.Duties(db)
            where duty.Case.Id == id && duty.Leaf.Code == leafCode
            join campaign in db.Campaigns on duty.Leaf.CampaignId equals campaign.Id
            select new
            {
                Campaign = campaign,
                Definition = duty.Leaf,
                Council = db.Councils.SingleOrDefault(council => council.CampaignId == duty.Leaf.CampaignId),
                Leaf = db.CaseLeaves.SingleOrDefault(leaf => leaf.CaseId == id && leaf.Round == appraisalCase.Round && leaf.LeafCode == leafCode),
                Standing = db.Judgements.SingleOrDefault(judgement => judgement.CaseId == id
                    && db.CaseLeaves.Any(leaf => leaf.CaseId == id && leaf.Round == appraisalCase.Round && leaf.LeafCode == leafCode && leaf.JudgementRevision == judgement.Revision)),
                Completion = db.FieldCompletions.SingleOrDefault(completion =>
                    completion.CaseId == id && completion.Round == appraisalCase.Round && completion.FieldCode == duty.Leaf.FieldCode),
            }).SingleOrDefaultAsync(cancellationToken);
        if (context is null)
        {
            return TypedResults.NotFound();
        }

        var verdict = new Verdict(request.Data, request.Points, request.Applicable, request.Reason, request.ExplanationRequest);
        if (context.Council is { Independent: true })
        {
            var opinion = await OpineAsync(db, appraisalCase, context.Campaign, context.Definition, verdict, appraiser, clock.GetUtcNow(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return TypedResults.Ok(new Response(leafCode, opinion.Points, opinion.Applicable, opinion.Steps, appraisalCase.Revision));
        }

        var before = appraisalCase.Revision;
        var judgement = appraisalCase.Judge(context.Campaign, context.Definition, verdict, appraiser, clock.GetUtcNow());

        if (appraisalCase.Revision > before)
        {
            events.Publish(appraisalCase.ToAppraisedEvent(judgement));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(leafCode, judgement.Points, judgement.Applicable, judgement.Steps, judgement.Revision));
    }

    private static async Task<Opinion> OpineAsync(
        AppraisalDbContext db, AppraisalCase appraisalCase, Campaign campaign, CampaignLeaf definition, Verdict verdict, Appraiser appraiser, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var last = await db.Opinions.Where(x => x.CaseId == appraisalCase.Id && x.Round == appraisalCase.Round && x.LeafCode == definition.Code && x.AppraiserId == appraiser.Id)
            .OrderByDescending(x => x.Number).FirstOrDefaultAsync(cancellationToken);
        var finished = await db.MemberCompletions.AnyAsync(
            x => x.CaseId == appraisalCase.Id && x.Round == appraisalCase.Round && x.FieldCode == definition.FieldCode && x.AppraiserId == appraiser.Id, cancellationToken);
        var opinion = appraisalCase.Opine(campaign, definition, verdict, appraiser, (last?.Number ?? 0) + 1, finished, now);
        if (last?.SaysTheSameAs(opinion) == true)
        {
            return last; // sent again
        }

        db.Opinions.Add(opinion);
        await db.SaveChangesAsync(cancellationToken);
        return opinion;
    }

    internal static void CheckShape(LeafData? data, decimal? points, bool? applicable, string? texts)
    {
        if (data is not null && points is not null)
        {
            throw new InvalidInputException("points", "Chỉ nhập số liệu hoặc điểm, không nhập cả hai.");
        }

        if ((applicable == false && points is not null) || (applicable == true && data is { NotApplicable: true }))
        {
            throw new InvalidInputException("applicable", "Không phát sinh thì không có điểm; có điểm thì không phải là không phát sinh.");
        }

        // PostgreSQL stores no U+0000.
        if ($"{texts}{data?.Choice}{string.Concat(data?.Violations?.Keys ?? [])}".Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidInputException("reason", "Nội dung có ký tự không hợp lệ.");
        }
    }
}
