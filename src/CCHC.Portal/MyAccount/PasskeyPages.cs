using System.Text.Json;
using CCHC.Portal.Gateway;
using Microsoft.AspNetCore.Mvc;
using T = CCHC.Portal.MyAccount.MyAccountTexts;

namespace CCHC.Portal.MyAccount;

/// <summary>Keys that devices keep, with which a person signs in by finger, face or PIN.</summary>
internal static class PasskeyPages
{
    public static void MapPasskeys(this RouteGroupBuilder pages)
    {
        pages.MapPost("khoa/thu-thach", ChallengeAsync);
        pages.MapPost("khoa", RegisterAsync);
        pages.MapPost("khoa/{id}/ten", (string id, [FromForm] string? name, GatewayClient gateway) =>
            MyAccountPages.DoAsync(gateway, HttpMethod.Put, $"/passkeys/{Uri.EscapeDataString(id)}", new { name = name?.Trim() ?? "" }, "khoa-ten"));
        pages.MapPost("khoa/{id}/xoa", (string id, IFormCollection form, GatewayClient gateway) =>
            MyAccountPages.DoAsync(gateway, HttpMethod.Delete, $"/passkeys/{Uri.EscapeDataString(id)}", body: null, "khoa-xoa"));
    }

    /// <summary>For the script, which hands it to the device.</summary>
    private static async Task<IResult> ChallengeAsync([FromForm] string? current, [FromForm] string? name, GatewayClient gateway)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return TypedResults.Json(new { message = T.PasskeyNameMissing }, statusCode: StatusCodes.Status400BadRequest);
        }

        var outcome = await gateway.SendAsync<PasskeyChallenge>(HttpMethod.Post, $"{MyAccountPages.Api}/passkeys/challenges", new { currentPassword = current ?? "" });
        return outcome.Value is { } challenge
            ? TypedResults.Json(challenge)
            : TypedResults.Json(new { message = outcome.Problem!.Text }, statusCode: outcome.Problem.Status);
    }

    private static async Task<IResult> RegisterAsync([FromForm] string? challenge, [FromForm] string? credential, [FromForm] string? name, GatewayClient gateway)
    {
        JsonElement? answer;
        try
        {
            answer = JsonElement.Parse(credential ?? "");
        }
        catch (JsonException)
        {
            return await MyAccountPages.ShowAsync(gateway, new Problem { Status = StatusCodes.Status400BadRequest, Detail = T.PasskeyFailed });
        }

        return await MyAccountPages.DoAsync(gateway, HttpMethod.Post, "/passkeys", new { challenge = challenge ?? "", credential = answer, name = name?.Trim() ?? "" }, "khoa");
    }
}
