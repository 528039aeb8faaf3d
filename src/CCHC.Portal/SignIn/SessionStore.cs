using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;

namespace CCHC.Portal.SignIn;

/// <summary>Sessions with their tokens, in the portal's memory; the browser's cookie holds the key alone. A restart signs people out.</summary>
public sealed class SessionStore(IMemoryCache cache) : ITicketStore
{
    public static readonly TimeSpan Idle = TimeSpan.FromHours(2);

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        Keep(key, ticket);
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        Keep(key, ticket);
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(cache.Get<AuthenticationTicket>(Name(key))?.Clone());

    public Task RemoveAsync(string key)
    {
        cache.Remove(Name(key));
        return Task.CompletedTask;
    }

    private static string Name(string key) => $"session:{key}";

    // Requests of one session run side by side, and a renewal changes the ticket in place: each gets its own.
    private void Keep(string key, AuthenticationTicket ticket) => cache.Set(Name(key), ticket.Clone(), Idle);
}
