using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Frames;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Survey.ListRequests;

public static class ListRequestEndpoints
{
    private const long LargestFile = 20_000_000;

    public static void MapListRequests(this IEndpointRouteBuilder app)
    {
        app.MapGroup("/api/survey").Requires(Permissions.ReadSamples).WithTags("Danh sách khảo sát")
            .MapGet("campaigns/{id:guid}/list-requests", ListListRequests.Handle);

        var homeAffairs = app.MapGroup("/api/survey").Requires(Permissions.RunSurveys).WithTags("Danh sách khảo sát");
        homeAffairs.MapPost("campaigns/{id:guid}/list-requests", RequestLists.Handle);
        homeAffairs.MapPost("list-requests/{id:guid}/frame", TakeOverLists.Handle);

        var units = app.MapGroup("/api/survey/list-requests").Requires(Permissions.DeliverLists).WithTags("Danh sách khảo sát");
        units.MapGet("", ListMyListRequests.Handle);
        units.MapPut("{id:guid}/units/{unitId:guid}/list", DeliverList.Handle)
            .Accepts<string>(FrameFile.CsvType, FrameFile.ExcelType).WithMetadata(new RequestSizeLimitAttribute(LargestFile));
    }
}
