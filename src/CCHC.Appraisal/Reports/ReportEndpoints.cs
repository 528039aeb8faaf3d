using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Appraisal.Reports;

public static class ReportEndpoints
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapReports(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/appraisal").WithTags("Văn bản của hội đồng");
        readers.MapGet("campaigns/{campaignId:guid}/report.{format:regex(^(docx|xlsx)$)}", DownloadReport.Handle).WithName(nameof(DownloadReport))
            .Requires(Permissions.ReadReports);
        readers.MapGet("meetings/{id:guid}/minutes.docx", DownloadMinutes.Handle).WithName(nameof(DownloadMinutes))
            .Requires(Permissions.ReadCases);
    }

    internal static FileContentHttpResult File(string format, string name, Action<Stream> write)
    {
        using var file = new MemoryStream();
        write(file);
        return TypedResults.File(file.ToArray(), format == "xlsx" ? Xlsx : OfficialDocument.MediaType, $"{name}.{format}");
    }
}
