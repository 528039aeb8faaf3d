using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.WebUtilities;
using T = CCHC.Portal.AuditLog.AuditLogTexts;

namespace CCHC.Portal.AuditLog;

/// <summary>Who changed and read what, service by service, for the auditor.</summary>
internal static class AuditLogPages
{
    internal const string Place = "/nhat-ky";

    internal static readonly Link[] Services =
    [
        new("assessment", T.ServiceAssessment), new("appraisal", T.ServiceAppraisal), new("criteria", T.ServiceCriteria), new("survey", T.ServiceSurvey),
        new("ranking", T.ServiceRanking), new("identity", T.ServiceIdentity),
    ];

    internal static readonly Link[] Operations =
        [new("U", T.OperationU), new("I", T.OperationI), new("D", T.OperationD), new("R", T.OperationR), new("B", T.OperationB), new("X", T.OperationX)];

    public static void MapAuditLog(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Place);
        pages.MapGet("", async ([AsParameters] AuditFilter filter, GatewayClient gateway) => Pages.Show<AuditLogPage>(new
        {
            Filter = filter,
            Entries = await gateway.GetAsync<AuditEntries>(ApiAddress(filter, "")),
        }));
        pages.MapGet("tep.csv", ([AsParameters] AuditFilter filter, HttpContext context, GatewayStream gateway) =>
            gateway.DownloadAsync(context, ApiAddress(filter with { Truoc = null }, "/export.csv")));
    }

    internal static string ServiceOf(AuditFilter filter) => Array.Find(Services, service => service.Address == filter.DichVu)?.Address ?? Services[0].Address;

    /// <summary>This page with the same filter, from an entry on; <paramref name="path"/> for what is beside it.</summary>
    internal static string Address(AuditFilter filter, long? before, string path = "") => Query(Place + path, new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["dichVu"] = ServiceOf(filter), ["tu"] = filter.Tu, ["den"] = filter.Den, ["ai"] = filter.Ai, ["bang"] = filter.Bang, ["khoa"] = filter.Khoa, ["viec"] = filter.Viec,
        ["loai"] = filter.Loai, ["truoc"] = before?.ToString(CultureInfo.InvariantCulture),
    });

    private static string ApiAddress(AuditFilter filter, string path) => Query($"/api/{ServiceOf(filter)}/audit{path}", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["from"] = Midnight(filter.Tu, 0), ["until"] = Midnight(filter.Den, 1), ["who"] = filter.Ai, ["table"] = filter.Bang, ["key"] = filter.Khoa, ["action"] = filter.Viec,
        ["operation"] = filter.Loai, ["before"] = filter.Truoc?.ToString(CultureInfo.InvariantCulture),
    });

    private static string Query(string path, Dictionary<string, string?> values) =>
        QueryHelpers.AddQueryString(path, values.Where(value => !string.IsNullOrWhiteSpace(value.Value)).ToDictionary(value => value.Key, value => value.Value?.Trim(), StringComparer.Ordinal));

    /// <summary>In Vietnam, which has one time the whole year; null where the day is not one.</summary>
    private static string? Midnight(string? day, int daysLater) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date.AddDays(daysLater).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00+07:00"
        : null;
}
