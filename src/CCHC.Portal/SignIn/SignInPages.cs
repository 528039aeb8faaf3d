using CCHC.Portal.Accounts;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.MyAccount;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.SignIn;

public static class SignInPages
{
    private const string Path = "/dang-nhap";
    private const string Home = "/bang-viec";

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, IResult (string? returnUrl, string? xong, HttpContext context) => context.User.Identity?.IsAuthenticated == true
            ? TypedResults.LocalRedirect(Local(returnUrl))
            : Show(returnUrl, notice: xong == "mat-khau" ? SignInTexts.PasswordChanged : null)).AllowAnonymous();
        app.MapPost(Path, SignInAsync).AllowAnonymous();
        app.MapSingleSignOn();
        app.MapSecondStep();
        app.MapInvitations();
        app.MapMyAccount();
        app.MapAccounts();
        app.MapPost("/dang-xuat", async (HttpContext context, GatewayClient gateway, [FromForm] string? from) =>
        {
            await EndAsync(context, gateway);
            return TypedResults.LocalRedirect("/");
        }).AllowAnonymous();
    }

    /// <summary>Sends whoever is not signed in to the form and back; the address is relative, for the portal stands behind the gateway.</summary>
    internal static Task AskAsync(HttpContext context)
    {
        var request = context.Request;
        var wanted = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : Home;
        if (request.Headers.ContainsKey("HX-Request"))
        {
            // Back to the page, which then sends what could not be sent now.
            var page = Uri.TryCreate(request.Headers["HX-Current-URL"], UriKind.Absolute, out var current) ? current.PathAndQuery : Home;
            context.Response.Headers["HX-Redirect"] = Path + QueryString.Create("returnUrl", Local(page)).ToUriComponent();
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            context.Response.Redirect(Path + QueryString.Create("returnUrl", wanted).ToUriComponent());
        }

        return Task.CompletedTask;
    }

    /// <summary>Only paths of this site are gone back to.</summary>
    internal static string Local(string? returnUrl) =>
        returnUrl is ['/', .. var rest] && !rest.StartsWith('/') && !rest.StartsWith('\\') && !rest.Any(char.IsControl) ? returnUrl : Home;

    private static async Task<IResult> SignInAsync(
        [FromForm] string? userName, [FromForm] string? password, [FromForm] string? returnUrl, GatewayClient gateway, TimeProvider clock, HttpContext context)
    {
        if (string.IsNullOrWhiteSpace(userName) || string.IsNullOrEmpty(password))
        {
            return Show(returnUrl, userName ?? "", SignInTexts.Incomplete, StatusCodes.Status400BadRequest);
        }

        try
        {
            var (answer, refusal) = await gateway.AskForTokenAsync(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "password",
                ["username"] = userName.Trim(),
                ["password"] = password,
            });
            if (answer is not null)
            {
                return await OpenAsync(context, answer, returnUrl, gateway, clock);
            }

            return await SecondStepPages.AskAsync(gateway, refusal!, returnUrl)
                ?? Show(returnUrl, userName, refusal!.ErrorDescription ?? SignInTexts.Refused, StatusCodes.Status401Unauthorized);
        }
        catch (GatewayException exception)
        {
            return Show(returnUrl, userName, exception.Problem.Message, StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>The session begins; one that this browser came with has ended, whosever it was.</summary>
    internal static async Task<IResult> OpenAsync(HttpContext context, TokenAnswer answer, string? returnUrl, GatewayClient gateway, TimeProvider clock)
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            await EndAsync(context, gateway);
        }

        var properties = new AuthenticationProperties { IsPersistent = false };
        Tokens.Store(properties, answer, clock.GetUtcNow());
        await context.BeginSessionAsync(Tokens.Principal(answer), properties);
        return TypedResults.LocalRedirect(Local(returnUrl));
    }

    private static async Task EndAsync(HttpContext context, GatewayClient gateway)
    {
        if (await context.GetTokenAsync("refresh_token") is { Length: > 0 } token)
        {
            await gateway.RevokeAsync(token);
        }

        await context.SignOutAsync();
    }

    internal static RazorComponentResult Show(
        string? returnUrl, string? userName = null, string? error = null, int status = StatusCodes.Status200OK, string? notice = null) =>
        Pages.Show<SignInPage>(new { ReturnUrl = returnUrl, UserName = userName, Error = error, Notice = notice }, status);
}
