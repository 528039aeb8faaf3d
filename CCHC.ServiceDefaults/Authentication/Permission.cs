using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CCHC.ServiceDefaults.Authentication;

/// <summary>How far a permission reaches; what lies beyond is not found.</summary>
public enum Reach
{
    /// <summary>Everyone, also without a token; a secret in the request may be asked for.</summary>
    Anyone,

    /// <summary>The caller's own account.</summary>
    Self,

    /// <summary>What belongs to the units for which the caller holds the role.</summary>
    Unit,

    /// <summary>What belongs to the governments for which the caller holds the role.</summary>
    Government,

    /// <summary>Whatever the caller has a part in: by its unit, its government's office or by being appointed.</summary>
    Part,

    /// <summary>A register that the whole system shares.</summary>
    Register,
}

/// <summary>
/// Who may do one kind of thing. Signing in and the roles are asked before a use case runs. The rest is kept by its query (what is not reached is not
/// found) and its aggregate (a wrong phase is a conflict); it is declared here so that one table says all of it, and every route is tested against it.
/// </summary>
/// <param name="Allows">What it lets do, as a reader of the table says it.</param>
/// <param name="Roles">Any of them; none means every signed-in person.</param>
public sealed record Permission(string Allows, Reach Reach, params string[] Roles)
{
    /// <summary>Phases in which it can be used; empty for always.</summary>
    public IReadOnlyList<string> During { get; init; } = [];

    /// <summary>Only what was given to the caller as its field.</summary>
    public bool ByField { get; init; }

    /// <summary>A conflict of interest with a unit hides the unit, also from lists, counts and files.</summary>
    public bool BarsConflicts { get; init; }

    /// <summary>Whoever shows no token is told that there is nothing, not that it should sign in.</summary>
    public bool HiddenFromPublic { get; init; }
}

/// <summary>Every route names its permission; one that names none is closed to everybody.</summary>
public static class PermissionExtensions
{
    private const string Extension = "x-permission";

    /// <summary>Lets in whoever the permission lets in.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(permission);
        return permission.Reach == Reach.Anyone
            ? builder.AllowAnonymous()
            : builder.RequireAuthorization(policy => (permission.Roles.Length == 0 ? policy : policy.RequireRole(permission.Roles)).RequireAuthenticatedUser());
    }

    /// <summary>Whoever holds a role of the permission for one government only finds nothing: what is behind it knows no governments.</summary>
    internal static RouteGroupBuilder OfTheWholeSystem(this RouteGroupBuilder group, Permission permission) => group.AddEndpointFilter(async (context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<CurrentUser>().Areas(permission) is null ? await next(context) : TypedResults.NotFound());

    /// <summary>As <see cref="CurrentUser.Covers(Guid?, ReadOnlySpan{string})"/>, with the roles of the permission.</summary>
    public static bool Covers(this CurrentUser user, Guid? owner, Permission permission) => user.Covers(owner, OfOffices(permission));

    /// <summary>As <see cref="CurrentUser.Areas"/>, with the roles of the permission.</summary>
    public static IReadOnlyList<Guid>? Areas(this CurrentUser user, Permission permission) => user.Areas(OfOffices(permission));

    /// <summary>As <see cref="CurrentUser.UnitIds"/>, with the roles of the permission.</summary>
    public static IReadOnlyList<Guid> UnitIds(this CurrentUser user, Permission permission) => user.UnitIds(permission.Roles);

    // Whoever fills sheets of a department holds that role within the province's area too, and must not see all of it for that.
    private static string[] OfOffices(Permission permission) => permission.Reach is Reach.Government or Reach.Register
        ? permission.Roles
        : throw new ArgumentException($"'{permission.Allows}' does not reach whole governments.", nameof(permission));

    internal static void RefuseByDefault(this AuthorizationBuilder builder) => builder.SetFallbackPolicy(new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(asked => asked.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint) // there is no such path, or not with this method or media type
        .Build());

    /// <summary>The permission of every operation stands in the OpenAPI document, as <c>x-permission</c>.</summary>
    internal static void AddPermissionsToDocument(this OpenApiOptions options) => options.AddOperationTransformer((operation, context, _) =>
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Permission>().LastOrDefault() is { } permission)
        {
            (operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal))[Extension] = new JsonNodeExtension(new JsonObject
            {
                ["allows"] = permission.Allows,
                ["reach"] = permission.Reach.ToString(),
                ["roles"] = new JsonArray([.. permission.Roles.Select(role => JsonValue.Create(role))]),
                ["during"] = new JsonArray([.. permission.During.Select(phase => JsonValue.Create(phase))]),
                ["byField"] = permission.ByField,
                ["barsConflicts"] = permission.BarsConflicts,
                ["hiddenFromPublic"] = permission.HiddenFromPublic,
            });
        }

        return Task.CompletedTask;
    });
}
