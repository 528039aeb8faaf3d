using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace CCHC.ServiceDefaults.Authentication;

/// <summary>The person or client behind the request, as its access token says; handlers take it as a parameter.</summary>
public sealed class CurrentUser(IHttpContextAccessor accessor)
{
    private ClaimsPrincipal Principal => accessor.HttpContext?.User ?? new ClaimsPrincipal();

    /// <summary>Throws where no token was given: such a route must not ask who is calling.</summary>
    public Guid Id => Guid.Parse(Principal.FindFirstValue(TokenClaims.Subject)
        ?? throw new InvalidOperationException("The request carries no access token."));

    public string UserName => Principal.FindFirstValue(TokenClaims.UserName) ?? "";

    public string DisplayName => Principal.FindFirstValue(TokenClaims.DisplayName) ?? UserName;

    /// <summary>The sign-in that the token goes back to; null for clients.</summary>
    public Guid? SessionId => Guid.TryParse(Principal.FindFirstValue(TokenClaims.Session), out var id) ? id : null;

    public bool IsInRole(string role) => Principal.HasClaim(TokenClaims.Role, role);

    /// <summary>Whether one of the roles reaches what this unit owns; null stands for the province as a whole.</summary>
    public bool Covers(Guid? owner, params ReadOnlySpan<string> roles) => Areas(roles) is not { } areas || (owner is { } unit && areas.Contains(unit));

    /// <summary>The units whose property the roles reach: null for everything, empty for nothing.</summary>
    public IReadOnlyList<Guid>? Areas(params ReadOnlySpan<string> roles)
    {
        var areas = new List<Guid>();
        foreach (var area in Principal.FindAll(TokenClaims.Area).Select(claim => claim.Value.Split('@')))
        {
            if (area.Length != 2 || !roles.Contains(area[0]))
            {
                continue;
            }

            if (area[1] == "*")
            {
                return null;
            }

            areas.Add(Guid.Parse(area[1]));
        }

        return areas;
    }

    /// <summary>Units for which the person holds any of the roles; empty for roles that are not held for a unit.</summary>
    public IReadOnlyList<Guid> UnitIds(params ReadOnlySpan<string> roles)
    {
        var units = new List<Guid>();
        foreach (var grant in Principal.FindAll(TokenClaims.Grant).Select(claim => claim.Value.Split('@')))
        {
            if (grant.Length == 2 && roles.Contains(grant[0]))
            {
                units.Add(Guid.Parse(grant[1]));
            }
        }

        return units;
    }
}
