using CCHC.ServiceDefaults.Authentication;
using CCHC.SingleSignOn;

namespace CCHC.Identity.SingleSignOn;

public static class SingleSignOnEndpoints
{
    public static void AddSingleSignOn(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient(OpenIdProvider.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3) });
        builder.Services.AddSingleton<Providers>();
        builder.Services.AddScoped<ClaimedAccounts>();
        builder.Services.AddScoped<SingleSignOnGrant>();
    }

    public static void MapSingleSignOn(this IEndpointRouteBuilder app)
    {
        app.ServiceProvider.GetRequiredService<Providers>(); // settings that cannot work are told at the start
        var group = app.MapGroup("/connect/single-sign-on").WithTags("SingleSignOn").Requires(Permissions.SignIn);
        group.MapGet("/", ListProviders.Handle).WithName(nameof(ListProviders));
        group.MapPost("/{provider}", BeginSingleSignOn.Handle).WithName(nameof(BeginSingleSignOn));
    }
}
