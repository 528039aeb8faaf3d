using System.Globalization;
using System.Text;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Data;
using CCHC.Survey.Invitations;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Surveys;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Submissions;

/// <summary>
/// Takes over forms that another system has gathered: CSV <c>form_no,respondent_group,stratum,unit_code,question_code,value</c>, one line an answer.
/// All or nothing; the same file again changes nothing.
/// </summary>
public static class ImportSubmissions
{
    private const int MostForms = 50_000;
    private const int MostReported = 200;

    private static readonly string[] Needed = ["form_no", "respondent_group", "question_code", "value"];

    public sealed record Response(int Forms, int Answers, int Repeated);

    private sealed record Line(int Number, string FormNo, string Group, string Stratum, string UnitCode, string Question, string Value);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, HttpRequest request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        var lines = await ReadAsync(request.Body, cancellationToken);
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR KEY SHARE", cancellationToken);
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery().SingleAsync(x => x.Id == id, cancellationToken);
        if (survey.Status != SurveyStatus.Open)
        {
            throw new RuleViolationException("survey.not-open", "Cuộc điều tra không nhận phiếu vào lúc này.");
        }

        var sample = await db.SampleStrata.AsNoTracking().Where(x => x.SurveyId == id).ToListAsync(cancellationToken);
        var submissions = ToSubmissions(survey, sample, lines, clock.Today());
        var (stored, answers) = (0, 0);
        foreach (var submission in submissions)
        {
            if (await SubmissionStore.AddAsync(db, submission, cancellationToken))
            {
                (stored, answers) = (stored + 1, answers + submission.Answers.Count);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(stored, answers, submissions.Count - stored));
    }

    private static async Task<List<Line>> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var lines = new List<Line>();
        using var text = new StreamReader(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, 1 << 16);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, BadDataFound = null });
        try
        {
            if (!await csv.ReadAsync().WaitAsync(cancellationToken) || !csv.ReadHeader() || Needed.Except(csv.HeaderRecord!, StringComparer.Ordinal).Any())
            {
                throw new InvalidInputException("file", "Dòng đầu phải là form_no,respondent_group,stratum,unit_code,question_code,value.");
            }

            while (await csv.ReadAsync().WaitAsync(cancellationToken))
            {
                lines.Add(new Line(csv.Parser.RawRow, Field("form_no"), Field("respondent_group"), Field("stratum"), Field("unit_code"), Field("question_code"), Field("value")));
            }
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("file", "Tệp không phải UTF-8. Lưu lại tệp ở dạng CSV UTF-8.");
        }

        return lines.Count > 0 ? lines : throw new InvalidInputException("file", "Tệp không có câu trả lời nào.");

        string Field(string name) => csv.TryGetField<string>(name, out var value) ? (value ?? "").Trim().Normalize() : "";
    }

    private static List<Submission> ToSubmissions(SurveyCampaign survey, List<SampleStratum> sample, List<Line> lines, DateOnly day)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var submissions = new List<Submission>();
        foreach (var form in lines.GroupBy(line => line.FormNo, StringComparer.Ordinal))
        {
            if (errors.Count >= MostReported)
            {
                break;
            }

            if (ToSubmission(survey, sample, [.. form], day, errors) is { } submission)
            {
                submissions.Add(submission);
            }
        }

        if (submissions.Count > MostForms)
        {
            throw new InvalidInputException("file", $"Mỗi tệp có nhiều nhất {MostForms:N0} phiếu.");
        }

        return errors.Count == 0 ? submissions : throw new InvalidInputException("Tệp câu trả lời chưa đúng; chưa ghi nhận gì.", errors);
    }

    private static Submission? ToSubmission(SurveyCampaign survey, List<SampleStratum> sample, List<Line> form, DateOnly day, Dictionary<string, string[]> errors)
    {
        var first = form[0];
        if (first.FormNo.Length == 0 || survey.RespondentGroups.FirstOrDefault(x => x.Code == first.Group) is not { } group)
        {
            errors[$"line {first.Number}"] = [first.FormNo.Length == 0 ? "Thiếu số phiếu (cột form_no)." : $"Không có nhóm người trả lời {first.Group}."];
            return null;
        }

        var strata = sample.FindAll(x => x.RespondentGroupCode == group.Code);
        var stratum = strata.Find(x => x.Stratum == first.Stratum);
        if (strata.Count > 0 && stratum is null)
        {
            errors[$"line {first.Number}"] = [$"Tầng {first.Stratum} không thuộc mẫu của nhóm {group.Name}."];
            return null;
        }

        var asked = survey.FormFor(group);
        var units = asked.Units.ToDictionary(unit => unit.Code, unit => unit.Id, StringComparer.OrdinalIgnoreCase);
        try
        {
            var requests = form.ConvertAll(line => ToRequest(line, survey.Questionnaire, units));
            var answers = asked.Check(requests);
            return new Submission
            {
                SurveyId = survey.Id, Id = SubmissionStore.IdOf(survey.Id, $"import/{first.Group}/{first.FormNo}"), RespondentGroupCode = group.Code, Channel = SubmissionChannel.Import,
                Version = survey.Version, Stratum = stratum?.Stratum ?? "", Weight = stratum is null ? 1 : (decimal)stratum.People / Math.Max(1, stratum.Sample), Day = day, Answers = answers,
                Flags = Quality.FlagsOf(survey.Questionnaire, answers, time: null),
            };
        }
        catch (InvalidInputException wrong)
        {
            foreach (var (field, problems) in wrong.Errors)
            {
                var line = field.StartsWith("answers[", StringComparison.Ordinal) && int.TryParse(field.AsSpan(8, field.Length - 9), CultureInfo.InvariantCulture, out var i) ? form[i] : first;
                errors[$"line {line.Number}"] = problems;
            }

            return null;
        }
    }

    private static AnswerRequest ToRequest(Line line, Questionnaire questionnaire, Dictionary<string, Guid> units)
    {
        var unit = line.UnitCode.Length == 0 ? (Guid?)null : units.GetValueOrDefault(line.UnitCode);
        return questionnaire.Questions.FirstOrDefault(question => question.Code == line.Question) switch
        {
            { Kind: QuestionKind.Number } when decimal.TryParse(line.Value.Replace(',', '.'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => new AnswerRequest(line.Question, unit, Number: number),
            { Kind: QuestionKind.Text } => new AnswerRequest(line.Question, unit, Text: line.Value),
            { Kind: QuestionKind.Multiple } => new AnswerRequest(line.Question, unit, OptionCodes: line.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
            _ => new AnswerRequest(line.Question, unit, OptionCode: line.Value),
        };
    }
}
