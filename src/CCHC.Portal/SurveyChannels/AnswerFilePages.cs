using System.Globalization;
using System.Net.Http.Headers;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.SurveyChannels;

/// <summary>Forms that another system has gathered, as one file; all of it or nothing.</summary>
internal static class AnswerFilePages
{
    private const long LargestFile = 50_000_000;

    public static void Map(RouteGroupBuilder survey)
    {
        survey.MapGet("nhap-tep", (Guid campaign, Guid id, GatewayClient gateway) => ShowAsync(gateway, campaign, id));
        survey.MapPost("nhap-tep", ImportAsync).WithFormOptions(multipartBodyLengthLimit: LargestFile).WithMetadata(new RequestSizeLimitAttribute(LargestFile));
    }

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid campaign, Guid id, ImportedAnswers? imported = null, Problem? problem = null) => Pages.Show<AnswerFilePage>(
        new { Survey = await ChannelPages.FindAsync(gateway, campaign, id), Imported = imported, Problem = problem, WrongLines = LinesOf(problem) }, ChannelPages.StatusOf(problem));

    private static async Task<IResult> ImportAsync(Guid campaign, Guid id, IFormCollection form, GatewayClient gateway)
    {
        if (form.Files.GetFile("file") is not { Length: > 0 } sent)
        {
            return await ShowAsync(gateway, campaign, id, problem: new Problem { Status = StatusCodes.Status400BadRequest, Detail = SurveyChannelsTexts.FileMissing });
        }

        using var content = new StreamContent(sent.OpenReadStream());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var outcome = await gateway.SendAsync<ImportedAnswers>(HttpMethod.Post, $"{ChannelPages.Api(id)}/submissions/import", content);
        return await ShowAsync(gateway, campaign, id, outcome.Value, outcome.Problem);
    }

    /// <summary>The service names a line of the file as “line 12”; in the order of the file.</summary>
    private static List<WrongLine> LinesOf(Problem? problem) =>
    [
        .. (problem?.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal))
            .Select(error => new WrongLine(error.Key.StartsWith("line ", StringComparison.Ordinal) && int.TryParse(error.Key.AsSpan(5), CultureInfo.InvariantCulture, out var line) ? line : null, string.Join(' ', error.Value)))
            .OrderBy(line => line.Number ?? 0),
    ];
}

/// <param name="Repeated">Forms that were taken over before.</param>
public sealed record ImportedAnswers(int Forms, int Answers, int Repeated);

/// <param name="Number">Null for what is said of the whole file.</param>
public sealed record WrongLine(int? Number, string Text);
