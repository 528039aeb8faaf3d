using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Survey.FieldWork;

public static class FieldEndpoints
{
    private const int MaxBytes = 8 * 1024 * 1024;

    public static void MapFieldWork(this IEndpointRouteBuilder app)
    {
        var surveys = app.MapGroup("/api/survey/surveys/{id:guid}/enumerators").WithTags("Điều tra viên");
        surveys.MapGet("", AssignEnumerators.Get).Requires(Permissions.ReadSamples);
        surveys.MapPut("", AssignEnumerators.Handle).Requires(Permissions.RunSurveys);

        var field = app.MapGroup("/api/survey/field/lists").Requires(Permissions.DoFieldWork).WithTags("Điều tra viên");
        field.MapGet("", GetFieldList.List);
        field.MapGet("{surveyId:guid}", GetFieldList.Handle);
        field.MapPost("{surveyId:guid}/interviews", SynchroniseInterviews.Handle).WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
    }
}
