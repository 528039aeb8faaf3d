using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Survey.Results;

public static class ResultEndpoints
{
    public static void MapResults(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/survey/surveys/{id:guid}").Requires(Permissions.ReadSurveys).WithTags("Kết quả điều tra");
        readers.MapGet("results", GetResults.Handle);
        readers.MapGet("statistics", GetStatistics.Handle);
        readers.MapGet("results.csv", DownloadOpenData.Handle);
        readers.MapGet("codebook.csv", DownloadOpenData.Codes);
        readers.MapGet("report.{format:regex(^(docx|xlsx)$)}", DownloadReport.Handle);

        app.MapGroup("/api/survey/surveys/{id:guid}").Requires(Permissions.RunSurveys).WithTags("Kết quả điều tra").MapGet("answers.csv", DownloadAnswers.Handle);
    }
}
