using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.FieldWork;
using CCHC.Survey.Forms;
using CCHC.Survey.Invitations;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.PaperForms;

/// <summary>Types a paper form in. Most become a submission at once; of a drawn share a second person types every answer again, and both are compared.</summary>
public static class EnterPaperForm
{
    /// <param name="Number">Printed on the sheet.</param>
    /// <param name="Code">Personal code printed on it, which is used up; null for a form that was laid out for anybody.</param>
    /// <param name="Stratum">Of a form without a code, where a sample was drawn.</param>
    public sealed record Request(
        [property: Required(ErrorMessage = "Ghi số in trên phiếu."), RegularExpression("^[A-Za-z0-9.-]{1,40}$", ErrorMessage = "Số phiếu gồm chữ không dấu, số, dấu chấm và gạch nối, tối đa 40 ký tự.")] string Number,
        [property: Required] string RespondentGroup,
        string? Code,
        string? Stratum,
        [property: Required, MinLength(1, ErrorMessage = "Phiếu chưa có câu trả lời nào.")] IReadOnlyList<AnswerRequest> Answers);

    public sealed record Response(string Number, PaperFormState State);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR SHARE", cancellationToken);
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (survey is null || !await user.WorksOnAsync(survey, db, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        if (survey.Status != SurveyStatus.Open)
        {
            throw new RuleViolationException(survey.Status == SurveyStatus.Draft ? "survey.not-open" : "survey.closed", "Cuộc điều tra không nhận phiếu vào lúc này.");
        }

        var number = request.Number.Trim().ToUpperInvariant();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"{id}/{number}"}, 0))", cancellationToken);
        var form = await db.PaperForms.FindAsync([id, number], cancellationToken);
        var answers = form is null
            ? await BeginAsync(survey, number, request, user, db, cancellationToken)
            : form.EnterAgain(user.Id, user.DisplayName, survey.FormFor(survey.GroupOf(form.RespondentGroupCode)).Check(request.Answers));
        form ??= db.PaperForms.Local.Single();
        if (answers is not null)
        {
            await SubmissionStore.AddAsync(db, form.ToSubmission(answers, Quality.FlagsOf(survey.Questionnaire, answers, time: null), clock.Today()), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(number, form.State));
    }

    /// <summary>Its answers, unless a second entry is waited for.</summary>
    private static async Task<IReadOnlyList<GivenAnswer>?> BeginAsync(SurveyCampaign survey, string number, Request request, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var invitation = await UseCodeAsync(survey, request, db, cancellationToken);
        var group = survey.GroupOf(invitation?.RespondentGroupCode ?? request.RespondentGroup);
        var answers = survey.FormFor(group, invitation?.UnitId).Check(request.Answers);
        var sample = invitation is null
            ? await StratumAsync(survey, group, request.Stratum, db, cancellationToken)
            : (invitation.Stratum, invitation.AnsweredCluster, invitation.Weight);
        var form = PaperForm.Begin(survey, number, user.Id, user.DisplayName, group.Code, sample, answers);
        db.PaperForms.Add(form);
        return form.State == PaperFormState.Stored ? answers : null;
    }

    private static async Task<Invitation?> UseCodeAsync(SurveyCampaign survey, Request request, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Code))
        {
            return null;
        }

        var hash = PersonalCode.Hash(RespondentGroup.NormalizeLinkCode(request.Code));
        var invitation = await db.Invitations.AsNoTracking().SingleOrDefaultAsync(x => x.CodeHash == hash && x.SurveyId == survey.Id, cancellationToken)
            ?? throw new RuleViolationException("code.unknown", $"Mã {request.Code} không phải của cuộc điều tra này. Kiểm tra lại mã in trên phiếu.");
        return await SubmissionStore.UseAsync(db, survey.Id, invitation.Serial, cancellationToken)
            ? invitation
            : throw new RuleViolationException(FormNotice.Used.Code, "Mã in trên phiếu này đã được dùng để trả lời, hoặc không còn dùng nữa. Phiếu không được tính lần thứ hai.");
    }

    /// <summary>Without a code, the weight is that of the stratum: people of the frame over people wanted.</summary>
    private static async Task<(string, string?, decimal)> StratumAsync(SurveyCampaign survey, RespondentGroup group, string? stratum, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var strata = await db.SampleStrata.AsNoTracking().Where(x => x.SurveyId == survey.Id && x.RespondentGroupCode == group.Code).ToListAsync(cancellationToken);
        if (strata.Count == 0)
        {
            return ("", null, 1);
        }

        var found = strata.Find(x => x.Stratum == stratum)
            ?? throw new InvalidInputException("stratum", $"Chọn tầng của phiếu: {string.Join(", ", strata.Select(x => x.Stratum))}.");
        return (found.Stratum, null, (decimal)found.People / Math.Max(1, found.Sample));
    }
}
