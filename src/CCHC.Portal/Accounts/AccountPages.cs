using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.MyAccount;
using T = CCHC.Portal.Accounts.AccountsTexts;

namespace CCHC.Portal.Accounts;

/// <summary>Other people's accounts, for the administrator.</summary>
internal static class AccountPages
{
    internal const string Place = "/quan-tri/tai-khoan";
    internal const string Api = "/api/identity/accounts";
    private const int PageSize = 50;

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Place);
        pages.MapGet("", ListAsync);
        pages.MapInvite();
        pages.MapGet("{id:guid}", (Guid id, string? xong, GatewayClient gateway) => ShowAsync(gateway, id, done: xong));
        pages.MapPost("{id:guid}/khoa", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Post, "/lock", "khoa"));
        pages.MapPost("{id:guid}/mo-khoa", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Delete, "/lock", "mo-khoa"));
        pages.MapPost("{id:guid}/buoc-hai", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Delete, "/second-factor", "buoc-hai"));
        pages.MapPost("{id:guid}/phien", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, HttpMethod.Delete, "/sessions", "phien"));
        pages.MapPost("{id:guid}/mat-khau", PasswordAsync);
        pages.MapPost("{id:guid}/dong", CloseAsync);
        pages.MapGet("{id:guid}/{**deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
    }

    internal static string Address(Guid id) => $"{Place}/{id}";

    internal static string ListAddress(string? search, string? role, bool waiting, int page) =>
        Place + Query(("tim", search), ("vaiTro", role), ("chuaNhan", waiting ? "1" : null), ("trang", page > 1 ? $"{page}" : null));

    private static string Query(params IEnumerable<(string Name, string? Value)> parts) => QueryString.Create(
        parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => KeyValuePair.Create(part.Name, part.Value))).ToUriComponent();

    private static async Task<IResult> ListAsync(string? tim, string? vaiTro, string? chuaNhan, int? trang, GatewayClient gateway)
    {
        var query = Query(("search", tim), ("role", vaiTro), ("invited", chuaNhan == "1" ? "true" : null), ("page", $"{Math.Clamp(trang ?? 1, 1, 100_000)}"), ("pageSize", $"{PageSize}"));
        var list = await gateway.GetAsync<AccountList>(Api + query);
        return Pages.Show<AccountListPage>(new { List = new PageOf<AccountItem>(list.Items, list.Total, list.Page, list.PageSize), list.EmergencyOpenedAt, Search = tim, Role = vaiTro, Waiting = chuaNhan == "1" });
    }

    internal static async Task<IResult> ShowAsync(GatewayClient gateway, Guid id, Problem? problem = null, string? done = null)
    {
        var (account, sessions) = (gateway.GetAsync<AccountDetail>($"{Api}/{id}"), gateway.GetAsync<SessionList>($"{Api}/{id}/sessions"));
        await Task.WhenAll(account, sessions);
        var notice = done switch
        {
            "khoa" => T.DoneLock,
            "mo-khoa" => T.DoneUnlock,
            "buoc-hai" => T.DoneSecond,
            "phien" => T.DoneSessions,
            _ => null,
        };
        return Pages.Show<AccountPage>(new { Account = await account, Sessions = await sessions, Problem = problem, Notice = notice }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid id, HttpMethod method, string path, string done)
    {
        var outcome = await gateway.SendAsync<Done>(method, $"{Api}/{id}{path}");
        return outcome.Problem is { } problem ? await ShowAsync(gateway, id, problem) : TypedResults.LocalRedirect($"{Address(id)}?xong={done}");
    }

    private static async Task<IResult> PasswordAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<NewPassword>(HttpMethod.Post, $"{Api}/{id}/password");
        return outcome.Value is { } made ? Pages.Show<NewPasswordPage>(new { Id = id, New = made }) : await ShowAsync(gateway, id, outcome.Problem);
    }

    private static async Task<IResult> CloseAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<ClosedAccount>(HttpMethod.Post, $"{Api}/{id}/closure");
        return outcome.Value is { } closed ? Pages.Show<ClosedPage>(new { Account = closed }) : await ShowAsync(gateway, id, outcome.Problem);
    }
}
