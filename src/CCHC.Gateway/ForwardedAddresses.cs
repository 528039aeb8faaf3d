using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace CCHC.Gateway;

public static class ForwardedAddresses
{
    /// <summary>
    /// Takes the caller's address from <c>X-Forwarded-For</c> when the request comes from this machine (a reverse proxy, or the portal acting for
    /// a browser) or from an address in <c>Gateway:Proxies</c>; anybody else could write there what they like.
    /// </summary>
    public static void AddForwardedAddresses(this WebApplicationBuilder builder) =>
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in configuration.GetSection("Gateway:Proxies").Get<string[]>() ?? [])
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
