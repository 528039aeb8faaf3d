using CCHC.Assessment.Evidence.Documents;
using CCHC.Assessment.Evidence.Uploads;
using CCHC.Contracts.Identity;
using CCHC.EvidenceFiles.Checks;
using CCHC.EvidenceFiles.Storage;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Assessment.Evidence;

public static class EvidenceEndpoints
{
    private const string Sheet = "/api/assessment/self-assessments/{id:guid}";

    public static void AddEvidence(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("Evidence").Get<EvidenceOptions>() ?? new EvidenceOptions();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IEvidenceStore>(_ => string.IsNullOrEmpty(options.S3.Bucket) ? new DiskStore(options.Path) : new S3Store(options.S3));
        builder.Services.AddSingleton<Clamd>();
        builder.Services.AddScoped<FinishUpload>();
        builder.Services.AddHostedService<EvidenceHousekeeping>();
    }

    public static void MapEvidence(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup(Sheet).Requires(Permissions.ReadSheets).WithTags("Tài liệu kiểm chứng");
        readers.MapGet("documents", ListDocuments.Handle);
        readers.MapGet("documents/{documentId:guid}/content", DownloadDocument.Handle).RecordsReading("evidence_document", "documentId", Roles.UnitOfficer, Roles.UnitHead);
        readers.MapGet("evidence.zip", DownloadEvidence.Handle).RecordsReading("self_assessments", "id", Roles.UnitOfficer, Roles.UnitHead);

        var unit = app.MapGroup(Sheet).Requires(Permissions.FillSheets).WithTags("Tài liệu kiểm chứng");
        unit.MapPost("documents", AddLink.Handle);
        unit.MapPut("documents/{documentId:guid}", DescribeDocument.Handle);
        unit.MapDelete("documents/{documentId:guid}", RemoveDocument.Handle);

        var uploads = app.MapGroup(Sheet + "/uploads").Requires(Permissions.FillSheets).AddEndpointFilter(Tus.RequireVersion)
            .WithTags("Tải lên tài liệu (tus 1.0)");
        uploads.MapMethods("", [HttpMethods.Options], Tus.Options);
        uploads.MapPost("", CreateUpload.Handle);
        uploads.MapMethods("{uploadId:guid}", [HttpMethods.Head], GetUpload.Handle);
        uploads.MapPatch("{uploadId:guid}", AppendToUpload.Handle).WithMetadata(new RequestSizeLimitAttribute(EvidenceOptions.MaxFileSize));
        uploads.MapDelete("{uploadId:guid}", CancelUpload.Handle);
    }
}
