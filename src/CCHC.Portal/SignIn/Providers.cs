using CCHC.Portal.Gateway;
using Microsoft.Extensions.Caching.Memory;

namespace CCHC.Portal.SignIn;

public sealed record Provider(string Name, string Title);

public sealed record ProviderList(IReadOnlyList<Provider> Items);

/// <summary>Where people may sign in instead of here.</summary>
public sealed class Providers(GatewayClient gateway, IMemoryCache cache)
{
    // Settings change with a restart of Identity; the form must not ask for them every time on the last evening.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>None while Identity is away: the form for a password is there all the same.</summary>
    public async Task<IReadOnlyList<Provider>> ListAsync()
    {
        if (cache.TryGetValue(typeof(Providers), out IReadOnlyList<Provider>? known))
        {
            return known!;
        }

        return (await gateway.AsNobody().TryFindAsync<ProviderList>("/connect/single-sign-on")).Value is { } list
            ? cache.Set(typeof(Providers), list.Items, Kept)
            : [];
    }
}
