using System.Text;
using CCHC.Portal.ApiClients;
using CCHC.Portal.AuditLog;
using CCHC.Portal.FailedMessages;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Webhooks;

namespace CCHC.Portal.Units;

/// <summary>The register of units: list, record, file.</summary>
public static class UnitPages
{
    public static void MapUnits(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/quan-tri/don-vi");
        pages.MapGet("", ListAsync);
        pages.MapGet("tep.csv", ExportAsync);
        pages.MapUnitImport();
        pages.MapUnitForms();
        pages.MapGet("{id:guid}", async (Guid id, GatewayClient gateway) => Pages.Show<UnitPage>(new { Unit = await gateway.UnitAsync(id) }));
        app.MapUnitTypes();
        app.MapWebhooks();
        app.MapApiClients();
        app.MapAuditLog();
        app.MapFailedMessages();
    }

    internal static string Address(Guid id) => $"/quan-tri/don-vi/{id}";

    private static async Task<IResult> ListAsync([AsParameters] UnitFilter filter, GatewayClient gateway, HttpContext context)
    {
        var (types, groups) = (gateway.TypesAsync(), gateway.GroupsAsync());
        var units = await gateway.ListAsync(filter, filter.Page, filter.PageSize);
        return Pages.IsPartial(context)
            ? Pages.Show<UnitList>(new { Units = units, Filter = filter })
            : Pages.Show<UnitListPage>(new { Units = units, Filter = filter, Types = await types, Groups = await groups });
    }

    /// <summary>The same columns as the import, so that the file can be changed and handed in again.</summary>
    private static async Task<IResult> ExportAsync([AsParameters] UnitFilter filter, GatewayClient gateway)
    {
        const int PageSize = 1000;
        var csv = new StringBuilder("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\r\n");
        PageOf<UnitItem> page;
        var number = 1;
        do
        {
            page = await gateway.ListAsync(filter, number++, PageSize);
            foreach (var unit in page.Items)
            {
                csv.AppendJoin(',', ((string?[])
                [
                    unit.Code, unit.Name, unit.TypeCode, unit.GroupCode, unit.GroupName, unit.ParentCode, Iso(unit.ValidFrom), Iso(unit.ValidTo), string.Join(';', unit.PredecessorCodes),
                ]).Select(Quote)).Append("\r\n");
            }
        }
        while (number <= page.PageCount);

        return TypedResults.File((byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())], "text/csv; charset=utf-8", "don-vi.csv");

        static string? Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        static string Quote(string? text) => text?.IndexOfAny([',', '"']) >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text ?? "";
    }
}
