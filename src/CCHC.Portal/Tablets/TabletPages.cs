using System.Collections;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CCHC.Contracts.Identity;
using CCHC.Portal.Assets;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.Tablets;

/// <summary>An installable page for enumerators that works a day without a line; what it keeps, the browser seals, see <c>Assets/tablet.mjs</c>.</summary>
public static class TabletPages
{
    private const string Api = "/api/survey/field/lists";
    private const string Page = "/dieu-tra/may-tinh-bang";
    private const int LargestPortion = 8 * 1024 * 1024;

    /// <summary>Everything that the page needs without a line; icon and styles of the portal included.</summary>
    private static readonly string[] Files =
    [
        "tablet.js", "tablet-screens.js", "tablet-interview.js", "tablet-queue.js", "tablet-vault.js", "tablet-store.js", "tabler.css", "portal.css", "tablet.css", "tablet-icon.svg", "favicon.svg",
    ];

    private sealed record SessionAnswer(Guid Account, string Name, string Token);

    public static void MapTablets(this IEndpointRouteBuilder app)
    {
        app.MapGet(Page, (AssetFiles assets) => Pages.Show<TabletShell>(new { Address = Page, Modules = Modules(assets), Words }))
            .RequireAuthorization(policy => policy.RequireClaim(TokenClaims.Role, Roles.Enumerator));

        // Browsers ask for these two without the session.
        app.MapGet($"{Page}/ung-dung.webmanifest", Manifest).AllowAnonymous();
        app.MapGet($"{Page}/ngoai-tuyen.js", Worker).AllowAnonymous();

        var calls = app.MapGroup(Page).AllowAnonymous().AddEndpointFilter(AnswerScripts);
        calls.MapGet("phien", Session);
        calls.MapGet("danh-sach", async (GatewayClient gateway) => TypedResults.Json(await gateway.GetAsync<JsonNode>(Api)));
        calls.MapGet("{survey:guid}/danh-sach", async (Guid survey, GatewayClient gateway) => TypedResults.Json(await gateway.GetAsync<JsonNode>($"{Api}/{survey}")));
        calls.MapPost("{survey:guid}/dong-bo", SynchroniseAsync).WithMetadata(new RequestSizeLimitAttribute(LargestPortion));
    }

    internal static IReadOnlyDictionary<string, string> Words { get; } = TabletsTexts.ResourceManager
        .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!.Cast<DictionaryEntry>()
        .OrderBy(text => (string)text.Key, StringComparer.Ordinal).ToDictionary(text => (string)text.Key, text => (string)text.Value!, StringComparer.Ordinal);

    private static Dictionary<string, string> Modules(AssetFiles assets) =>
        Files.Where(name => name.StartsWith("tablet-", StringComparison.Ordinal) && name.EndsWith(".js", StringComparison.Ordinal))
            .ToDictionary(name => name["tablet-".Length..^".js".Length], assets.Url, StringComparer.Ordinal);

    private static JsonHttpResult<JsonObject> Manifest(AssetFiles assets)
    {
        var icon = assets.Url("tablet-icon.svg");
        return TypedResults.Json(
            new JsonObject
            {
                ["id"] = Page,
                ["name"] = TabletsTexts.Title,
                ["short_name"] = TabletsTexts.ShortName,
                ["description"] = TabletsTexts.Description,
                ["lang"] = "vi",
                ["start_url"] = Page,
                ["scope"] = Page,
                ["display"] = "standalone",
                ["theme_color"] = "#14306e",
                ["background_color"] = "#f5f6f8",
                ["icons"] = new JsonArray(Icon("any"), Icon("maskable")),
            },
            contentType: "application/manifest+json");

        JsonObject Icon(string purpose) => new() { ["src"] = icon, ["sizes"] = "any", ["type"] = "image/svg+xml", ["purpose"] = purpose };
    }

    /// <summary>Another version whenever a file, a text or the page itself is another, at which browsers bring all of it anew.</summary>
    private static ContentHttpResult Worker(AssetFiles assets, HttpContext context)
    {
        string[] files = [Page, .. Files.Select(assets.Url)];
        var seed = $"{typeof(TabletPages).Module.ModuleVersionId}|{string.Join('|', files)}|{assets.Text("tablet-worker.js")}|{JsonSerializer.Serialize(Words)}";
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..12];
        context.Response.Headers["Service-Worker-Allowed"] = Page;
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Text($"self.tablet = {JsonSerializer.Serialize(new { version, page = Page, files })};\n{assets.Text("tablet-worker.js")}", "text/javascript", Encoding.UTF8);
    }

    /// <summary>Who is signed in, and a token for the next calls: that of a page that was opened yesterday belongs to a session that has ended.</summary>
    private static JsonHttpResult<SessionAnswer> Session(HttpContext context, CurrentUser user, IAntiforgery antiforgery) =>
        TypedResults.Json(new SessionAnswer(user.Id, user.DisplayName, antiforgery.GetAndStoreTokens(context).RequestToken!));

    private static async Task<IResult> SynchroniseAsync(Guid survey, HttpContext context, GatewayClient gateway, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.Problem(TabletsTexts.TokenTooOld, statusCode: StatusCodes.Status400BadRequest, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "form.token" });
        }

        using var interviews = new StreamContent(context.Request.Body);
        interviews.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        interviews.Headers.ContentLength = context.Request.ContentLength;
        var outcome = await gateway.SendAsync<JsonNode>(HttpMethod.Post, $"{Api}/{survey}/interviews", interviews);
        return outcome.Problem is { } problem ? Refuse(problem) : TypedResults.Json(outcome.Value);
    }

    /// <summary>A script is told what is wrong, never sent to a page: 401 for whoever has to sign in, 404 for whoever has nothing to do here.</summary>
    private static async ValueTask<object?> AnswerScripts(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (context.User.Identity?.IsAuthenticated != true)
        {
            return Refuse(new Problem { Status = StatusCodes.Status401Unauthorized });
        }

        if (!context.User.HasClaim(TokenClaims.Role, Roles.Enumerator))
        {
            return Refuse(new Problem { Status = StatusCodes.Status404NotFound, Detail = LayoutTexts.NotFoundText });
        }

        try
        {
            return await next(invocation);
        }
        catch (GatewayException exception)
        {
            if (exception.Problem.Status == StatusCodes.Status401Unauthorized)
            {
                await context.SignOutAsync();
            }

            return Refuse(exception.Problem);
        }
    }

    private static ProblemHttpResult Refuse(Problem problem) => TypedResults.Problem(
        string.Join(' ', problem.Lines.Prepend(problem.Message).Take(4)), statusCode: problem.Status, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = problem.Code });
}
