using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Frames;
using CCHC.Survey.ListRequests;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Survey.Draws;

public static class DrawEndpoints
{
    private const long LargestFile = 20_000_000;

    public static void AddFrames(this IServiceCollection services)
    {
        services.AddSingleton<PersonKeys>();
        services.AddHostedService<KeyKeeping>();
    }

    public static void MapDraws(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/survey").Requires(Permissions.ReadSamples).WithTags("Khung mẫu và rút mẫu");
        readers.MapGet("campaigns/{id:guid}/frames", GetFrames.Handle);
        readers.MapGet("draws/{id:guid}", GetProtocol.Handle);
        readers.MapGet("draws/{id:guid}/protocol.docx", DownloadProtocol.Handle);
        readers.MapGet("draws/{id:guid}/frame.csv", GetProtocol.Frame).RecordsReading("sample_draw", "id");

        var homeAffairs = app.MapGroup("/api/survey").Requires(Permissions.RunSurveys).WithTags("Khung mẫu và rút mẫu");
        homeAffairs.MapPost("campaigns/{id:guid}/frames", ImportFrame.Handle).Accepts<string>(FrameFile.CsvType, FrameFile.ExcelType).WithMetadata(new RequestSizeLimitAttribute(LargestFile));
        homeAffairs.MapDelete("frames/{id:guid}/people", EraseFrame.Handle);
        homeAffairs.MapPost("frames/{id:guid}/people/search", FindPeople.Handle).RecordsReading("sampling_frame", "id");
        homeAffairs.MapPost("frames/{id:guid}/people/{number:int}/erasure", ErasePerson.Handle);
        homeAffairs.MapPost("frames/{id:guid}/draws", DrawSample.Handle);
        homeAffairs.MapGet("draws/{id:guid}/sample.csv", DownloadSample.Handle).RecordsReading("sample_draw", "id");

        app.MapListRequests();
    }
}
