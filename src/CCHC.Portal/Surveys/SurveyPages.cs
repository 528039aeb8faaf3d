using CCHC.Portal.Frames;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Questionnaires;

namespace CCHC.Portal.Surveys;

/// <summary>Consent, questions, thanks; no script, no cookie that says who answers, nothing of the person in the answers.</summary>
public static class SurveyPages
{
    public static void MapSurveys(this IEndpointRouteBuilder app)
    {
        app.MapFrames();
        app.MapQuestionnaires();
        var pages = app.MapGroup("/khao-sat/{ma}").AllowAnonymous();
        pages.MapGet("", AskAsync);
        pages.MapPost("", AnswerAsync);
        pages.MapGet("cam-on", (string ma) => Pages.Show<ThanksPage>(new { }));
    }

    private static string Api(string code) => $"/api/survey/forms/{Uri.EscapeDataString(code)}";

    /// <summary>First the consent; whoever gave it gets the questions.</summary>
    private static async Task<IResult> AskAsync(string ma, string? dongY, string? tiep, GatewayClient gateway)
    {
        var form = await gateway.GetAsync<SurveyForm>(Api(ma));
        return (form.IsOpen, dongY, tiep) switch
        {
            (false, _, _) => Pages.Show<ClosedPage>(new { Form = form }),
            (_, "true", _) => Pages.Show<QuestionsPage>(new { Code = ma, Form = form }),
            _ => Pages.Show<ConsentPage>(new { Code = ma, Form = form, ConsentMissing = tiep is not null }),
        };
    }

    private static async Task<IResult> AnswerAsync(string ma, IFormCollection answers, GatewayClient gateway)
    {
        var form = await gateway.GetAsync<SurveyForm>(Api(ma));
        if (!form.IsOpen)
        {
            return Pages.Show<ClosedPage>(new { Form = form });
        }

        var chosen = form.Items.Select(item => item.Unit.Field(item.Question))
            .Where(field => answers[field].Count == 1)
            .ToDictionary(field => field, field => answers[field].ToString(), StringComparer.Ordinal);
        var key = answers["key"].ToString();
        var complete = form.Items.All(item => chosen.ContainsKey(item.Unit.Field(item.Question)));
        if (chosen.Count == 0 || !(complete || answers.ContainsKey("partial")))
        {
            return Pages.Show<QuestionsPage>(new { Code = ma, Form = form, Key = key, Chosen = chosen, Checked = true }, StatusCodes.Status400BadRequest);
        }

        var body = new
        {
            consent = true,
            answers = form.Items.Where(item => chosen.ContainsKey(item.Unit.Field(item.Question))).Select(item => new
            {
                unitId = item.Unit.Id,
                questionCode = item.Question.Code,
                optionCode = chosen[item.Unit.Field(item.Question)],
            }),
        };
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api(ma)}/answers", body, ("Idempotency-Key", key));
        return outcome.Problem is { } problem
            ? Pages.Show<QuestionsPage>(new { Code = ma, Form = form, Key = key, Chosen = chosen, Problem = problem }, problem.Status)
            : TypedResults.LocalRedirect($"/khao-sat/{Uri.EscapeDataString(ma)}/cam-on");
    }
}
