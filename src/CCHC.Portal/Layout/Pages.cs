using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using CCHC.Portal.Assets;
using CCHC.Portal.Gateway;
using CCHC.ServiceDefaults.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.Layout;

/// <summary>A component as the answer to a request; its parameters are the properties of an anonymous object.</summary>
internal static class Pages
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        // Whatever the machine speaks; only a respondent's pages ask for another language.
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = Formats.Vietnamese;
        builder.Services.AddServiceClient("gateway");
        builder.Services.AddServiceStreamClient("gateway");
        builder.Services.AddScoped<GatewayClient>();
        builder.Services.AddScoped<GatewayStream>();
        builder.Services.AddScoped<AcrossUnits.LastYearReader>();
        builder.Services.AddSingleton<AssetFiles>();
        builder.Services.AddRazorComponents();
        builder.AddForwardedAddresses("Portal:Proxies"); // the gateway, behind which the browsers are
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);

        // Vietnamese as it is, instead of a character reference for every mark.
        builder.Services.AddWebEncoders(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    public static RazorComponentResult Show<TPage>(object parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>Whether htmx asks for a part of the page.</summary>
    public static bool IsPartial(HttpContext context) => context.Request.Headers.ContainsKey("HX-Request");
}
