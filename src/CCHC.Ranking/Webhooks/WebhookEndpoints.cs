using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Webhooks;

public static class WebhookEndpoints
{
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
        var readers = app.MapGroup(Webhooks).Requires(Permissions.ReadWebhooks).AddEndpointFilter((context, next) => OfTheWholeSystem(Permissions.ReadWebhooks, context, next)).WithTags(Tag);
        readers.MapGet("", ListWebhooks.Handle);
        readers.MapGet("{id:guid}", GetWebhook.Handle);
        readers.MapGet("{id:guid}/deliveries", ListDeliveries.Handle);

        var makers = app.MapGroup(Webhooks).Requires(Permissions.KeepWebhooks).AddEndpointFilter((context, next) => OfTheWholeSystem(Permissions.KeepWebhooks, context, next)).WithTags(Tag);
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
    private static ValueTask<object?> OfTheWholeSystem(Permission permission, EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<CurrentUser>().Areas(permission) is null ? next(context) : ValueTask.FromResult<object?>(TypedResults.Forbid());
}
