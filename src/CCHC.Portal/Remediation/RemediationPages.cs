using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using CCHC.Portal.Units;
using CCHC.Scoring;
using T = CCHC.Portal.Remediation.RemediationTexts;

namespace CCHC.Portal.Remediation;

/// <summary>What is done about lost points: plans for those who make and approve them, items for those who carry them out.</summary>
public static class RemediationPages
{
    internal const string Api = "/api/ranking/remediation-plans", Place = "/khac-phuc", MyPlace = "/khac-phuc/cua-toi";
    internal const string Edit = "sua", Propose = "bien-phap", Report = "bao-cao", Bulk = "sua-nhieu", Create = "lap", Judge = "tra-lai";
    private const int PageSize = 50, MostChosen = 2_000;

    internal static void MapRemediation(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Place);
        pages.MapGet("", (int? trang, GatewayClient gateway) => ShowListAsync(gateway, trang ?? 1));
        pages.MapPost("", CreateAsync);
        pages.MapGet("cua-toi", ShowMineAsync);
        var plan = pages.MapGroup("{id:guid}");
        plan.MapGet("", (Guid id, GatewayClient gateway, HttpContext context) => ShowLostAsync(gateway, id, ItemFilter.Read(context.Request.Query)));
        plan.MapPost(Bulk, EditManyAsync).WithFormOptions(valueCountLimit: MostChosen);
        plan.MapGet("phu-luc-1", ShowKeptAsync);
        plan.MapGet("tien-do", async (Guid id, GatewayClient gateway) => Pages.Show<BoardPage>(new { Plan = await PlanAsync(gateway, id), Board = await gateway.GetAsync<ProgressBoard>($"{Api}/{id}/board") }));
        plan.MapGet("du-bao", async (Guid id, GatewayClient gateway) => Pages.Show<ForecastPage>(new { Plan = await PlanAsync(gateway, id), Forecast = await gateway.GetAsync<Forecast>($"{Api}/{id}/forecast") }));
        plan.MapGet("ke-hoach.{format:regex(^(docx|xlsx)$)}", (Guid id, string format, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{Api}/{id}/document.{format}"));
        plan.MapPost("phe-duyet", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Post, $"{Api}/{id}/approval", Address(id)));
        plan.MapPost("xoa", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Delete, $"{Api}/{id}", Place));
        plan.MapGet("{deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
        var item = plan.MapGroup("noi-dung/{item:guid}");
        item.MapGet("", ShowItemAsync);
        item.MapPost(Edit, EditAsync);
        item.MapPost(Propose, ProposeAsync);
        item.MapPost(Report, ReportAsync);
        item.MapPost("xac-nhan", (Guid id, Guid item, IFormCollection form, GatewayClient gateway) => JudgeAsync(gateway, id, item, form, "confirmation"));
        item.MapPost(Judge, (Guid id, Guid item, IFormCollection form, GatewayClient gateway) => JudgeAsync(gateway, id, item, form, "return"));
        item.MapGet("{deed}", (Guid id, Guid item) => TypedResults.LocalRedirect(Address(id, item))); // a refused form, reloaded
    }

    internal static string Address(Guid plan, Guid? item = null) => item is null ? $"{Place}/{plan}" : $"{Place}/{plan}/noi-dung/{item}";

    private static Task<RemediationPlan> PlanAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<RemediationPlan>($"{Api}/{id}");

    private static async Task<IResult> ShowListAsync(GatewayClient gateway, int page, Refusal? refused = null) =>
        Pages.Show<PlanListPage>(new { Plans = await gateway.GetAsync<PlanList>($"{Api}?page={page}&pageSize={PageSize}"), Refused = refused }, refused?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> CreateAsync(IFormCollection form, GatewayClient gateway)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (form["campaign"].ToString().Length == 0)
        {
            errors["f-campaign"] = T.CampaignMissing;
        }

        var bands = Bands(form["classBands"].ToString(), errors);
        if (errors.Count > 0)
        {
            return await ShowListAsync(gateway, page: 1, Refusal.Of(Create, form, errors));
        }

        var outcome = await gateway.SendAsync<CreatedPlan>(
            HttpMethod.Post, Api, new { campaign = form["campaign"].ToString(), includeSurvey = form["includeSurvey"] == "true", classBands = bands });
        return outcome.Problem is { } problem
            ? await ShowListAsync(gateway, page: 1, Refusal.Of(Create, form, problem, "campaign", "classBands"))
            : TypedResults.LocalRedirect(Address(outcome.Value!.Id));
    }

