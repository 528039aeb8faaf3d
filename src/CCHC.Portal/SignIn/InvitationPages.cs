using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.SignIn;

/// <summary>Where a one-time link leads: the person chooses a password. Opening the page uses nothing up.</summary>
internal static class InvitationPages
{
    private const string Api = "/connect/invitations";

    public static void MapInvitations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/moi/{secret}", (string secret, GatewayClient gateway) => ShowAsync(gateway.AsNobody(), secret)).AllowAnonymous();
        app.MapPost("/moi/{secret}", AcceptAsync).AllowAnonymous();
    }

    internal static string Address(string secret) => $"/moi/{secret}";

    private static async Task<IResult> ShowAsync(GatewayClient gateway, string secret, params IReadOnlyList<Link> errors)
    {
        var outcome = await gateway.SendAsync<Invited>(HttpMethod.Post, Api, new { invitation = secret });
        return Pages.Show<InvitationPage>(
            new { Secret = secret, Invited = outcome.Value, outcome.Problem, Errors = errors },
            outcome.Problem?.Status ?? (errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK));
    }

    private static async Task<IResult> AcceptAsync(string secret, [FromForm] string? wanted, [FromForm] string? repeated, GatewayClient gateway)
    {
        gateway = gateway.AsNobody();
        if (wanted != repeated)
        {
            return await ShowAsync(gateway, secret, new Link("#repeated", SignInTexts.NotRepeated));
        }

        var outcome = await gateway.SendAsync<Invited>(HttpMethod.Post, $"{Api}/acceptance", new { invitation = secret, password = wanted ?? "" });
        return outcome.Value is { } accepted
            ? SignInPages.Show(returnUrl: null, accepted.UserName, notice: Formats.Text(SignInTexts.PasswordSet, accepted.UserName))
            : await ShowAsync(gateway, secret, new Link("#wanted", outcome.Problem!.Text));
    }
}

/// <summary>Whose link it is.</summary>
public sealed record Invited(string UserName, string DisplayName, DateTimeOffset ExpiresAt);
