using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Data;
using CCHC.Survey.Invitations;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.FieldWork;

/// <summary>
/// Takes in what a tablet has gathered. Every interview has a key of its own, so one that is sent twice counts once; the second interview of a
/// person, from whatever channel, is kept and does not count.
/// </summary>
public static class SynchroniseInterviews
{
    public sealed record Interview(
        Guid Key, int Serial, bool Consent, int Version, [property: Required, MinLength(1)] IReadOnlyList<AnswerRequest> Answers, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

    public sealed record Request([property: Required, MaxLength(200, ErrorMessage = "Mỗi lần đồng bộ tối đa 200 phiếu.")] IReadOnlyList<Interview> Interviews);

    public enum Outcome
    {
        Stored,
        Already,
        Duplicate,

        /// <summary>Stays on the tablet.</summary>
        Refused,
    }

    public sealed record Item(Guid Key, Outcome Outcome, string? Message);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid surveyId, Request request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var assignment = await db.Enumerators.AsNoTracking().SingleOrDefaultAsync(enumerator => enumerator.SurveyId == surveyId && enumerator.AccountId == user.Id, cancellationToken);
        var survey = assignment is null ? null : await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == surveyId, cancellationToken);
        if (assignment is null || survey is null)
        {
            return TypedResults.NotFound();
        }

        var items = new List<Item>(request.Interviews.Count);
        foreach (var interview in request.Interviews)
        {
            items.Add(await TakeAsync(survey, assignment, interview, db, clock.GetUtcNow(), cancellationToken));
        }

        return TypedResults.Ok(new Response(items));
    }

    private static async Task<Item> TakeAsync(SurveyCampaign survey, EnumeratorAssignment assignment, Interview interview, SurveyDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = SubmissionStore.IdOf(survey.Id, interview.Key.ToString());
        if (await SubmissionStore.HasAsync(db, survey.Id, id, cancellationToken))
        {
            return new Item(interview.Key, Outcome.Already, Message: null);
        }

        var invitation = await db.Invitations.AsNoTracking().SingleOrDefaultAsync(x => x.SurveyId == survey.Id && x.Serial == interview.Serial, cancellationToken);
        if (Refusal(survey, assignment, invitation, interview) is { } refusal)
        {
            return new Item(interview.Key, Outcome.Refused, refusal);
        }

        IReadOnlyList<GivenAnswer> answers;
        try
        {
            answers = survey.FormFor(survey.GroupOf(invitation!.RespondentGroupCode), invitation.UnitId).Check(interview.Answers);
        }
        catch (InvalidInputException wrong)
        {
            return new Item(interview.Key, Outcome.Refused, string.Join(" ", wrong.Errors.SelectMany(error => error.Value).Take(3)));
        }

        return await StoreAsync(survey, assignment, invitation, interview, answers, id, db, now, cancellationToken);
    }

    private static async Task<Item> StoreAsync(
        SurveyCampaign survey, EnumeratorAssignment assignment, Invitation invitation, Interview interview, IReadOnlyList<GivenAnswer> answers, Guid id, SurveyDbContext db, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {survey.Id} FOR KEY SHARE", cancellationToken);
        if (!await db.Surveys.AnyAsync(x => x.Id == survey.Id && x.Status == SurveyStatus.Open, cancellationToken))
        {
            return new Item(interview.Key, Outcome.Refused, "Cuộc điều tra không nhận phiếu vào lúc này.");
        }

        var first = await SubmissionStore.UseAsync(db, survey.Id, invitation.Serial, cancellationToken);
        var submission = new Submission
        {
            SurveyId = survey.Id,
            Id = id,
            RespondentGroupCode = invitation.RespondentGroupCode,
            Channel = SubmissionChannel.Tablet,
            Version = interview.Version,
            Enumerator = assignment.Name,
            Stratum = invitation.Stratum,
            Cluster = invitation.AnsweredCluster,
            Weight = invitation.Weight,
            Day = VietnamTime.DateOf(interview.EndedAt < now ? interview.EndedAt : now),
            Answers = answers,
            Flags = first ? Quality.FlagsOf(survey.Questionnaire, answers, interview.StartedAt, interview.EndedAt, survey.OpenedAt ?? now, now) : [Quality.Duplicate],
        };
        if (!first)
        {
            submission.Review(SubmissionState.Excluded, "Người này đã trả lời bằng cách khác trước khi phiếu được đồng bộ.", by: "");
        }

        var added = await SubmissionStore.AddAsync(db, submission, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (added, first) switch
        {
            (false, _) => new Item(interview.Key, Outcome.Already, Message: null),
            (_, true) => new Item(interview.Key, Outcome.Stored, Message: null),
            _ => new Item(interview.Key, Outcome.Duplicate, "Người này đã trả lời trước đó; phiếu được giữ lại và không tính lần thứ hai."),
        };
    }

    private static string? Refusal(SurveyCampaign survey, EnumeratorAssignment assignment, Invitation? invitation, Interview interview) => invitation switch
    {
        _ when survey.Status != SurveyStatus.Open => "Cuộc điều tra không nhận phiếu vào lúc này.",
        null => $"Không có người mang số {interview.Serial} trong danh sách.",
        _ when !assignment.Includes(invitation.Stratum, invitation.Cluster) => $"Người mang số {interview.Serial} không thuộc danh sách được phân công.",
        { Withdrawn: true } or { Waiting: true } => $"Người mang số {interview.Serial} hiện không được hỏi.",
        _ when !interview.Consent => "Người trả lời chưa đồng ý tham gia.",

        // A correction changes words only, so that answers to every version that was fielded are answers to the same questions.
        _ when interview.Version < 1 || interview.Version > survey.Version => "Phiên bản phiếu hỏi không đúng. Tải lại danh sách rồi đồng bộ lại.",
        _ => null,
    };
}
