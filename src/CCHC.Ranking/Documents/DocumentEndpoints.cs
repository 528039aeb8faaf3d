using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;
using CCHC.Ranking.Documents.Templates;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Ranking.Documents;

public static class DocumentEndpoints
{
    public static void AddDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<Letterhead>().BindConfiguration("Reports");
        builder.Services.AddScoped<ResultSource>();
        builder.Services.AddScoped<TemplateStore>();
    }

    public static void MapDocuments(this IEndpointRouteBuilder app)
    {
        var campaign = app.MapGroup("/api/ranking/campaigns/{code}").WithTags("Văn bản");
        campaign.MapGet("documents/{kind}.{format:regex(^(docx|xlsx)$)}", MakeDocument.Handle).Requires(Permissions.MakeDocuments);
        campaign.MapGet("awards", GetAwards.Handle).Requires(Permissions.ReadResults);
        campaign.MapGet("document-templates", GetTemplates.Handle).Requires(Permissions.ReadResults);
        campaign.MapGet("document-templates/{kind}.docx", DownloadTemplate.Handle).Requires(Permissions.ReadResults);
        campaign.MapPut("document-templates/{kind}", ReplaceTemplate.Handle).Requires(Permissions.PrepareDocuments)
            .Accepts<byte[]>(OfficialDocument.MediaType, "application/octet-stream")
            .WithMetadata(new RequestSizeLimitAttribute(DocumentTemplate.LargestFile + 1024 * 1024)); // so that the handler says in words what is too large
        campaign.MapDelete("document-templates/{kind}", ResetTemplate.Handle).Requires(Permissions.PrepareDocuments);
    }
}
