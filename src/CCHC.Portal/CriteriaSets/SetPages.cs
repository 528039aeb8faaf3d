using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using T = CCHC.Portal.CriteriaSets.CriteriaSetsTexts;

namespace CCHC.Portal.CriteriaSets;

/// <summary>Criteria sets from the first draft to their issue.</summary>
public static class SetPages
{
    internal const string Api = "/api/criteria/sets";

    public static void MapCriteriaSets(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/bo-tieu-chi");
        pages.MapGet("", ListAsync);
        pages.MapGet("moi", async (string? cach, Guid? tu, GatewayClient gateway) => await ShowNewAsync(gateway, new NewSet { Way = cach ?? "trong", From = tu?.ToString() }, problem: null));
        pages.MapPost("moi", CreateAsync);
        pages.MapComparison();
        pages.MapImport();
        pages.MapNodes();
        pages.MapGet("{id:guid}", async (Guid id, Guid? nut, GatewayClient gateway) => Show(await LoadAsync(gateway, id), nut));
        pages.MapPost("{id:guid}", UpdateAsync);
        pages.MapPost("{id:guid}/xoa", DeleteAsync);
        pages.MapGet("{id:guid}/cong-bo", async (Guid id, GatewayClient gateway) => Pages.Show<IssuePage>(new { Set = await LoadAsync(gateway, id) }));
        pages.MapPost("{id:guid}/cong-bo", IssueAsync);
        pages.MapGet("{id:guid}/khac-biet", DeviationsAsync);
        pages.MapGet("{id:guid}/tep.xlsx", ExportAsync);
        pages.MapGet("{id:guid}/{**deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
    }

    internal static string Address(Guid id, Guid? nodeId = null) => nodeId is null ? $"/bo-tieu-chi/{id}" : $"/bo-tieu-chi/{id}?nut={nodeId}";

    internal static Task<CriteriaSet> LoadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<CriteriaSet>($"{Api}/{id}");

    internal static Task<PageOf<SetItem>> SetsAsync(GatewayClient gateway, string query = "") => gateway.GetAsync<PageOf<SetItem>>($"{Api}?pageSize=200{query}");

    internal static RazorComponentResult Show(
        CriteriaSet set, Guid? nodeId, Problem? problem = null, NodeState? state = null, IFormCollection? typed = null, int status = StatusCodes.Status200OK) =>
        Pages.Show<SetPage>(new { Set = set, Selected = set.Select(nodeId), Problem = problem, State = state, Typed = typed }, problem?.Status ?? status);

    private static async Task<IResult> ListAsync(GatewayClient gateway, string? tim, int? nam, SetStatus? trangThai, bool? khung, int trang = 1)
    {
        var filter = new SetFilter(tim, nam, trangThai, khung);
        return Pages.Show<SetListPage>(new { Sets = await gateway.GetAsync<PageOf<SetItem>>($"{Api}?{filter.ToApi()}&page={trang}"), Filter = filter });
    }

    private static async Task<IResult> CreateAsync([FromForm] NewSet form, GatewayClient gateway)
    {
        if (form.Way is not "trong" && !Guid.TryParse(form.From, out _))
        {
            return await ShowNewAsync(gateway, form, FieldErrors.Refuse(T.ChooseSource, ("From", T.ChooseSource)));
        }

        Guid? owner = null;
        if (form.Way is "trong" or "bo-khung" && !string.IsNullOrWhiteSpace(form.Owner))
        {
            var units = await gateway.GetAsync<PageOf<OwnerUnit>>($"/api/identity/units?pageSize=20&search={Uri.EscapeDataString(form.Owner.Trim())}");
            owner = (units.Items.FirstOrDefault(unit => string.Equals(unit.Code, form.Owner.Trim(), StringComparison.OrdinalIgnoreCase))
                ?? (units.Items.Count == 1 ? units.Items[0] : null))?.Id;
            if (owner is null)
            {
                var found = units.Items.Select(unit => Formats.Text(T.UnitOfCode, unit.Name, unit.Code)).ToList();
                return await ShowNewAsync(gateway, form, FieldErrors.Refuse(T.NotCreated, ("Owner", found.Count == 0 ? T.NoSuchUnit : T.ManySuchUnits)) with { Details = found });
            }
        }

        var (path, body) = form.Way switch
        {
            "sao-chep" => ($"{Api}/{form.From}/copies", (object)new { code = form.Code, name = form.Name, year = YearOf(form.Year) }),
            "bo-khung" => ($"{Api}/{form.From}/derivations", new { code = form.Code, name = form.Name, ownerUnitId = owner }),
            "dinh-chinh" => ($"{Api}/{form.From}/corrections", new { reason = form.Reason }),
            _ => ($"{Api}/blank", new { code = form.Code, name = form.Name, year = YearOf(form.Year), ownerUnitId = owner, isFramework = form.IsFramework == true }),
        };
        var outcome = await gateway.SendAsync<CreatedSet>(HttpMethod.Post, path, body);
        return outcome.Problem is { } problem ? await ShowNewAsync(gateway, form, problem) : TypedResults.LocalRedirect(Address(outcome.Value!.Id));
    }

    private static async Task<IResult> ShowNewAsync(GatewayClient gateway, NewSet form, Problem? problem)
    {
        var sources = form.Way switch
        {
            "sao-chep" => await SetsAsync(gateway),
            "bo-khung" => await SetsAsync(gateway, "&framework=true&status=Published"),
            "dinh-chinh" => await SetsAsync(gateway, "&status=Published"),
            _ => null,
        };
        return Pages.Show<NewSetPage>(new { Form = form, Sources = sources?.Items ?? [], Problem = problem }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> UpdateAsync(Guid id, [FromForm] SetDetails form, GatewayClient gateway)
    {
        var body = new { name = form.Name, year = YearOf(form.Year), isFramework = form.IsFramework == true, decision = form.ToDecision(), reason = form.ReasonOrNull() };
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}", body);
        return outcome.Problem is { } problem ? Show(await LoadAsync(gateway, id), nodeId: null, problem) : TypedResults.LocalRedirect(Address(id));
    }

    private static async Task<IResult> DeleteAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{Api}/{id}");
        return outcome.Problem is { } problem ? Show(await LoadAsync(gateway, id), nodeId: null, problem) : TypedResults.LocalRedirect("/bo-tieu-chi");
    }

    private static async Task<IResult> IssueAsync(Guid id, [FromForm] SetDetails form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/publication", new { decision = form.ToDecision(), reason = form.ReasonOrNull() });
        return outcome.Problem is { } problem
            ? Pages.Show<IssuePage>(new { Set = await LoadAsync(gateway, id), Problem = problem, Typed = form }, problem.Status)
            : TypedResults.LocalRedirect(Address(id));
    }

    private static async Task<IResult> DeviationsAsync(Guid id, GatewayClient gateway)
    {
        var derived = gateway.GetAsync<DerivedSets>($"{Api}/{id}/derived");
        return Pages.Show<DeviationsPage>(new { Set = await LoadAsync(gateway, id), Derived = (await derived).Items });
    }

    private static int? YearOf(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var year) ? year : null;

    private static async Task ExportAsync(Guid id, GatewayClient gateway, HttpContext context)
    {
        const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        using var file = await gateway.DownloadAsync($"{Api}/{id}/export", MediaType);
        context.Response.ContentType = MediaType;
        context.Response.Headers.ContentDisposition = file.Content.Headers.ContentDisposition?.ToString() ?? $"attachment; filename=\"bo-tieu-chi-{id}.xlsx\"";
        await file.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}

/// <summary>What the list of sets is narrowed to.</summary>
public sealed record SetFilter(string? Search, int? Year, SetStatus? Status, bool? Framework)
{
    public string ToApi() => Query("search", "year", "status", "framework");

    public string ToPage(int page) => $"/bo-tieu-chi?{Query("tim", "nam", "trangThai", "khung")}&trang={page}";

    private string Query(string search, string year, string status, string framework) => string.Join('&', new[]
    {
        string.IsNullOrWhiteSpace(Search) ? null : $"{search}={Uri.EscapeDataString(Search.Trim())}",
        Year is { } y ? string.Create(CultureInfo.InvariantCulture, $"{year}={y}") : null,
        Status is { } s ? $"{status}={s}" : null,
        Framework is true ? $"{framework}=true" : null,
    }.OfType<string>());
}

public sealed record OwnerUnit(Guid Id, string Code, string Name);

/// <summary>The form of a new set; Way is trong, sao-chep, bo-khung or dinh-chinh. Fields left empty are text too, so that the form comes back with them.</summary>
public sealed record NewSet
{
    public string Way { get; init; } = "trong";
    public string? From { get; init; }
    public string? Code { get; init; }
    public string? Name { get; init; }
    public string? Year { get; init; }
    public string? Owner { get; init; }
    public bool? IsFramework { get; init; }
    public string? Reason { get; init; }
}

/// <summary>What is told of a set beside its tree.</summary>
public sealed record SetDetails
{
    public string? Name { get; init; }
    public string? Year { get; init; }
    public bool? IsFramework { get; init; }
    public string? Number { get; init; }
    public string? Date { get; init; }
    public string? Issuer { get; init; }
    public string? Reason { get; init; }

    public Decision? ToDecision() => string.IsNullOrWhiteSpace(Number) && string.IsNullOrWhiteSpace(Date) && string.IsNullOrWhiteSpace(Issuer)
        ? null
        : new Decision(Number, DateOnly.TryParse(Date, CultureInfo.InvariantCulture, out var date) ? date : null, Issuer);

    public string? ReasonOrNull() => string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim();
}
