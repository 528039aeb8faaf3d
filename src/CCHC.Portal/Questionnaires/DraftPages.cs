using System.Text;
using System.Text.Json;
using CCHC.Portal.Campaigns;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Scoring;
using T = CCHC.Portal.Questionnaires.QuestionnairesTexts;

namespace CCHC.Portal.Questionnaires;

/// <summary>Drawing up a survey: where its questionnaire comes from, and what is told of it.</summary>
internal static class DraftPages
{
    private const long LargestFile = 2_000_000;

    public static void Map(RouteGroupBuilder surveys)
    {
        surveys.MapGet("moi", async (Guid campaign, string? cach, Guid? tu, GatewayClient gateway) =>
            await ShowAsync(gateway, campaign, new NewSurvey(cach ?? (tu is null ? "" : NewSurvey.Copy), tu?.ToString() ?? "", "", ""), new SurveyDraft()));

        // A file comes back with a refused form as a field.
        surveys.MapPost("moi", CreateAsync).WithFormOptions(multipartBodyLengthLimit: 4 * LargestFile, valueLengthLimit: (int)(2 * LargestFile));
    }

    private static async Task<IResult> ShowAsync(
        GatewayClient gateway, Guid campaign, NewSurvey source, SurveyDraft draft, IReadOnlyDictionary<string, string>? errors = null, IReadOnlyList<Link>? elsewhere = null, Problem? problem = null, string? focus = null)
    {
        var (head, templates, surveys, leaves) = (
            CampaignHead.GetAsync(gateway, campaign), gateway.TryGetAsync<TemplateList>($"{SurveyHomePages.Api}/templates"), gateway.TryGetAsync<SurveyList>($"{SurveyHomePages.Api}/surveys"),
            gateway.TryGetAsync<LeafChoices>($"{SurveyHomePages.Api}/campaigns/{campaign}/leaves"));
        var found = await head;
        return found.CanManage
            ? Pages.Show<NewSurveyPage>(
                new
                {
                    Campaign = found, Source = source, Draft = draft, Templates = (await templates).Value?.Items ?? [], Surveys = (await surveys).Value?.Items ?? [], Leaves = (await leaves).Value,
                    Errors = errors ?? new Dictionary<string, string>(StringComparer.Ordinal), Elsewhere = elsewhere ?? [], Problem = problem, Focus = focus,
                },
                problem?.Status ?? (errors is { Count: > 0 } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK))
            : TypedResults.NotFound();
    }

    private static async Task<IResult> CreateAsync(Guid campaign, IFormCollection form, GatewayClient gateway)
    {
        var source = await NewSurvey.FromAsync(form, LargestFile);
        var draft = SurveyDraft.From(form);
        if (draft.Arrange(form["viec"].ToString()) is { } arranged)
        {
            return await ShowAsync(gateway, campaign, source, arranged, focus: arranged.Groups.Count > draft.Groups.Count ? $"g{draft.Groups.Count}-code" : null);
        }

        var errors = draft.Check();
        var questionnaire = await QuestionnaireOfAsync(source, gateway, errors);
        if (questionnaire is null || errors.Count > 0)
        {
            return await ShowAsync(gateway, campaign, source, draft, errors);
        }

        var dropped = 0;
        if (questionnaire.Questions.Any(question => question.Leaves.Count > 0))
        {
            // What another campaign's questions are tied to, this one may not have, or another survey asks about it already.
            var coverage = await gateway.GetAsync<Coverage>($"{SurveyHomePages.Api}/campaigns/{campaign}/coverage");
            questionnaire = questionnaire.KeepLeaves(coverage.Free, out dropped);
        }

        var outcome = await gateway.SendAsync<SurveyChanged>(HttpMethod.Post, $"{SurveyHomePages.Api}/surveys", draft.ToCreation(campaign, questionnaire));
        if (outcome.Problem is { } problem)
        {
            var (fields, elsewhere) = SurveyDraft.Place(problem);
            return await ShowAsync(gateway, campaign, source, draft, fields, elsewhere, problem);
        }

        var address = SurveyHomePages.SurveyAddress(campaign, outcome.Value!.Id);
        return TypedResults.LocalRedirect(dropped > 0 ? $"{address}?bo={dropped}" : address);
    }

    private static async Task<Questionnaire?> QuestionnaireOfAsync(NewSurvey source, GatewayClient gateway, Dictionary<string, string> errors)
    {
        switch (source.Way)
        {
            case NewSurvey.Blank:
                return Questionnaire.Blank;
            case NewSurvey.Copy when Guid.TryParse(source.From, out var from):
                return (await gateway.GetAsync<Survey>($"{SurveyHomePages.Api}/surveys/{from}")).Questionnaire;
            case NewSurvey.Copy:
                errors["tu"] = T.ChooseSurvey;
                return null;
            case NewSurvey.File when source.Json.Length == 0:
                errors["tep"] = T.ChooseFile;
                return null;
            case NewSurvey.File:
                try
                {
                    if (JsonSerializer.Deserialize<Questionnaire>(source.Json, ScoringJson.Options) is { Languages: not null, Sections: not null } read
                        && read.Sections.All(section => section is { Title: not null, Questions: not null } && section.Questions.All(question => question is { Text: not null, Options: not null, Leaves: not null })))
                    {
                        return read;
                    }
                }
                catch (JsonException exception)
                {
                    errors["tep"] = Formats.Text(T.FileUnread, exception.LineNumber + 1, exception.Path);
                    return null;
                }

                errors["tep"] = Formats.Text(T.FileUnread, 1, "$");
                return null;
            case var way when way.StartsWith(NewSurvey.TemplatePrefix, StringComparison.Ordinal):
                var templates = await gateway.GetAsync<TemplateList>($"{SurveyHomePages.Api}/templates");
                if (templates.Items.FirstOrDefault(template => template.Code == way[NewSurvey.TemplatePrefix.Length..]) is { } template)
                {
                    return template.Questionnaire;
                }

                break;
        }

        errors["nguon"] = T.ChooseSource;
        return null;
    }
}

/// <summary>Where a new questionnaire comes from; a file that was sent stays with the form.</summary>
public sealed record NewSurvey(string Way, string From, string FileName, string Json)
{
    public const string Blank = "trong";
    public const string Copy = "sao-chep";
    public const string File = "tep";
    public const string TemplatePrefix = "mau:";

    public string Packed => Convert.ToBase64String(Encoding.UTF8.GetBytes(Json));

    public static async Task<NewSurvey> FromAsync(IFormCollection form, long largest)
    {
        var (name, json) = (form["tepTen"].ToString(), Unpack(form["tepNoiDung"].ToString()));
        if (form.Files.GetFile("tep") is { Length: > 0 } sent)
        {
            if (sent.Length > largest)
            {
                throw new BadHttpRequestException(LayoutTexts.TooLargeText, StatusCodes.Status413PayloadTooLarge);
            }

            using var reader = new StreamReader(sent.OpenReadStream(), Encoding.UTF8);
            (name, json) = (Path.GetFileName(sent.FileName), await reader.ReadToEndAsync());
        }

        return new NewSurvey(form["cach"].ToString(), form["tu"].ToString(), name, json);
    }

    private static string Unpack(string packed)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(packed));
        }
        catch (FormatException exception)
        {
            throw new BadHttpRequestException(LayoutTexts.BadRequestText, exception);
        }
    }
}
