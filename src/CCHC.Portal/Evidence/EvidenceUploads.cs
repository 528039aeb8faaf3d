using CCHC.Portal.Gateway;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.Evidence;

/// <summary>The service's resumable uploads (tus 1.0) at the portal's own address, so that the browser needs no more than its session.</summary>
public static class EvidenceUploads
{
    private const long MaxFileSize = 200L * 1024 * 1024;

    public static void MapEvidenceUploads(this IEndpointRouteBuilder pages)
    {
        var uploads = pages.MapGroup("{id:guid}/tai-len").AddEndpointFilter(RequireFormToken);
        uploads.MapMethods("", [HttpMethods.Options, HttpMethods.Post], (Guid id, HttpContext context, GatewayStream gateway) => ForwardAsync(id, "", context, gateway));
        uploads.MapMethods("{upload:guid}", [HttpMethods.Head, HttpMethods.Delete], (Guid id, Guid upload, HttpContext context, GatewayStream gateway) => ForwardAsync(id, $"/{upload}", context, gateway));
        uploads.MapPatch("{upload:guid}", (Guid id, Guid upload, HttpContext context, GatewayStream gateway) => ForwardAsync(id, $"/{upload}", context, gateway))
            .WithMetadata(new RequestSizeLimitAttribute(MaxFileSize));
    }

    private static Task ForwardAsync(Guid id, string upload, HttpContext context, GatewayStream gateway)
    {
        var (api, portal) = ($"{EvidencePages.Api}/{id}/uploads", $"/phieu/{id}/tai-len");
        return gateway.UploadAsync(context, api + upload, api, portal);
    }

    // No form is sent here, so the token of the page's forms comes as a header; requests that change nothing need none.
    private static async ValueTask<object?> RequireFormToken(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            return await next(context);
        }

        return TypedResults.Problem(EvidenceTexts.PageTooOld, statusCode: StatusCodes.Status400BadRequest);
    }
}
