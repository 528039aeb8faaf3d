using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.MyAccount;

/// <summary>The phone that makes codes, and the codes for the day on which it is lost.</summary>
internal static class SecondFactorPages
{
    private const string Api = $"{MyAccountPages.Api}/second-factor";

    public static void MapSecondFactor(this RouteGroupBuilder pages)
    {
        pages.MapPost("buoc-hai/bat-dau", BeginAsync);
        pages.MapPost("buoc-hai", ConfirmAsync);
        pages.MapPost("buoc-hai/ma-du-phong", RenewAsync);
        pages.MapPost("buoc-hai/tat", ([FromForm] string? current, GatewayClient gateway) =>
            MyAccountPages.DoAsync(gateway, HttpMethod.Post, "/second-factor/removal", new { currentPassword = current ?? "" }, "tat"));
    }

    private static async Task<IResult> BeginAsync([FromForm] string? current, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<PhoneSecret>(HttpMethod.Post, $"{Api}/enrolment", new { currentPassword = current ?? "" });
        return outcome.Value is { } secret ? Pages.Show<NewPhonePage>(new { New = secret }) : await MyAccountPages.ShowAsync(gateway, outcome.Problem);
    }

    private static async Task<IResult> ConfirmAsync([FromForm] string? secret, [FromForm] string? address, [FromForm] string? code, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<RecoveryCodes>(HttpMethod.Post, Api, new { code = code?.Trim() ?? "" });
        return outcome.Value is { } codes
            ? Pages.Show<RecoveryCodesPage>(new { codes.Codes, First = true })
            : Pages.Show<NewPhonePage>(new { New = new PhoneSecret(secret ?? "", address ?? ""), Error = outcome.Problem!.Text }, outcome.Problem.Status);
    }

    private static async Task<IResult> RenewAsync([FromForm] string? current, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<RecoveryCodes>(HttpMethod.Post, $"{Api}/recovery-codes", new { currentPassword = current ?? "" });
        return outcome.Value is { } codes ? Pages.Show<RecoveryCodesPage>(new { codes.Codes }) : await MyAccountPages.ShowAsync(gateway, outcome.Problem);
    }
}
