using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.MyAccount;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.SignIn;

/// <summary>What comes after the password, or in its place: a code of a phone, or a passkey.</summary>
internal static class SecondStepPages
{
    private const string NewPhonePlace = "/tai-khoan?xong=buoc-hai";

    public static void MapSecondStep(this IEndpointRouteBuilder app)
    {
        app.MapGet("/dang-nhap/{**step}", () => TypedResults.LocalRedirect("/dang-nhap")).AllowAnonymous(); // a refused form, reloaded
        app.MapPost("/dang-nhap/buoc-hai", CodeAsync).AllowAnonymous();
        app.MapPost("/dang-nhap/khoa/thu-thach", ChallengeAsync).AllowAnonymous();
        app.MapPost("/dang-nhap/khoa", PasskeyAsync).AllowAnonymous();
    }

    /// <summary>The page for the code, or, where a phone has to be set up first, for that; null when nothing further is asked for.</summary>
    public static async Task<IResult?> AskAsync(GatewayClient gateway, TokenRefusal refusal, string? returnUrl)
    {
        switch (refusal)
        {
            case { Error: "second_factor_required", SecondFactorToken: { } token }:
                return Show(token, returnUrl);
            case { Error: "second_factor_enrolment_required", SecondFactorToken: { } token }:
                var begun = await gateway.SendAsync<PhoneSecret>(HttpMethod.Post, "/connect/second-factor-enrolment", new { secondFactorToken = token });
                return begun.Value is { } secret ? Show(token, returnUrl, secret) : SignInPages.Show(returnUrl, error: begun.Problem!.Message, status: begun.Problem.Status);
            default:
                return null;
        }
    }

    private static async Task<IResult> CodeAsync(
        [FromForm] string? token, [FromForm] string? code, [FromForm] string? secret, [FromForm] string? address, [FromForm] string? returnUrl,
        GatewayClient gateway, TimeProvider clock, HttpContext context)
    {
        var phone = secret is { Length: > 0 } && address is { Length: > 0 } ? new PhoneSecret(secret, address) : null;
        if (string.IsNullOrWhiteSpace(code))
        {
            return Show(token ?? "", returnUrl, phone, SignInTexts.CodeMissing);
        }

        return await EnterAsync(
            new(StringComparer.Ordinal) { ["grant_type"] = "urn:cchc:grant-type:second-factor", ["second_factor_token"] = token ?? "", ["code"] = code.Trim() },
            phone is null ? returnUrl : NewPhonePlace, gateway, clock, context,
            refusal => Task.FromResult<IResult?>(refusal.Error == "invalid_code" ? Show(token ?? "", returnUrl, phone, refusal.ErrorDescription) : null));
    }

    /// <summary>For the script, which hands it to the device.</summary>
    private static async Task<IResult> ChallengeAsync(IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.AsNobody().SendAsync<PasskeyChallenge>(HttpMethod.Post, "/connect/passkey-challenges");
        return outcome.Value is { } challenge ? TypedResults.Json(challenge) : TypedResults.Json(new { message = outcome.Problem!.Message }, statusCode: outcome.Problem.Status);
    }

    private static Task<IResult> PasskeyAsync(
        [FromForm] string? challenge, [FromForm] string? credential, [FromForm] string? returnUrl, GatewayClient gateway, TimeProvider clock, HttpContext context) =>
        EnterAsync(
            new(StringComparer.Ordinal) { ["grant_type"] = "urn:cchc:grant-type:passkey", ["challenge"] = challenge ?? "", ["credential"] = credential ?? "" },
            returnUrl, gateway, clock, context, _ => Task.FromResult<IResult?>(null));

    internal static async Task<IResult> EnterAsync(
        Dictionary<string, string> grant, string? returnUrl, GatewayClient gateway, TimeProvider clock, HttpContext context, Func<TokenRefusal, Task<IResult?>> stay)
    {
        try
        {
            var (answer, refusal) = await gateway.AskForTokenAsync(grant);
            return answer is not null
                ? await SignInPages.OpenAsync(context, answer, returnUrl, gateway, clock)
                : await stay(refusal!) ?? SignInPages.Show(returnUrl, error: refusal!.ErrorDescription ?? SignInTexts.Refused, status: StatusCodes.Status401Unauthorized);
        }
        catch (GatewayException exception)
        {
            return SignInPages.Show(returnUrl, error: exception.Problem.Message, status: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static RazorComponentResult Show(string token, string? returnUrl, PhoneSecret? phone = null, string? error = null) =>
        Pages.Show<SecondStepPage>(new { Token = token, ReturnUrl = returnUrl, New = phone, Error = error }, error is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
}
