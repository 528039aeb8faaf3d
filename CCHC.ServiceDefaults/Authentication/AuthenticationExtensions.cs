using CCHC.ServiceDefaults.Http;
using CCHC.ServiceDefaults.Security;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.ServiceDefaults.Authentication;

public static class AuthenticationExtensions
{
    /// <summary>
    /// Validates access tokens against the keys that the service named <c>identity</c> publishes. Every route says with
    /// <see cref="PermissionExtensions.Requires"/> whom it lets in.
    /// </summary>
    public static void AddBearerAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<CurrentUser>();
        builder.Services.AddServiceClient("identity");
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IHttpClientFactory>((options, clients) =>
            {
                options.MapInboundClaims = false;
                options.RequireHttpsMetadata = false;
                options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                    "http://identity/.well-known/openid-configuration",
                    new OpenIdConnectConfigurationRetriever(),
                    new HttpDocumentRetriever(clients.CreateClient("identity")) { RequireHttps = false })
                {
                    // A token signed with a key that was added a moment ago is refused until the next look; rotation announces keys a day ahead.
                    RefreshInterval = TimeSpan.FromSeconds(10),
                };
                options.Events = new JwtBearerEvents { OnChallenge = ChallengeAsync };
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidAudience = TokenClaims.Audience,
                    NameClaimType = TokenClaims.UserName,
                    RoleClaimType = TokenClaims.Role,
                    ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                    ValidTypes = [TokenClaims.AccessTokenType],
                    ClockSkew = TimeSpan.FromSeconds(30),
                };
            });
        builder.Services.AddAuthorizationBuilder().RefuseByDefault();
    }

    private static Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is { } failure)
        {
            RefusedAccess.TellOfToken(context.HttpContext, failure);
        }
        else if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Permission>()?.HiddenFromPublic == true)
        {
            context.HandleResponse();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Task.CompletedTask;
    }
}
