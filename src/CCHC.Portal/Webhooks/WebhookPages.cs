using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Units;
using T = CCHC.Portal.Webhooks.WebhooksTexts;

namespace CCHC.Portal.Webhooks;

/// <summary>Systems outside that are told what became public: who they are, what they were told, and sending it again.</summary>
internal static class WebhookPages
{
    internal const string Place = "/quan-tri/webhook", Published = "ranking.published", Corrected = "ranking.corrected";
    private const string Api = "/api/ranking/webhooks";
    private const int PageSize = 50;

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Place);
        pages.MapGet("", (GatewayClient gateway) => ListAsync(gateway, NewForm()));
        pages.MapPost("", RegisterAsync);
        var webhook = pages.MapGroup("{id:guid}");
        webhook.MapGet("", (Guid id, string? tt, int? trang, string? xong, GatewayClient gateway) => ShowAsync(gateway, id, tt, trang, xong));
        webhook.MapPost("sua", ChangeAsync);
        webhook.MapPost("khoa", RotateAsync);
        webhook.MapPost("tam-dung", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Post, "/pause"));
        webhook.MapPost("chay-lai", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Delete, "/pause"));
        webhook.MapPost("thu", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Post, "/pings", done: "thu"));
        webhook.MapPost("gui-lai", ReplayAsync);
        webhook.MapPost("{delivery:guid}/gui-lai", (Guid id, Guid delivery, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, id, HttpMethod.Post, $"/deliveries/{delivery}/replay", done: "1"));
        webhook.MapPost("xoa", DeleteAsync);
        webhook.MapGet("{**deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
    }

    internal static string Address(Guid id, string? query = null) => $"{Place}/{id}{query}";

    private static UnitForm NewForm(Webhook? webhook = null)
    {
        var form = new UnitForm(
            new UnitField("name", T.Name, Hint: T.NameHint, Required: true), new UnitField("address", T.Address, Hint: T.AddressHint, Required: true),
            new UnitField("published", T.EventPublished, FieldKind.Tick), new UnitField("corrected", T.EventCorrected, FieldKind.Tick));
        (form["name"], form["address"]) = (webhook?.Name ?? "", webhook?.Address ?? "");
        (form["published"], form["corrected"]) = (Ticked(Published), Ticked(Corrected));
        return form;

        string Ticked(string name) => webhook is null || webhook.Events.Contains(name, StringComparer.Ordinal) ? "true" : "";
    }

    private static object Body(UnitForm form) => new { name = form["name"], address = form["address"], events = new[] { (Published, "published"), (Corrected, "corrected") }.Where(x => form[x.Item2] == "true").Select(x => x.Item1) };

    private static async Task<IResult> ListAsync(GatewayClient gateway, UnitForm form) =>
        Pages.Show<WebhookListPage>(new { List = await gateway.GetAsync<WebhookList>(Api), Form = form }, form.IsWrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);

    private static async Task<IResult> RegisterAsync(IFormCollection sent, GatewayClient gateway)
    {
        var form = NewForm().Read(sent);
        if (!form.IsWrong)
        {
            var outcome = await gateway.SendAsync<NewSecret>(HttpMethod.Post, Api, Body(form));
            if (outcome.Value is { } created)
            {
                return Pages.Show<SecretPage>(new { Id = created.Id, Name = form["name"], New = created });
            }

            Take(form, outcome.Problem!);
        }

        return await ListAsync(gateway, form);
    }

    private static async Task<IResult> ChangeAsync(Guid id, IFormCollection sent, GatewayClient gateway)
    {
        var form = NewForm().Read(sent);
        if (!form.IsWrong)
        {
            var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}", Body(form));
            if (outcome.Problem is null)
            {
                return TypedResults.LocalRedirect(Address(id, "?xong=sua"));
            }

            Take(form, outcome.Problem);
        }

        return await ShowAsync(gateway, id, form: form);
    }

    private static void Take(UnitForm form, Problem problem)
    {
        form.Take(problem);
        foreach (var (_, text) in problem.ByField.Where(said => said.Field.Equals("events", StringComparison.OrdinalIgnoreCase)))
        {
            form.AddError("published", text);
        }
    }

    private static async Task<IResult> ShowAsync(
        GatewayClient gateway, Guid id, string? state = null, int? page = null, string? done = null, UnitForm? form = null, Problem? problem = null)
    {
        var wanted = state switch { "cho" => "waiting", "xong" => "delivered", "bo" => "givenUp", _ => null };
        var webhook = await gateway.GetAsync<Webhook>($"{Api}/{id}");
        var deliveries = await gateway.GetAsync<PageOf<Delivery>>(string.Create(
            CultureInfo.InvariantCulture, $"{Api}/{id}/deliveries?page={Math.Clamp(page ?? 1, 1, 100_000)}&pageSize={PageSize}{(wanted is null ? "" : $"&state={wanted}")}"));
        return Pages.Show<WebhookPage>(
            new { Webhook = webhook, Deliveries = deliveries, State = wanted is null ? null : state, Done = done, Form = form ?? NewForm(webhook), Problem = problem },
            problem?.Status ?? (form?.IsWrong == true ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK));
    }

    private static async Task<IResult> RotateAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var webhook = await gateway.GetAsync<Webhook>($"{Api}/{id}");
        var outcome = await gateway.SendAsync<NewSecret>(HttpMethod.Post, $"{Api}/{id}/secret", new { overlapHours = int.TryParse(form["hours"], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? hours : 24 });
        return outcome.Value is { } changed
            ? Pages.Show<SecretPage>(new { Id = id, Name = webhook.Name, New = changed })
            : await ShowAsync(gateway, id, problem: outcome.Problem);
    }

    /// <summary>From the beginning of a day in Việt Nam, which has had the same offset since 1975.</summary>
    private static async Task<IResult> ReplayAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        if (!DateOnly.TryParseExact(form["since"], ["yyyy-MM-dd", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return await ShowAsync(gateway, id, problem: new Problem { Status = StatusCodes.Status400BadRequest, Detail = T.SinceMissing });
        }

        var outcome = await gateway.SendAsync<Replayed>(HttpMethod.Post, $"{Api}/{id}/replays", new { since = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7)) });
        return outcome.Value is { } replayed
            ? TypedResults.LocalRedirect(Address(id, string.Create(CultureInfo.InvariantCulture, $"?xong={replayed.Deliveries}")))
            : await ShowAsync(gateway, id, problem: outcome.Problem);
    }

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid id, HttpMethod method, string path, string? done = null)
    {
        var outcome = await gateway.SendAsync<Done>(method, $"{Api}/{id}{path}");
        return outcome.Problem is { } problem ? await ShowAsync(gateway, id, problem: problem) : TypedResults.LocalRedirect(Address(id, done is null ? null : $"?xong={done}"));
    }

    private static async Task<IResult> DeleteAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{Api}/{id}");
        return outcome.Problem is { } problem ? await ShowAsync(gateway, id, problem: problem) : TypedResults.LocalRedirect(Place);
    }
}
