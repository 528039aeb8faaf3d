using CCHC.Identity.SingleSignOn;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace CCHC.Identity.Tokens;

public static class TokenEndpoints
{
    public static void AddTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SigningKeys>();
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddScoped<IssueToken>();
        builder.Services.AddScoped<PersonGrants>();
        builder.Services.AddScoped<PersonTokens>();
        builder.Services.AddScoped<Areas>();
        builder.AddSingleSignOn();
        builder.Services.AddHostedService<TokenUpkeep>();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<SigningKeys, AccessTokens>((options, keys, tokens) => options.ConfigurationManager = new OwnKeys(keys, tokens));
    }

    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("").WithTags("Tokens").Requires(Permissions.SignIn);
        tokens.MapPost("/connect/token", IssueToken.Handle).WithName(nameof(IssueToken)).DisableAntiforgery();
        tokens.MapPost("/connect/revocation", RevokeToken.Handle).WithName(nameof(RevokeToken)).DisableAntiforgery();
        tokens.MapGet("/.well-known/openid-configuration", GetDiscovery.Handle).WithName(nameof(GetDiscovery));
        tokens.MapGet("/.well-known/jwks.json", GetKeys.Handle).WithName(nameof(GetKeys));
        app.MapSingleSignOn();
    }
}