    /// <summary>One class a line, "Tốt: 80", from the highest down; null for none.</summary>
    private static List<ClassBand>? Bands(string typed, Dictionary<string, string> errors)
    {
        var bands = new List<ClassBand>();
        foreach (var line in typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.LastIndexOf(':') is > 0 and var colon && Formats.TryParse(line[(colon + 1)..], out var threshold))
            {
                bands.Add(new ClassBand(line[..colon].Trim(), threshold));
            }
            else
            {
                errors["f-classBands"] = Formats.Text(T.BandUnread, line);
            }
        }

        return bands.Count == 0 ? null : bands;
    }

    private static async Task<IResult> ShowMineAsync(GatewayClient gateway, HttpContext context)
    {
        var filter = ItemFilter.Read(context.Request.Query);
        return Pages.Show<MyItemsPage>(new { Items = await gateway.GetAsync<PageOf<RemediationItem>>($"{Api}/items{filter.ApiQuery(PageSize)}"), Filter = filter });
    }

    private static async Task<IResult> ShowLostAsync(GatewayClient gateway, Guid id, ItemFilter filter, Refusal? refused = null, Problem? problem = null)
    {
        var (plan, items) = (PlanAsync(gateway, id), gateway.GetAsync<PageOf<RemediationItem>>($"{Api}/{id}/items{filter.ApiQuery(PageSize)}"));
        return Pages.Show<LostPage>(
            new { Plan = await plan, Items = await items, Filter = filter, Refused = refused, Problem = problem }, problem?.Status ?? refused?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> ShowKeptAsync(Guid id, string? donVi, int? trang, GatewayClient gateway)
    {
        const int Rows = 100;
        var (plan, kept) = (PlanAsync(gateway, id), gateway.GetAsync<PageOf<KeptLeaf>>($"{Api}/{id}/kept?page={Math.Max(1, trang ?? 1)}&pageSize={Rows}&unit={Uri.EscapeDataString(donVi ?? "")}"));
        return Pages.Show<KeptPage>(new { Plan = await plan, Kept = await kept, Unit = donVi });
    }

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid id, HttpMethod method, string path, string then) =>
        (await gateway.SendAsync<Done>(method, path)).Problem is { } problem
            ? await ShowLostAsync(gateway, id, ItemFilter.Read(QueryCollection.Empty), refused: null, problem)
            : TypedResults.LocalRedirect(then);

    private static async Task<IResult> EditManyAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var back = ItemFilter.Back(form["ve"]);
        var filter = ItemFilter.Read(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(back)));
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var ids = form["ids"].Select(text => Guid.TryParse(text, out var item) ? item : Guid.Empty).Where(item => item != Guid.Empty).ToArray();
        var all = form["all"] == "true" && (filter.Criterion ?? filter.Unit) is not null;
        if (ids.Length == 0 && !all)
        {
            errors["f-ids"] = T.NothingChosen;
        }

        var (dueOn, (lead, away)) = (Day(form, errors), await LeadAsync(form["lead"].ToString(), id, gateway));
        if (errors.Count > 0 || away is not null)
        {
            return await ShowLostAsync(gateway, id, filter, away is null ? Refusal.Of(Bulk, form, errors) : Refusal.Of(Bulk, form, away));
        }

        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/items/edits", new
        {
            ids = all ? null : ids, criterion = all ? filter.Criterion : null, unit = all ? filter.Unit : null, measure = Text(form, "measure"), lead, dueOn, reason = Text(form, "reason"),
        });
        return outcome.Problem is { } problem
            ? await ShowLostAsync(gateway, id, filter, Refusal.Of(Bulk, form, problem, "ids", "measure", "lead", "dueOn", "reason"))
            : TypedResults.LocalRedirect(Address(id) + back);
    }

    private static async Task<IResult> ShowItemAsync(Guid id, Guid item, string? ve, GatewayClient gateway, HttpContext context)
    {
        var details = await DetailsAsync(gateway, id, item);
        var plan = details.MayEdit ? await PlanAsync(gateway, id) : null;

        // In a row of annex 2 the form alone stands below the row.
        return Pages.IsPartial(context) && plan is not null
            ? Pages.Show<ItemForm>(new { Details = details, Plan = plan, Back = ItemFilter.Back(ve), Inline = true })
            : Pages.Show<ItemPage>(new { Details = details, Plan = plan, Back = ItemFilter.Back(ve) });
    }

    private static Task<ItemDetails> DetailsAsync(GatewayClient gateway, Guid id, Guid item) => gateway.GetAsync<ItemDetails>($"{Api}/{id}/items/{item}");

    private static async Task<IResult> ShowRefusedAsync(GatewayClient gateway, Guid id, Guid item, Refusal refused)
    {
        var details = await DetailsAsync(gateway, id, item);
        return Pages.Show<ItemPage>(
            new { Details = details, Plan = details.MayEdit ? await PlanAsync(gateway, id) : null, Back = ItemFilter.Back(refused.Typed.GetValueOrDefault("ve")), Refused = refused }, refused.Status);
    }

    private static async Task<IResult> EditAsync(Guid id, Guid item, IFormCollection form, GatewayClient gateway)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var (dueOn, target, (lead, away)) = (Day(form, errors), Number(form, "targetPoints", errors), await LeadAsync(form["lead"].ToString(), id, gateway));
        if (errors.Count > 0 || away is not null)
        {
            return await ShowRefusedAsync(gateway, id, item, away is null ? Refusal.Of(Edit, form, errors) : Refusal.Of(Edit, form, away));
        }

        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}/items/{item}", new
        {
            revision = Revision(form), measure = Text(form, "measure"), lead, coOrdinators = Lines(form), dueOn, targetPoints = target, reason = Text(form, "reason"),
        });
        if (outcome.Problem is { } problem)
        {
            return await ShowRefusedAsync(gateway, id, item, Refusal.Of(Edit, form, problem, "measure", "lead", "coOrdinators", "dueOn", "targetPoints", "reason"));
        }

        var back = ItemFilter.Back(form["ve"]);
        return TypedResults.LocalRedirect(form["trong"] == "bang" ? $"{Address(id)}{back}#nd-{item:N}" : Address(id, item) + (back.Length == 0 ? "" : $"?ve={Uri.EscapeDataString(back)}"));
    }

    private static async Task<IResult> ProposeAsync(Guid id, Guid item, IFormCollection form, GatewayClient gateway)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var dueOn = Day(form, errors);
        if (Text(form, "measure") is null)
        {
            errors["f-measure"] = T.MeasureMissing;
        }

        if (errors.Count > 0)
        {
            return await ShowRefusedAsync(gateway, id, item, Refusal.Of(Propose, form, errors));
        }

        var outcome = await gateway.SendAsync<Done>(
            HttpMethod.Put, $"{Api}/{id}/items/{item}/measure", new { revision = Revision(form), measure = Text(form, "measure"), coOrdinators = Lines(form), dueOn });
        return outcome.Problem is { } problem
            ? await ShowRefusedAsync(gateway, id, item, Refusal.Of(Propose, form, problem, "measure", "coOrdinators", "dueOn"))
            : TypedResults.LocalRedirect($"{MyPlace}#nd-{item:N}");
    }

    private static async Task<IResult> ReportAsync(Guid id, Guid item, IFormCollection form, GatewayClient gateway)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var (percent, expected) = (Number(form, "percent", errors), Number(form, "expectedPoints", errors));
        ItemState? state = form["state"].ToString() is { Length: > 0 } chosen && Enum.TryParse<ItemState>(chosen, ignoreCase: true, out var read) ? read : null;
        if (percent is { } typed && (typed != decimal.Truncate(typed) || typed is < 0 or > 100))
        {
            errors["f-percent"] = T.PercentWrong;
        }

        if (state is null && percent is null)
        {
            errors.TryAdd("f-state", T.StateMissing);
        }

        if (Text(form, "text") is null)
        {
            errors["f-text"] = T.ReportMissing;
        }

        if (errors.Count > 0)
        {
            return await ShowRefusedAsync(gateway, id, item, Refusal.Of(Report, form, errors));
        }

        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/items/{item}/reports", new
        {
            revision = Revision(form), state, percent = (int?)percent, expectedPoints = expected, text = Text(form, "text"), evidence = Text(form, "evidence"),
        });
        return outcome.Problem is { } problem
            ? await ShowRefusedAsync(gateway, id, item, Refusal.Of(Report, form, problem, "state", "percent", "expectedPoints", "text", "evidence"))
            : TypedResults.LocalRedirect(Address(id, item));
    }

    private static async Task<IResult> JudgeAsync(GatewayClient gateway, Guid id, Guid item, IFormCollection form, string deed)
    {
        if (deed == "return" && Text(form, "reason") is null)
        {
            return await ShowRefusedAsync(gateway, id, item, Refusal.Of(Judge, form, new Dictionary<string, string>(StringComparer.Ordinal) { ["f-return"] = T.ReturnReasonMissing }));
        }

        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/items/{item}/{deed}", new { note = Text(form, "note"), reason = Text(form, "reason") });
        return outcome.Problem is { } problem
            ? await ShowRefusedAsync(gateway, id, item, Refusal.Of(Judge, form, problem))
            : TypedResults.LocalRedirect(Address(id, item));
    }

    /// <summary>A unit of the plan or of the register whose name or code was typed, else an office known by its name alone; nothing where nothing was typed.</summary>
    private static async Task<(object? Lead, Problem? Away)> LeadAsync(string typed, Guid planId, GatewayClient gateway)
    {
        var name = typed.Trim().Normalize();
        if (name.Length == 0)
        {
            return (null, null);
        }

        var plan = await PlanAsync(gateway, planId);
        if (plan.Units.FirstOrDefault(unit => Is(unit.Name) || Is(unit.Code)) is { } planned)
        {
            return (new { code = planned.Code, name = planned.Name }, null);
        }

        var found = await gateway.TryFindAsync<PageOf<UnitItem>>($"{UnitRegister.Api}?pageSize=100&search={Uri.EscapeDataString(name)}");
        var known = found.Value?.Items.Where(unit => Is(unit.Name) || Is(unit.Code)).OrderBy(unit => unit.ValidTo is not null).FirstOrDefault();
        return (known is null ? new { unitId = (Guid?)null, code = (string?)null, name } : new { unitId = (Guid?)known.Id, code = (string?)known.Code, name = known.Name }, found.Problem);

        bool Is(string other) => string.Equals(other, name, StringComparison.OrdinalIgnoreCase);
    }

    private static string? Text(IFormCollection form, string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static int? Revision(IFormCollection form) => int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static string[] Lines(IFormCollection form) => form["coOrdinators"].ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static DateOnly? Day(IFormCollection form, Dictionary<string, string> errors)
    {
        var typed = form["dueOn"].ToString();
        if (DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        if (typed.Length > 0)
        {
            errors["f-dueOn"] = T.DueWrong;
        }

        return null;
    }

    private static decimal? Number(IFormCollection form, string field, Dictionary<string, string> errors)
    {
        var typed = form[field].ToString().Replace('−', '-').Trim();
        if (typed.Length == 0)
        {
            return null;
        }

        if (Formats.TryParse(typed, out var number))
        {
            return number;
        }

        errors[$"f-{field}"] = LeafForm.NumberError(typed);
        return null;
    }

    private sealed record CreatedPlan(Guid Id);
}
