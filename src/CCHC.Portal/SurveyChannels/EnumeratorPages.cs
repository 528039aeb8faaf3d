using CCHC.Contracts.Identity;
using CCHC.Portal.Councils;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.SurveyChannels;

/// <summary>Who asks whom, in one form for all enumerators.</summary>
internal static class EnumeratorPages
{
    private const string Accounts = "/api/identity/accounts";
    private const int MostAccounts = 1_000;

    public static void Map(RouteGroupBuilder survey)
    {
        survey.MapGet("dieu-tra-vien", (Guid campaign, Guid id, string? luu, CurrentUser user, GatewayClient gateway) => ShowAsync(gateway, user, campaign, id, saved: luu == "1"));
        survey.MapPost("dieu-tra-vien", SaveAsync).WithFormOptions(valueCountLimit: 50_000);
    }

    internal static string Address(Guid campaign, Guid survey) => $"{ChannelPages.Address(campaign, survey)}/dieu-tra-vien";

    private static async Task<IResult> ShowAsync(GatewayClient gateway, CurrentUser user, Guid campaign, Guid id, bool saved = false, RefusedDeed? refused = null)
    {
        var (survey, assigned, accounts) = (ChannelPages.FindAsync(gateway, campaign, id), ReadAsync(gateway, id), FindAccountsAsync(gateway));
        await Task.WhenAll(survey, assigned, accounts);
        var people = Merge(await assigned, (await accounts).Value?.Items ?? []);
        return Pages.Show<EnumeratorsPage>(
            new
            {
                Survey = await survey, Assigned = await assigned, AccountsAway = (await accounts).Problem, Saved = saved, Refused = refused, MayManage = user.IsInRole(Roles.HomeAffairs),
                People = refused is null ? people : people.Select(person => Typed(person, refused.Form)).ToList(),
            },
            ChannelPages.StatusOf(refused?.Problem));
    }

    private static async Task<IResult> SaveAsync(Guid campaign, Guid id, IFormCollection form, CurrentUser user, GatewayClient gateway)
    {
        var (assigned, accounts) = (ReadAsync(gateway, id), FindAccountsAsync(gateway));
        await Task.WhenAll(assigned, accounts);
        var people = Merge(await assigned, (await accounts).Value?.Items ?? []).Select(person => Typed(person, form)).ToList();
        var problem = (await accounts).Problem // without the list of accounts, nobody new could be told by name
            ?? (await gateway.SendAsync<Done>(HttpMethod.Put, $"{ChannelPages.Api(id)}/enumerators", new
            {
                items = people.Where(person => person.Works).Select(person => new { person.AccountId, person.UserName, person.Name, person.Strata, person.Clusters }),
            })).Problem;
        return problem is null
            ? TypedResults.LocalRedirect($"{Address(campaign, id)}?luu=1")
            : await ShowAsync(gateway, user, campaign, id, refused: new RefusedDeed("luu", problem, form));
    }

    private static Task<EnumeratorList> ReadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<EnumeratorList>($"{ChannelPages.Api(id)}/enumerators");

    private static Task<Outcome<PageOf<Account>>> FindAccountsAsync(GatewayClient gateway) =>
        gateway.TryGetAsync<PageOf<Account>>(Accounts + QueryString.Create("role", Roles.Enumerator).Add("page", "1").Add("pageSize", $"{MostAccounts}").ToUriComponent());

    /// <summary>Everybody who works in the survey or could, by name.</summary>
    private static List<FieldWorker> Merge(EnumeratorList assigned, IReadOnlyList<Account> accounts) =>
    [
        .. assigned.Items.Select(item => new FieldWorker(item.AccountId, item.UserName, item.Name, Locked: accounts.Any(account => account.Id == item.AccountId && account.Locked), Works: true, item.Strata ?? [], item.Clusters ?? []))
            .Concat(accounts.Where(account => !account.Locked && assigned.Items.All(item => item.AccountId != account.Id))
                .Select(account => new FieldWorker(account.Id, account.UserName, account.DisplayName, Locked: false, Works: false, [], [])))
            .OrderBy(person => person.Name, StringComparer.Create(Formats.Vietnamese, ignoreCase: true)),
    ];

    private static FieldWorker Typed(FieldWorker person, IFormCollection form) => person with
    {
        Works = form["account"].Contains($"{person.AccountId}", StringComparer.Ordinal),
        Strata = [.. form[$"strata:{person.AccountId}"].OfType<string>()],
        Clusters = [.. form[$"clusters:{person.AccountId}"].OfType<string>()],
    };
}

/// <summary>Who works in a survey, and which strata and clusters were invited.</summary>
public sealed record EnumeratorList(IReadOnlyList<EnumeratorItem> Items, IReadOnlyList<string> Strata, IReadOnlyList<string> Clusters);

/// <param name="Strata">Empty for all.</param>
/// <param name="Clusters">Empty for all.</param>
public sealed record EnumeratorItem(Guid AccountId, string UserName, string Name, IReadOnlyList<string>? Strata, IReadOnlyList<string>? Clusters);

/// <summary>An enumerator as the form shows one.</summary>
public sealed record FieldWorker(Guid AccountId, string UserName, string Name, bool Locked, bool Works, IReadOnlyList<string> Strata, IReadOnlyList<string> Clusters);
