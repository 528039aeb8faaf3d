using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Data;
using CCHC.Survey.Invitations;
using CCHC.Survey.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Survey.Forms;

/// <summary>
/// Stores one filled-in form, all or nothing. With an <c>Idempotency-Key</c>, which the page makes at random, a form that is sent twice counts once.
/// </summary>
public static class SubmitAnswers
{
    /// <param name="Version">Of the questionnaire that was read; null for whatever it is now.</param>
    /// <param name="Seconds">From the first page to the last.</param>
    /// <param name="Device">Random id of the browser; only a keyed hash is kept, apart from the answers.</param>
    public sealed record Request(
        bool Consent,
        [property: Required, MinLength(1, ErrorMessage = "Phiếu chưa có câu trả lời nào.")] IReadOnlyList<AnswerRequest> Answers,
        int? Version = null, int? Seconds = null, [property: StringLength(100)] string? Device = null, bool Kiosk = false);

    public sealed record Response;

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        string code, Request request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        SurveyDbContext db, OpenForms openForms, SurveyKey key, TimeProvider clock, CancellationToken cancellationToken)
    {
        // What a link asks is remembered; storing looks whether it is still so, and if it is not, this is done again with what is asked now.
        for (var fresh = false; ; fresh = true)
        {
            if (await openForms.FindAsync(code, fresh, db, cancellationToken) is not { } respondent)
            {
                return TypedResults.NotFound();
            }

            var now = clock.GetUtcNow();
            var submission = ToSubmission(respondent, request, idempotencyKey, now);
            if (await IsTakenAsync(respondent, request, submission, now, db, key, cancellationToken) is not { } taken)
            {
                return TypedResults.Created((string?)null, new Response());
            }

            if (fresh)
            {
                throw new RuleViolationException(taken.Code, taken.Text);
            }
        }
    }

    /// <summary>Null when the form is stored, now or by an earlier call; else why it was not.</summary>
    private static async Task<FormNotice?> IsTakenAsync(
        Respondent respondent, Request request, Submission? submission, DateTimeOffset now, SurveyDbContext db, SurveyKey key, CancellationToken cancellationToken)
    {
        if (submission is not null)
        {
            var device = request is { Kiosk: false, Device: { Length: > 0 } id } && respondent.Invitation is null ? key.Hash($"device|{respondent.Survey.Id:N}|{id}") : null;
            var stored = respondent.Invitation is { } invitation
                ? await SubmissionStore.StoreOnceAsync(db, submission, invitation.Serial, cancellationToken)
                : await SubmissionStore.StoreAsync(db, submission, device, now, cancellationToken);
            if (stored || await SubmissionStore.HasAsync(db, submission.SurveyId, submission.Id, cancellationToken))
            {
                return null;
            }
        }

        return FormNotice.For(respondent.Survey, respondent.Invitation, now)
            ?? (request.Version is { } version && version != respondent.Survey.Version
                ? new FormNotice("answers.version-changed", "Phiếu khảo sát vừa được đính chính câu chữ. Ông/Bà vui lòng xem lại câu trả lời rồi gửi lại; các câu đã trả lời vẫn được giữ.")
                : FormNotice.Used);
    }

    /// <summary>Null where the form is known to be refused, so that the reason is found out afresh.</summary>
    private static Submission? ToSubmission(Respondent respondent, Request request, string? idempotencyKey, DateTimeOffset now)
    {
        var survey = respondent.Survey;
        if (FormNotice.For(survey, respondent.Invitation, now) is { } notice && notice != FormNotice.Used)
        {
            return null;
        }

        if (!request.Consent)
        {
            throw new RuleViolationException(
                "answers.consent-required", "Phiếu chỉ được ghi nhận khi Ông/Bà đồng ý cho sử dụng ý kiến trả lời. Ông/Bà vui lòng đánh dấu vào ô đồng ý rồi gửi lại.");
        }

        if (request.Version is { } version && version != survey.Version)
        {
            return null;
        }

        var answers = respondent.Form.Check(request.Answers);
        return new Submission
        {
            SurveyId = survey.Id,
            Id = SubmissionStore.IdOf(survey.Id, idempotencyKey),
            RespondentGroupCode = respondent.Group.Code,
            Channel = respondent.Invitation is not null ? SubmissionChannel.Personal : request.Kiosk ? SubmissionChannel.Kiosk : SubmissionChannel.Link,
            Version = survey.Version,
            Stratum = respondent.Invitation?.Stratum ?? "",
            Cluster = respondent.Invitation?.AnsweredCluster,
            Weight = respondent.Invitation?.Weight ?? 1,
            Day = VietnamTime.DateOf(now),
            Answers = answers,
            Flags = Quality.FlagsOf(survey.Questionnaire, answers, request.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        };
    }
}
