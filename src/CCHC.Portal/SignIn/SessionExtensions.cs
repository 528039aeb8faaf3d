using System.Security.Claims;
using CCHC.Portal.Layout;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;

namespace CCHC.Portal.SignIn;

public static class SessionExtensions
{
    /// <summary>Signs people in with a cookie that holds the opaque key of a session on the server.</summary>
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("CCHC.Portal")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM }); // keys made before go on as they are
        if (builder.Configuration["Portal:Keys"] is { Length: > 0 } keys)
        {
            protection.PersistKeysToFileSystem(Directory.CreateDirectory(keys));
        }

        builder.Services.AddMemoryCache();
        builder.Services.AddSingleton<ITicketStore, SessionStore>();
        builder.Services.AddScoped<CurrentUser>();
        builder.Services.AddScoped<TokenRefresh>();
        builder.Services.AddScoped<Providers>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<ITicketStore, IHttpContextAccessor>((options, sessions, accessor) =>
            {
                options.SessionStore = sessions;
                options.Cookie = new HostCookie(accessor, "cchc.session", SameSiteMode.Lax);
                options.ExpireTimeSpan = SessionStore.Idle;
                options.SlidingExpiration = true;
                options.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<TokenRefresh>().RunAsync(context);
                options.Events.OnRedirectToLogin = context => SignInPages.AskAsync(context.HttpContext);
                options.Events.OnRedirectToAccessDenied = context => FailurePages.ShowAsync(context.HttpContext, StatusCodes.Status404NotFound);
            });
        builder.Services.AddAntiforgery();
        builder.Services.AddOptions<AntiforgeryOptions>().Configure<IHttpContextAccessor>((options, accessor) =>
            options.Cookie = new HostCookie(accessor, "cchc.form", SameSiteMode.Strict));
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>
    /// Under a key of its own, and so a cookie nobody can have seen before: the handler that has read the cookie of this request would go on with the key in it.
    /// </summary>
    internal static async Task BeginSessionAsync(this HttpContext context, ClaimsPrincipal person, AuthenticationProperties properties)
    {
        var services = context.RequestServices;
        var scheme = await services.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var handler = services.GetRequiredService<CookieAuthenticationHandler>();
        await handler.InitializeAsync(scheme!, context);
        await handler.SignInAsync(person, properties);
    }
}
