using System.Globalization;
using System.Text.Json.Serialization;
using CCHC.Contracts.Identity;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Units;
using T = CCHC.Portal.ApiClients.ApiClientsTexts;

namespace CCHC.Portal.ApiClients;

/// <summary>Systems that call the API: who they are, what they may do and how often, and their secrets.</summary>
internal static class ApiClientPages
{
    internal const string Place = "/quan-tri/he-thong-ket-noi";
    private const string Api = "/api/identity/clients";

    public static void MapApiClients(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Place);
        pages.MapGet("", async (GatewayClient gateway) => await ListAsync(gateway, await NewFormAsync(gateway)));
        pages.MapPost("", RegisterAsync);
        pages.MapPost("{id:guid}/khoa", RotateAsync);
        pages.MapPost("{id:guid}/xoa", DeleteAsync);
        pages.MapGet("{**deed}", () => TypedResults.LocalRedirect(Place)); // a refused form, reloaded
    }

    internal static string RoleName(string role) => role switch
    {
        Roles.ApiClient => T.RolePublic,
        Roles.Auditor => T.RoleAuditor,
        Roles.HomeAffairs => T.RoleHomeAffairs,
        _ => role,
    };

    private static async Task<UnitForm> NewFormAsync(GatewayClient gateway) => new(
        new UnitField("name", T.Name, Required: true), new UnitField("contact", T.Contact, Hint: T.ContactHint, Required: true),
        new UnitField("roles", T.Role, FieldKind.Choice, T.RoleHint, Required: true, [.. new[] { Roles.ApiClient, Roles.Auditor, Roles.HomeAffairs }.Select(role => new Link(role, RoleName(role)))]),
        new UnitField("unitCode", T.Unit, FieldKind.Choice, T.UnitHint, Choices: await GovernmentsAsync(gateway)), new UnitField("perMinute", T.PerMinute, Hint: T.QuotaHint), new UnitField("perDay", T.PerDay, Hint: T.QuotaHint));

    /// <summary>Those below the province, which needs no naming: it reaches everything.</summary>
    private static async Task<IReadOnlyList<Link>> GovernmentsAsync(GatewayClient gateway)
    {
        var types = (await gateway.TypesAsync()).Where(type => type.Governs).ToList();
        var units = await Task.WhenAll(types.Select(type => gateway.ListAsync(new UnitFilter(null, type.Code, null, null, null, null, null, null, null), page: 1, pageSize: 1000)));
        return [.. units.SelectMany(page => page.Items).Where(unit => unit.ParentCode is not null).Select(unit => new Link(unit.Code, unit.Name))];
    }

    private static async Task<IResult> ListAsync(GatewayClient gateway, UnitForm form, Problem? problem = null) => Pages.Show<ApiClientListPage>(
        new { List = await gateway.GetAsync<ApiClientList>(Api), Form = form, Problem = problem }, problem?.Status ?? (form.IsWrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK));

    private static async Task<IResult> RegisterAsync(IFormCollection sent, GatewayClient gateway)
    {
        var form = (await NewFormAsync(gateway)).Read(sent);
        var (perMinute, perDay) = (Whole(form, "perMinute"), Whole(form, "perDay"));
        if (!form.IsWrong)
        {
            var body = new { name = form["name"], contact = form["contact"], roles = new[] { form["roles"] }, unitCode = form.TextOrNull("unitCode"), perMinute, perDay };
            var outcome = await gateway.SendAsync<Created>(HttpMethod.Post, Api, body);
            if (outcome.Value is { } created)
            {
                return Pages.Show<ClientSecretPage>(new { Name = form["name"], New = new ClientSecret(created.ClientId, created.Secret, created.FormerSecretUntil) });
            }

            form.Take(outcome.Problem!);
        }

        return await ListAsync(gateway, form);
    }

    private static async Task<IResult> RotateAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var client = (await gateway.GetAsync<ApiClientList>(Api)).Items.FirstOrDefault(known => known.ClientId == id);
        var hours = int.TryParse(form["hours"], NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 24;
        var outcome = await gateway.SendAsync<Created>(HttpMethod.Post, $"{Api}/{id}/secret", new { overlapHours = hours });
        return outcome.Value is { } changed
            ? Pages.Show<ClientSecretPage>(new { Name = client?.Name ?? "", New = new ClientSecret(id, changed.Secret, changed.FormerSecretUntil) })
            : await ListAsync(gateway, await NewFormAsync(gateway), outcome.Problem);
    }

    private static async Task<IResult> DeleteAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{Api}/{id}");
        return outcome.Problem is { } problem ? await ListAsync(gateway, await NewFormAsync(gateway), problem) : TypedResults.LocalRedirect(Place);
    }

    /// <summary>Null for an empty field.</summary>
    private static int? Whole(UnitForm form, string field)
    {
        if (form[field].Length == 0)
        {
            return null;
        }

        if (int.TryParse(form[field].Replace(".", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        form.AddError(field, T.BadNumber);
        return null;
    }

    private sealed record Created(Guid ClientId, [property: JsonPropertyName("clientSecret")] string Secret, DateTimeOffset? FormerSecretUntil);
}
