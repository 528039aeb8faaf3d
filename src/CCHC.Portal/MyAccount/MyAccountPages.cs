using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using T = CCHC.Portal.MyAccount.MyAccountTexts;

namespace CCHC.Portal.MyAccount;

/// <summary>What a person decides about its own account.</summary>
internal static class MyAccountPages
{
    internal const string Place = "/tai-khoan";
    internal const string Api = "/api/identity/me";

    public static void MapMyAccount(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Place);
        pages.MapGet("", (GatewayClient gateway, string? xong) => ShowAsync(gateway, done: xong));
        pages.MapGet("mat-khau", () => Pages.Show<PasswordPage>(new { }));
        pages.MapPost("mat-khau", ChangePasswordAsync);
        pages.MapPost("phien/{id:guid}/dung", (Guid id, IFormCollection form, GatewayClient gateway) => EndAsync(gateway, $"/sessions/{id}", "phien"));
        pages.MapPost("phien/dung-khac", (IFormCollection form, GatewayClient gateway) => EndAsync(gateway, "/sessions", "phien-khac"));
        pages.MapSecondFactor();
        pages.MapPasskeys();
        pages.MapGet("{**deed}", () => TypedResults.LocalRedirect(Place)); // a refused form, reloaded
    }

    internal static async Task<IResult> ShowAsync(GatewayClient gateway, Problem? problem = null, string? done = null)
    {
        var (me, second, passkeys, sessions) = (
            gateway.GetAsync<Me>(Api), gateway.GetAsync<SecondFactorState>($"{Api}/second-factor"), gateway.GetAsync<PasskeyList>($"{Api}/passkeys"),
            gateway.GetAsync<SessionList>($"{Api}/sessions"));
        await Task.WhenAll(me, second, passkeys, sessions);
        var notice = done switch
        {
            "buoc-hai" => T.DoneSecondFactor,
            "tat" => T.DoneOff,
            "khoa" => T.DonePasskey,
            "khoa-xoa" => T.DonePasskeyRemoved,
            "khoa-ten" => T.DonePasskeyNamed,
            "phien" => T.DoneSession,
            "phien-khac" => T.DoneSessions,
            _ => null,
        };
        return Pages.Show<MyAccountPage>(
            new { Me = await me, SecondFactor = await second, Passkeys = await passkeys, Sessions = await sessions, Problem = problem, Notice = notice },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>Does it and goes back to the page, or stays on it with the reason why not.</summary>
    internal static async Task<IResult> DoAsync(GatewayClient gateway, HttpMethod method, string path, object? body, string done)
    {
        var outcome = await gateway.SendAsync<Done>(method, Api + path, body);
        return outcome.Problem is { } problem ? await ShowAsync(gateway, problem) : TypedResults.LocalRedirect($"{Place}?xong={done}");
    }

    private static async Task<IResult> EndAsync(GatewayClient gateway, string path, string done)
    {
        try
        {
            return await DoAsync(gateway, HttpMethod.Delete, path, body: null, done);
        }
        catch (GatewayException exception) when (exception.Problem.Status == StatusCodes.Status404NotFound)
        {
            return TypedResults.LocalRedirect($"{Place}?xong={done}"); // it had ended already
        }
    }

    private static async Task<IResult> ChangePasswordAsync(
        [FromForm] string? current, [FromForm] string? wanted, [FromForm] string? repeated, GatewayClient gateway, HttpContext context)
    {
        List<Link> errors = [];
        if (string.IsNullOrEmpty(current))
        {
            errors.Add(new("#current", T.CurrentMissing));
        }

        if (string.IsNullOrEmpty(wanted))
        {
            errors.Add(new("#wanted", T.NewMissing));
        }
        else if (wanted != repeated)
        {
            errors.Add(new("#repeated", T.NotRepeated));
        }

        if (errors.Count == 0)
        {
            var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/password", new { currentPassword = current, newPassword = wanted });
            if (outcome.Problem is null)
            {
                await context.SignOutAsync(); // every session has ended, this one too
                return TypedResults.LocalRedirect("/dang-nhap?xong=mat-khau");
            }

            errors.AddRange(outcome.Problem.ByField.Select(said => new Link(said.Field.Equals("currentPassword", StringComparison.OrdinalIgnoreCase) ? "#current" : "#wanted", said.Text)));
            errors.AddRange(errors.Count == 0 ? [new("#current", outcome.Problem.Message)] : []);
        }

        return Pages.Show<PasswordPage>(new { Errors = (IReadOnlyList<Link>)errors }, StatusCodes.Status400BadRequest);
    }
}
