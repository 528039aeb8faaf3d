using System.Globalization;
using System.Security.Cryptography;
using CCHC.Portal.Frames;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Questionnaires;
using CCHC.Portal.SurveyChannels;
using CCHC.Portal.SurveyResults;
using CCHC.Portal.Tablets;
using Microsoft.AspNetCore.Components;

namespace CCHC.Portal.Surveys;

/// <summary>
/// Consent, one page for each section, thanks. What was answered travels in the pages themselves: no session, no cookie that says who answers, no
/// token of a person who happens to be signed in.
/// </summary>
public static class SurveyPages
{
    private const int DeviceLength = 32;

    // 200 questions about 100 units, and what goes with them.
    private const int MostFields = 25_000;

    /// <summary>Of the surveys alone: nothing that goes with a sign-in is to carry it.</summary>
    private static readonly PathCookie Device = new("cchc.khao-sat", TimeSpan.FromDays(180));
    private static readonly TimeSpan ThanksShown = TimeSpan.FromSeconds(10);

    public static void MapSurveys(this IEndpointRouteBuilder app)
    {
        app.MapFrames();
        app.MapQuestionnaires();
        app.MapSurveyResults();
        app.MapSurveyChannels();
        app.MapTablets();
        app.MapGet("/khao-sat", AskForCode).AllowAnonymous();
        var pages = app.MapGroup("/khao-sat/{ma}").AllowAnonymous();
        pages.MapGet("", BeginAsync);
        pages.MapPost("", TurnAsync).WithFormOptions(valueCountLimit: MostFields);
        pages.MapGet("cam-on", Thank);
    }

    private static string Api(SurveyVisit visit) => $"/api/survey/forms/{Uri.EscapeDataString(visit.Code)}";

    /// <summary>A code from paper: which signs stand for which only the service knows.</summary>
    private static IResult AskForCode(string? ma, string? ngonNgu)
    {
        var typed = string.Concat((ma ?? "").Where(char.IsLetterOrDigit));
        return typed.Length > 0
            ? TypedResults.LocalRedirect(new SurveyVisit(typed).AddressIn(ngonNgu))
            : Show<CodePage>(new SurveyVisit(""), ngonNgu, new { CodeMissing = ma is not null }, ma is null ? 200 : 400);
    }

    private static async Task<IResult> BeginAsync(string ma, HttpRequest request, GatewayClient gateway)
    {
        var visit = SurveyVisit.Read(ma, request.Query);
        var (form, instead) = await FindFormAsync(visit, gateway.AsNobody(), posted: null);
        return form switch
        {
            null => instead!,
            { IsOpen: false } => ShowNotice(visit, form, text: null),
            _ => ShowConsent(visit, FormAnswers.None(form, visit.UnitCode)),
        };
    }

    private static SurveyPage Thank(string ma, HttpRequest request)
    {
        var visit = SurveyVisit.Read(ma, request.Query);
        return Show<ThanksPage>(visit, visit.Language, new { Visit = visit, Seconds = (int)ThanksShown.TotalSeconds }, leaveAfter: visit.Kiosk ? ThanksShown : null);
    }

    private static async Task<IResult> TurnAsync(string ma, IFormCollection posted, HttpContext context, GatewayClient gateway, TimeProvider clock)
    {
        var visit = SurveyVisit.Read(ma, posted);
        visit = visit with { BeganAt = visit.BeganAt ?? clock.GetUtcNow().ToUnixTimeSeconds(), Unhurried = visit.Unhurried || posted["viec"] == Deeds.Stay };
        var (form, instead) = await FindFormAsync(visit, gateway.AsNobody(), posted);
        if (form is null)
        {
            return instead!;
        }

        if (!form.IsOpen)
        {
            return ShowNotice(visit, form, text: null);
        }

        CultureInfo.CurrentUICulture = SurveyLanguage.Of(form.Language);
        var answers = FormAnswers.Read(form, visit.UnitCode, posted);
        if (posted["dongY"] != "true")
        {
            return ShowConsent(visit with { BeganAt = null }, answers, missing: true);
        }

        var turn = SurveyTurn.Read(visit, answers, posted);
        var step = turn.Next();
        return step is SurveyStep.Sent ? await SendAsync(turn, posted, context, gateway.AsNobody(), clock) : Show(turn, step);
    }

    private static async Task<IResult> SendAsync(SurveyTurn turn, IFormCollection posted, HttpContext context, GatewayClient gateway, TimeProvider clock)
    {
        var (visit, form, answers) = (turn.Visit, turn.Form, turn.Answers.ToAnswers());
        var device = visit.Kiosk || form.Personal
            ? null
            : Device.Read(context) is { Length: DeviceLength } known ? known : RandomNumberGenerator.GetHexString(DeviceLength, lowercase: true);
        var body = new
        {
            consent = true,
            version = form.Version,
            answers = answers.Select(answer => answer.Answer),
            seconds = visit.SecondsUntil(clock.GetUtcNow()),
            device,
            kiosk = visit.Kiosk,
        };
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api(visit)}/answers", body, ("Idempotency-Key", visit.Key));
        if (outcome.Problem is { } problem)
        {
            return await RefuseAsync(turn, [.. answers.Select(answer => answer.Field)], problem, posted, gateway);
        }

        if (device is not null)
        {
            Device.Keep(context, "/khao-sat", device);
        }

