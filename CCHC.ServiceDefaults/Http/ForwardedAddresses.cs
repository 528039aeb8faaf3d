using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.ServiceDefaults.Http;

public static class ForwardedAddresses
{
    /// <summary>
    /// Takes the caller's address from <c>X-Forwarded-For</c> when the request comes from this machine or from an address or network in the setting
    /// <paramref name="proxies"/>; anybody else could write there what they like.
    /// </summary>
    public static void AddForwardedAddresses(this WebApplicationBuilder builder, string proxies) =>
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in configuration.GetSection(proxies).Get<string[]>() ?? [])
            {
                if (System.Net.IPNetwork.TryParse(proxy, out var network))
                {
                    options.KnownIPNetworks.Add(network);
                }
                else
                {
                    options.KnownProxies.Add(IPAddress.Parse(proxy));
                }
            }
        });
}
