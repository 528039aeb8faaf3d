using System.Data;
using CCHC.Contracts.Survey;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.PaperForms;
using CCHC.Survey.Results;
using CCHC.Survey.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Ends a survey and turns its answers into points; closing it again only shows them again. Who has answered is forgotten.</summary>
public static class CloseSurvey
{
    public static async Task<Results<Ok<GetResults.Response>, NotFound>> Handle(
        Guid id, CurrentUser user, SurveyDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        // The lock lets answers that are being stored come in first, and turns away those that come after.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR UPDATE", cancellationToken);
        var survey = await db.Surveys.Include(x => x.Results).AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var campaign = survey is null
            ? null
            : await db.Campaigns.ReachedBy(user, Permissions.RunSurveys).FindHeadAsync(survey.CampaignId, cancellationToken);
        if (survey is null || campaign is null)
        {
            return TypedResults.NotFound();
        }

        if (survey.Status == SurveyStatus.Open)
        {
            await RefuseOpenWorkAsync(id, db, cancellationToken);
        }

        if (survey.Close(survey.Status == SurveyStatus.Open ? await TallySubmissions.OfAsync(survey, db, cancellationToken) : [], clock.GetUtcNow()))
        {
            events.Publish(ToEvent(survey));
            await db.SaveChangesAsync(cancellationToken);
            await db.Invitations.Where(invitation => invitation.SurveyId == id).ExecuteUpdateAsync(invitation => invitation.SetProperty(x => x.Answered, valueExpression: false), cancellationToken);
            await db.Database.ExecuteSqlAsync($"DELETE FROM survey_device WHERE survey_id = {id}", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return TypedResults.Ok(GetResults.ToResponse(survey, campaign, user));
    }

    internal static SurveyClosed ToEvent(SurveyCampaign survey) => new()
    {
        SurveyId = survey.Id,
        CampaignId = survey.CampaignId,
        Revision = survey.Revision,
        ClosedAt = survey.ClosedAt!.Value,
        Results =
        [
            .. survey.Results.Select(result => new SurveyedLeaf
            {
                UnitId = result.UnitId,
                LeafCode = result.LeafCode,
                Answers = result.Answers,
                Percentage = result.Percentage,
                Points = result.Points,
                StandardError = result.StandardError,
            }),
        ],
    };

    private static async Task RefuseOpenWorkAsync(Guid id, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Submissions.CountAsync(submission => submission.SurveyId == id && submission.State == SubmissionState.Flagged, cancellationToken) is > 0 and var flagged)
        {
            throw new RuleViolationException("survey.flags-open", $"Còn {flagged} phiếu có dấu hiệu bất thường chưa xem xét. Hãy xem từng phiếu và kết luận hợp lệ hay loại trước khi kết thúc.");
        }

        if (await db.PaperForms.CountAsync(form => form.SurveyId == id && (form.State == PaperFormState.AwaitingSecond || form.State == PaperFormState.Mismatch), cancellationToken) is > 0 and var paper)
        {
            throw new RuleViolationException("survey.paper-open", $"Còn {paper} phiếu giấy chờ nhập lần hai hoặc chờ thống nhất hai lần nhập. Hãy hoàn thành trước khi kết thúc.");
        }
    }
}
