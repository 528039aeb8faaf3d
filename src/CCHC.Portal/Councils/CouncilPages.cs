using CCHC.Contracts.Identity;
using CCHC.Portal.Campaigns;
using CCHC.Portal.CriteriaSets;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Councils;

/// <summary>The council of a campaign: who is in it, who judges what, who keeps out of what, and by which rules it works.</summary>
public static class CouncilPages
{
    /// <summary>Accounts with one of these roles can work in a council.</summary>
    private static readonly string[] CouncilRoles = [Roles.Appraiser, Roles.CouncilChair, Roles.CouncilSecretary];

    public static void MapCouncils(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/ky-danh-gia/{id:guid}/hoi-dong");
        pages.MapGet("", async (Guid id, string? tim, GatewayClient gateway) => await ShowAsync(id, gateway, tim));
        pages.MapGet("{**deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
        pages.MapPost("quy-tac", SetRulesAsync);
        MemberPages.Map(pages);
        ProposalPages.Map(pages);
        ConflictPages.Map(app, pages);
    }

    internal static string Address(Guid campaign) => $"/ky-danh-gia/{campaign}/hoi-dong";

    internal static string Api(Guid campaign) => $"/api/appraisal/campaigns/{campaign}/council";

    internal static async Task<IResult> ShowAsync(Guid id, GatewayClient gateway, string? search = null, Refusal? refused = null)
    {
        var found = search is null ? null : SearchAsync(gateway, search);
        var (asked, answered) = (gateway.GetAsync<Campaign>($"{CampaignPages.Api}/{id}"), gateway.TryFindAsync<AppraisalCouncil>(Api(id)));
        var campaign = await asked;
        var proposal = campaign.CanManage ? gateway.TryFindAsync<Proposal>($"{Api(id)}/proposal") : Task.FromResult(new Outcome<Proposal>(Value: null, Problem: null));
        var council = await answered;
        return Pages.Show<CouncilPage>(
            new
            {
                Campaign = campaign, Council = council.Value, Away = council.Problem, Proposal = await proposal, Found = found is null ? null : await found, Refused = refused,
                Groups = GroupsOf(campaign),
            },
            refused?.Problem.Status ?? StatusCodes.Status200OK);
    }

    internal static IReadOnlyDictionary<string, string> GroupsOf(Campaign? campaign) =>
        (campaign?.Groups ?? []).ToDictionary(group => group.Code, group => group.Name, StringComparer.Ordinal);

    /// <summary>Why a form must not be sent: it was filled in for another council than there is now.</summary>
    internal static Problem? Stale(AppraisalCouncil council, IFormCollection form) => form["revision"] == $"{council.Revision}"
        ? null
        : new Problem { Status = StatusCodes.Status409Conflict, Detail = CouncilsTexts.Stale };

    private static async Task<AccountSearch> SearchAsync(GatewayClient gateway, string search)
    {
        const int Size = 20;
        var asked = CouncilRoles.Select(role => gateway.TryFindAsync<PageOf<Account>>("/api/identity/accounts"
            + QueryString.Create("role", role).Add("search", search.Trim()).Add("page", "1").Add("pageSize", $"{Size}").ToUriComponent())).ToList();
        var answers = await Task.WhenAll(asked);
        var items = answers.SelectMany(answer => answer.Value?.Items ?? []).DistinctBy(account => account.Id)
            .OrderBy(account => account.DisplayName, StringComparer.Create(Formats.Vietnamese, ignoreCase: true)).ToList();
        return new AccountSearch(search.Trim(), items, answers.Any(answer => answer.Value?.Total > Size), answers.Select(answer => answer.Problem).FirstOrDefault(problem => problem is not null));
    }

    private static async Task<IResult> SetRulesAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        const string Deed = "quy-tac";
        var council = await gateway.GetAsync<AppraisalCouncil>(Api(id));
        var shares = new (string Field, string Name, decimal? Share)[]
        {
            ("threshold", CouncilsTexts.Threshold, CouncilWords.Share(form["threshold"], council.Rules.Threshold)),
            ("quorum", CouncilsTexts.Quorum, CouncilWords.Share(form["quorum"], council.Rules.Quorum)),
            ("agendaChange", CouncilsTexts.AgendaChange, CouncilWords.Share(form["agendaChange"], council.Rules.AgendaChange)),
        };
        var unread = shares.Where(share => share.Share is null).Select(share => (share.Field, Formats.Text(CouncilsTexts.PercentUnread, share.Name))).ToArray();
        var problem = unread.Length > 0 ? FieldErrors.Refuse(CouncilsTexts.RulesRefused, unread) : Stale(council, form);
        if (problem is null)
        {
            var body = new
            {
                independent = form["independent"] == "true", threshold = shares[0].Share, combination = form["combination"] == "stricter" ? Combination.Stricter : Combination.Mean,
                quorum = shares[1].Share, agendaChange = shares[2].Share,
            };
            problem = (await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api(id)}/rules", body)).Problem;
        }

        return problem is null ? TypedResults.LocalRedirect($"{Address(id)}#quy-tac") : await ShowAsync(id, gateway, refused: new Refusal(Deed, problem, form));
    }
}
