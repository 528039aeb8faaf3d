using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Webhooks;

public static class WebhookEndpoints
{
    private static readonly string[] Makers = [Roles.HomeAffairs, Roles.SystemAdmin];
    private static readonly string[] Readers = [.. Makers, Roles.Auditor];

    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EgressGuard>();
        builder.Services.AddSingleton<WebhookKey>();
        builder.Services.AddSingleton<WebhookClient>();
        builder.Services.AddHostedService<WebhookSender>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        const string Webhooks = "/api/ranking/webhooks", Tag = "Webhook";
        var readers = app.MapGroup(Webhooks).RequireRole(Readers).AddEndpointFilter((context, next) => OfTheWholeSystem(Readers, context, next)).WithTags(Tag);
        readers.MapGet("", ListWebhooks.Handle);
        readers.MapGet("{id:guid}", GetWebhook.Handle);
        readers.MapGet("{id:guid}/deliveries", ListDeliveries.Handle);

        var makers = app.MapGroup(Webhooks).RequireRole(Makers).AddEndpointFilter((context, next) => OfTheWholeSystem(Makers, context, next)).WithTags(Tag);
        makers.MapPost("", RegisterWebhook.Handle);
        makers.MapPut("{id:guid}", ChangeWebhook.Handle);
        makers.MapDelete("{id:guid}", DeleteWebhook.Handle);
        makers.MapPost("{id:guid}/pause", PauseWebhook.Pause);
        makers.MapDelete("{id:guid}/pause", PauseWebhook.Resume);
        makers.MapPost("{id:guid}/secret", RotateSecret.Handle);
        makers.MapPost("{id:guid}/pings", PingWebhook.Handle);
        makers.MapPost("{id:guid}/replays", ReplayDeliveries.Since);
        makers.MapPost("{id:guid}/deliveries/{deliveryId:guid}/replay", ReplayDeliveries.One);
    }

    /// <summary>Webhooks send from the province's own network, whoever's result it is: not for those whose office reaches a district alone.</summary>
    private static ValueTask<object?> OfTheWholeSystem(string[] roles, EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<CurrentUser>().Areas(roles) is null ? next(context) : ValueTask.FromResult<object?>(TypedResults.Forbid());
}
