using CCHC.Assessment.Workbooks;
using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Assessment.Reports;

public static class ReportEndpoints
{
    private const string Format = "report.{format:regex(^(docx|xlsx)$)}";

    public static void MapReports(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/assessment/self-assessments/{id:guid}").Requires(Permissions.ReadSheets).WithTags("Báo cáo");
        readers.MapGet(Format, DownloadDraftReport.Handle);
        readers.MapGet("submissions/{number:int}/" + Format, DownloadSubmissionReport.Handle);
    }

    internal static FileContentHttpResult File(SelfAssessmentReport report, string format, string name)
    {
        using var file = new MemoryStream();
        if (format == "xlsx")
        {
            report.ToWorkbook().Write(file);
        }
        else
        {
            report.ToDocument().Write(file);
        }

        return TypedResults.File(file.ToArray(), format == "xlsx" ? WorkbookEndpoints.Xlsx : OfficialDocument.MediaType, $"{name}.{format}");
    }
}
