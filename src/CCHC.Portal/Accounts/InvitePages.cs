using System.Globalization;
using System.Net.Http.Headers;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Mvc;
using T = CCHC.Portal.Accounts.AccountsTexts;

namespace CCHC.Portal.Accounts;

/// <summary>Links with which people choose their first password, one by one or for all of a file.</summary>
internal static class InvitePages
{
    private const int MostBytes = 2 * 1024 * 1024;

    public static void MapInvite(this RouteGroupBuilder pages)
    {
        pages.MapGet("nhap", () => Pages.Show<ImportPage>(new { }));
        pages.MapPost("nhap", ImportAsync);
        pages.MapPost("{id:guid}/duong-dan", InviteAsync);
    }

    private static async Task<IResult> InviteAsync(Guid id, [FromForm] string? hours, GatewayClient gateway, HttpContext context)
    {
        var outcome = await gateway.SendAsync<NewLink>(HttpMethod.Post, $"{AccountPages.Api}/{id}/invitation", new { hours = Hours(hours) });
        return outcome.Value is { } link
            ? Pages.Show<LinksPage>(new { Links = (IReadOnlyList<NewLink>)[link], Origin = OriginOf(context), Back = AccountPages.Address(id) })
            : await AccountPages.ShowAsync(gateway, id, outcome.Problem);
    }

    private static async Task<IResult> ImportAsync(IFormFile? file, [FromForm] string? hours, GatewayClient gateway, HttpContext context)
    {
        if (file is not { Length: > 0 and <= MostBytes })
        {
            var problem = new Problem { Status = StatusCodes.Status400BadRequest, Detail = file is { Length: > MostBytes } ? T.FileTooLarge : T.FileMissing };
            return Pages.Show<ImportPage>(new { Problem = problem }, problem.Status);
        }

        using var content = new StreamContent(file.OpenReadStream());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var outcome = await gateway.SendAsync<ImportedAccounts>(
            HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"{AccountPages.Api}/import?invite=true&hours={Hours(hours)}"), content);
        return outcome.Value is { } imported
            ? Pages.Show<LinksPage>(new { Links = imported.Created, Origin = OriginOf(context), Back = AccountPages.Place, imported.Updated })
            : Pages.Show<ImportPage>(new { outcome.Problem }, outcome.Problem!.Status);
    }

    private static int Hours(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? hours : 72;

    /// <summary>Under which the administrator has come, as its browser says with every form.</summary>
    private static string OriginOf(HttpContext context) =>
        context.Request.Headers.Origin is [{ Length: > 0 } origin] && origin != "null" ? origin : $"{context.Request.Scheme}://{context.Request.Host.ToUriComponent()}";
}
