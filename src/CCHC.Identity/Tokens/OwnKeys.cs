using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CCHC.Identity.Tokens;

/// <summary>Lets this service validate tokens against its own keys without asking itself over HTTP.</summary>
internal sealed class OwnKeys(SigningKeys keys, AccessTokens tokens) : IConfigurationManager<OpenIdConnectConfiguration>
{
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = tokens.Issuer };
        foreach (var key in await keys.PublishedAsync(cancel))
        {
            configuration.SigningKeys.Add(key.SecurityKey);
        }

        return configuration;
    }

    public void RequestRefresh() => keys.Forget();
}
