using System.Security.Cryptography;
using System.Text.Json;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.SignIn;

/// <summary>To an OpenID provider and back. The cookie tells that it is the same browser; without it somebody could be signed in as somebody else.</summary>
internal static class SingleSignOnPages
{
    private const string Path = "/dang-nhap/mot-lan";

    /// <summary>Lax: the provider sends the browser back here with it.</summary>
    private static readonly PathCookie Cookie = new("cchc.sso", TimeSpan.FromMinutes(15));

    private sealed record Begun(string State, Uri Address);

    private sealed record Kept(string State, string? ReturnUrl);

    public static string Address(Provider provider) => $"{Path}/{Uri.EscapeDataString(provider.Name)}";

    public static void MapSingleSignOn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path + "/ve", ReturnAsync).AllowAnonymous();
        app.MapPost(Path + "/{provider}", LeaveAsync).AllowAnonymous(); // a form: whom the provider still knows would be signed in by any link
    }

    private static async Task<IResult> LeaveAsync(string provider, [FromForm] string? returnUrl, GatewayClient gateway, IDataProtectionProvider protection, HttpContext context)
    {
        var outcome = await gateway.AsNobody().SendAsync<Begun>(HttpMethod.Post, $"/connect/single-sign-on/{Uri.EscapeDataString(provider)}");
        if (outcome.Value is not { } begun)
        {
            return SignInPages.Show(returnUrl, error: outcome.Problem!.Text, status: outcome.Problem.Status);
        }

        Cookie.Keep(context, Path, Protector(protection).Protect(JsonSerializer.Serialize(new Kept(begun.State, returnUrl))));

        // A redirect would belong to the sending of the form, which the content security policy lets lead to this site only.
        context.Response.Headers["Refresh"] = $"0; url={begun.Address.AbsoluteUri}";
        return Pages.Show<LeavingPage>(new { begun.Address });
    }

    private static async Task<IResult> ReturnAsync(
        string? state, string? code, string? iss, string? error, GatewayClient gateway, IDataProtectionProvider protection, TimeProvider clock, HttpContext context)
    {
        var kept = Read(Cookie.Read(context), protection);
        Cookie.Forget(context, Path);
        if (kept is null || kept.State != state)
        {
            return SignInPages.Show(kept?.ReturnUrl, error: SignInTexts.SingleSignOnStrange, status: StatusCodes.Status400BadRequest);
        }

        if (code is not { Length: > 0 })
        {
            return SignInPages.Show(kept.ReturnUrl, error: Formats.Text(SignInTexts.SingleSignOnCancelled, error ?? "?"), status: StatusCodes.Status401Unauthorized);
        }

        return await SecondStepPages.EnterAsync(
            new(StringComparer.Ordinal) { ["grant_type"] = "urn:cchc:grant-type:single-sign-on", ["state"] = state!, ["code"] = code, ["iss"] = iss ?? "" },
            kept.ReturnUrl, gateway, clock, context, refusal => SecondStepPages.AskAsync(gateway, refusal, kept.ReturnUrl));
    }

    private static Kept? Read(string? cookie, IDataProtectionProvider protection)
    {
        try
        {
            return cookie is null ? null : JsonSerializer.Deserialize<Kept>(Protector(protection).Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("CCHC.Portal.SingleSignOn");
}
