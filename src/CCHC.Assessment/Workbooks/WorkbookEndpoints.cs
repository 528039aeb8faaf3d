using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Assessment.Workbooks;

public static class WorkbookEndpoints
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Sheet = "/api/assessment/self-assessments/{id:guid}";

    public static void MapWorkbooks(this IEndpointRouteBuilder app)
    {
        app.MapGroup(Sheet).Requires(Permissions.ReadSheets).WithTags("Phiếu Excel")
            .MapGet("workbook", DownloadWorkbook.Handle);

        var unit = app.MapGroup(Sheet).Requires(Permissions.FillSheets).WithTags("Phiếu Excel");
        unit.MapPost("workbook", PreviewWorkbook.Handle).Accepts<byte[]>(Xlsx, "application/octet-stream")
            .WithMetadata(new RequestSizeLimitAttribute(PreviewWorkbook.LargestFile + 1024 * 1024)); // so that the handler says in words what is too large
        unit.MapPut("entries", EnterLeaves.Handle);
    }
}
