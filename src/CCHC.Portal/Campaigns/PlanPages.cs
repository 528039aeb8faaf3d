using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Campaigns;

/// <summary>The plan: steps in their order, what is done and what is late.</summary>
internal static class PlanPages
{
    private const long MaxFile = 20 * 1024 * 1024;

    public static void Map(RouteGroupBuilder pages)
    {
        var plan = pages.MapGroup("{id:guid}/ke-hoach");
        plan.MapGet("", async (Guid id, GatewayClient gateway) => await ShowAsync(id, gateway));
        plan.MapPost("", (Guid id, IFormCollection form, GatewayClient gateway) =>
            DoAsync(id, HttpMethod.Put, "", new { number = Text(form, "number"), issuedOn = Text(form, "issuedOn") }, gateway, "so", form));
        plan.MapPost("mau", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(id, HttpMethod.Post, "/template", body: null, gateway, "mau", form));
        plan.MapPost("nhiem-vu", (Guid id, IFormCollection form, GatewayClient gateway) =>
            DoAsync(id, HttpMethod.Post, "/steps", StepOf(form), gateway, "them", form));
        plan.MapPost("nhiem-vu/{step:guid}", (Guid id, Guid step, IFormCollection form, GatewayClient gateway) =>
            DoAsync(id, HttpMethod.Put, $"/steps/{step}", StepOf(form), gateway, $"sua-{step}", form));
        plan.MapPost("nhiem-vu/{step:guid}/xoa", (Guid id, Guid step, IFormCollection form, GatewayClient gateway) =>
            DoAsync(id, HttpMethod.Delete, $"/steps/{step}", body: null, gateway, "xoa", form));
        plan.MapPost("nhiem-vu/{step:guid}/chuyen", (Guid id, Guid step, IFormCollection form, GatewayClient gateway) =>
            DoAsync(id, HttpMethod.Post, $"/steps/{step}/moves", new { to = form["to"].ToString() }, gateway, "chuyen", form, $"#nv-{step}"));
        plan.MapPost("nhiem-vu/{step:guid}/xong", (Guid id, Guid step, IFormCollection form, GatewayClient gateway) =>
            DoAsync(id, HttpMethod.Post, $"/steps/{step}/completion", new { doneOn = Text(form, "doneOn"), note = Text(form, "note") }, gateway, $"xong-{step}", form));
        plan.MapPost("nhiem-vu/{step:guid}/chua-xong", (Guid id, Guid step, IFormCollection form, GatewayClient gateway) =>
            DoAsync(id, HttpMethod.Delete, $"/steps/{step}/completion", body: null, gateway, "chua-xong", form));
        plan.MapPost("nhiem-vu/{step:guid}/tep", AttachAsync);
        plan.MapGet("nhiem-vu/{step:guid}/tep/{file:guid}", DownloadAsync);
        plan.MapPost("nhiem-vu/{step:guid}/tep/{file:guid}/go", (Guid id, Guid step, Guid file, IFormCollection form, GatewayClient gateway) =>
            DoAsync(id, HttpMethod.Delete, $"/steps/{step}/files/{file}", body: null, gateway, "go", form));
    }

    private static async Task<IResult> ShowAsync(Guid id, GatewayClient gateway, Problem? problem = null, string? deed = null, IFormCollection? form = null)
    {
        var campaign = gateway.GetAsync<Campaign>($"{CampaignPages.Api}/{id}");
        var plan = gateway.GetAsync<Plan>($"{CampaignPages.Api}/{id}/plan");
        return Pages.Show<PlanPage>(
            new { Campaign = await campaign, Plan = await plan, Problem = problem, Deed = deed, Typed = form is null ? null : CampaignPages.Typed(form) },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> DoAsync(
        Guid id, HttpMethod method, string path, object? body, GatewayClient gateway, string deed, IFormCollection form, string anchor = "")
    {
        var outcome = await gateway.SendAsync<Done>(method, $"{CampaignPages.Api}/{id}/plan{path}", body);
        return outcome.Problem is { } problem ? await ShowAsync(id, gateway, problem, deed, form) : TypedResults.LocalRedirect($"/ky-danh-gia/{id}/ke-hoach{anchor}");
    }

    private static object StepOf(IFormCollection form) => new
    {
        name = Text(form, "name") ?? "",
        leadUnitId = Text(form, "leadUnitId"),
        leadName = Text(form, "leadName"),
        coordinators = Text(form, "coordinators"),
        dueOn = Text(form, "dueOn"),
        dueText = Text(form, "dueText"),
        product = Text(form, "product"),
    };

    private static async Task<IResult> AttachAsync(Guid id, Guid step, IFormCollection form, GatewayClient gateway)
    {
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return await ShowAsync(id, gateway, new Problem { Status = StatusCodes.Status400BadRequest, Detail = CampaignsTexts.FileMissing });
        }

        if (file.Length > MaxFile)
        {
            return await ShowAsync(id, gateway, new Problem { Status = StatusCodes.Status400BadRequest, Detail = CampaignsTexts.FileHelp });
        }

        await using var stream = file.OpenReadStream();
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new("application/octet-stream");
        return await DoAsync(id, HttpMethod.Post, $"/steps/{step}/files?name={Uri.EscapeDataString(file.FileName)}", content, gateway, "tep", form);
    }

    private static async Task<IResult> DownloadAsync(Guid id, Guid step, Guid file, GatewayClient gateway, HttpContext context)
    {
        var response = await gateway.DownloadAsync($"{CampaignPages.Api}/{id}/plan/steps/{step}/files/{file}", "*/*");
        context.Response.RegisterForDispose(response);
        var name = response.Content.Headers.ContentDisposition is { } disposition ? disposition.FileNameStar ?? disposition.FileName?.Trim('"') : null;
        return TypedResults.Stream(await response.Content.ReadAsStreamAsync(context.RequestAborted), "application/octet-stream", name ?? $"{file:N}");
    }

    private static string? Text(IFormCollection form, string field) => string.IsNullOrWhiteSpace(form[field]) ? null : form[field].ToString().Trim();
}