        return TypedResults.LocalRedirect(visit.ThanksAddress);
    }

    /// <summary>Each refusal where it can be put right; where it cannot, on a page of its own.</summary>
    private static async Task<IResult> RefuseAsync(SurveyTurn turn, IReadOnlyList<string> sent, Problem problem, IFormCollection posted, GatewayClient gateway)
    {
        var visit = turn.Visit;
        if (problem is { Status: StatusCodes.Status409Conflict, Code: "answers.version-changed" })
        {
            var (form, instead) = await FindFormAsync(visit, gateway, posted);
            var again = form is null ? turn : turn with { Answers = FormAnswers.Read(form, visit.UnitCode, posted) };
            return form is null ? instead! : Show(again, again.First(new SectionState { Corrected = true }));
        }

        if (problem.Status == StatusCodes.Status409Conflict)
        {
            var text = problem.Code switch { "code.used" => SurveysTexts.Used, "code.expired" => SurveysTexts.Expired, "survey.closed" => SurveysTexts.Over, _ => null };
            return ShowNotice(visit, turn.Form with { Notice = problem.Message }, text);
        }

        if (problem is { Status: StatusCodes.Status429TooManyRequests } or { IsAway: true })
        {
            return Show(turn, new SurveyStep.Send(Formats.Text(SurveysTexts.SendLater, problem.WaitSeconds)), problem.Status);
        }

        var errors = ErrorsOf(problem, turn.Answers, sent);
        return turn.Answers.Sections.FirstOrDefault(section => turn.Answers.Of(section).Any(asked => errors.ContainsKey(asked.Field))) is { } wrong
            ? Show(turn, new SurveyStep.Section(wrong, new SectionState { Errors = errors }))
            : Show(turn, new SurveyStep.Send(string.Join(' ', problem.Lines.Prepend(problem.Message))), problem.Status);
    }

    /// <summary>By field, from <c>answers[i]</c> and <c>required.QUESTION[.UNIT]</c>.</summary>
    private static Dictionary<string, string> ErrorsOf(Problem problem, FormAnswers answers, IReadOnlyList<string> sent)
    {
        var fields = sent.Select((field, i) => ($"answers[{i}]", field))
            .Concat(answers.Asked.Select(asked => (asked.Unit is { } unit ? $"required.{asked.Question.Code}.{unit.Id}" : $"required.{asked.Question.Code}", asked.Field)))
            .ToDictionary(place => place.Item1, place => place.Item2, StringComparer.OrdinalIgnoreCase);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (place, text) in problem.ByField)
        {
            if (fields.TryGetValue(place, out var field))
            {
                errors[field] = text;
            }
        }

        return errors;
    }

    private static async Task<(SurveyForm? Form, IResult? Instead)> FindFormAsync(SurveyVisit visit, GatewayClient gateway, IFormCollection? posted)
    {
        try
        {
            return (await gateway.GetAsync<SurveyForm>($"{Api(visit)}?lang={Uri.EscapeDataString(visit.Language ?? SurveyForm.Vietnamese)}"), null);
        }
        catch (GatewayException exception) when (exception.Problem.Status == StatusCodes.Status404NotFound)
        {
            return (null, Show<CodePage>(visit, visit.Language, new { CodeUnknown = true }, StatusCodes.Status404NotFound));
        }
        catch (GatewayException exception) when (exception.Problem is { Status: StatusCodes.Status429TooManyRequests } or { IsAway: true })
        {
            var problem = exception.Problem;
            var busy = new { Visit = visit, Seconds = problem.WaitSeconds, Away = problem.IsAway, Reason = problem.Code == "code.guessed" ? problem.Detail : null, Posted = posted };
            return (null, Show<BusyPage>(visit, visit.Language, busy, problem.Status));
        }
    }

    private static SurveyPage Show(SurveyTurn turn, SurveyStep step, int? status = null)
    {
        var (visit, form, answers) = (turn.Visit, turn.Form, turn.Answers);
        TimeSpan? patience = !visit.Kiosk ? null : visit.Patience(step is SurveyStep.Section shown ? answers.Of(shown.Asked).Count : 0);
        return step switch
        {
            SurveyStep.Unit unit =>
                Show<UnitPage>(visit, form.Language, new { Visit = visit, Answers = answers, unit.Missing }, status ?? (unit.Missing ? 400 : 200), patience),
            SurveyStep.Section section => Show<SectionPage>(
                visit, form.Language, new { Visit = visit, Answers = answers, Section = section.Asked, section.State }, status ?? (section.State.IsRefused ? 400 : 200), patience),
            SurveyStep.Send send => Show<SendPage>(visit, form.Language, new { Visit = visit, Answers = answers, send.Message }, status ?? 200, patience),
            _ => ShowConsent(visit, answers),
        };
    }

    private static SurveyPage ShowConsent(SurveyVisit visit, FormAnswers answers, bool missing = false) =>
        Show<ConsentPage>(visit, answers.Form.Language, new { Visit = visit, Answers = answers, ConsentMissing = missing }, missing ? 400 : 200);

    private static SurveyPage ShowNotice(SurveyVisit visit, SurveyForm form, string? text) =>
        Show<NoticePage>(visit, form.Language, new { Visit = visit, Form = form, Text = text });

    private static SurveyPage Show<TPage>(SurveyVisit visit, string? language, object parameters, int status = StatusCodes.Status200OK, TimeSpan? leaveAfter = null)
        where TPage : IComponent =>
        new(Pages.Show<TPage>(parameters, status), visit, language) { LeaveAfter = leaveAfter, LeaveFor = visit.StartAddress };
}
