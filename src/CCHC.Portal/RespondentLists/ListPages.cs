using System.Globalization;
using System.Text;
using CCHC.Portal.Campaigns;
using CCHC.Portal.Frames;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.RespondentLists;

/// <summary>Lists of people: home affairs asks the units for them and makes a frame of what they deliver.</summary>
public static class ListPages
{
    internal const string MyApi = "/api/survey/list-requests";
    internal const string MyAddress = "/dieu-tra/danh-sach";
    private const long LargestFile = 20_000_000;

    internal static void MapRespondentLists(this RouteGroupBuilder surveys)
    {
        var units = surveys.MapGroup("danh-sach");
        units.MapGet("", (GatewayClient gateway) => ShowMineAsync(gateway));
        units.MapGet("mau.csv", Template);
        units.MapPost("{request:guid}/{unit:guid}", DeliverAsync).WithFormOptions(multipartBodyLengthLimit: LargestFile);
        units.MapGet("{request:guid}/{unit:guid}", () => TypedResults.LocalRedirect(MyAddress)); // a refused form, reloaded

        var homeAffairs = surveys.MapGroup("{campaign:guid}/danh-sach");
        homeAffairs.MapGet("", (Guid campaign, GatewayClient gateway) => ShowListsAsync(gateway, campaign));
        homeAffairs.MapPost("", AskAsync).WithFormOptions(valueCountLimit: 20_000);
        homeAffairs.MapGet("{request:guid}", (Guid campaign, Guid request, string? loc, string? sap, GatewayClient gateway) => ShowBoardAsync(gateway, campaign, request, new BoardFilter(loc, sap)));
        homeAffairs.MapPost("{request:guid}/khung-mau", TakeOverAsync);
        homeAffairs.MapGet("{request:guid}/khung-mau", (Guid campaign, Guid request) => TypedResults.LocalRedirect(BoardAddress(campaign, request)));
    }

    internal static string Address(Guid campaign) => $"/dieu-tra/{campaign}/danh-sach";

    internal static string BoardAddress(Guid campaign, Guid request) => $"{Address(campaign)}/{request}";

    private static string Api(Guid campaign) => $"/api/survey/campaigns/{campaign}/list-requests";

    private static async Task<IResult> ShowListsAsync(GatewayClient gateway, Guid id, ListWish? wish = null)
    {
        var (campaign, board) = (CampaignHead.GetAsync(gateway, id), gateway.GetAsync<ListBoard>(Api(id)));
        var status = wish is null or { Errors.Count: 0, Problem: null } ? StatusCodes.Status200OK : wish.Problem?.Status ?? StatusCodes.Status400BadRequest;
        return Pages.Show<ListsPage>(new { Campaign = await campaign, Board = await board, Wish = wish ?? new ListWish() }, status);
    }

    /// <summary>The buttons of the groups tick their units and show the form again; the last one asks.</summary>
    private static async Task<IResult> AskAsync(Guid campaign, IFormCollection form, GatewayClient gateway)
    {
        var wish = new ListWish
        {
            Name = form["name"].ToString(), Guidance = form["guidance"].ToString(), DueOn = form["dueOn"].ToString(), Wanted = form["wanted"].ToString(),
            Units = form["units"].Select(text => Guid.TryParse(text, out var unit) ? unit : Guid.Empty).Where(unit => unit != Guid.Empty).ToHashSet(),
        };
        if (form["deed"].ToString().Split(':', 2) is [var deed and ("all" or "none"), var group])
        {
            var ofGroup = (await gateway.GetAsync<ListBoard>(Api(campaign))).Units.Where(unit => unit.GroupCode == group).Select(unit => unit.UnitId);
            return await ShowListsAsync(gateway, campaign, wish with { Units = (deed == "all" ? wish.Units.Union(ofGroup) : wish.Units.Except(ofGroup)).ToHashSet() });
        }

        var (dueOn, wanted, errors) = Check(wish);
        if (errors.Count > 0)
        {
            return await ShowListsAsync(gateway, campaign, wish with { Errors = errors });
        }

        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, Api(campaign), new { name = wish.Name, guidance = wish.Guidance, dueOn, wanted, unitIds = wish.Units });
        if (outcome.Problem is not { } problem)
        {
            return TypedResults.LocalRedirect(Address(campaign));
        }

        var placed = Place(problem);
        return await ShowListsAsync(gateway, campaign, wish with { Errors = placed, Problem = placed.Count > 0 ? null : problem });
    }

    private static (DateOnly? DueOn, int? Wanted, Dictionary<string, string> Errors) Check(ListWish wish)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var dueOn = DateOnly.TryParseExact(wish.DueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        var wanted = Formats.TryParse(wish.Wanted, out var number) && number == decimal.Truncate(number) && number is > 0 and <= int.MaxValue ? (int)number : (int?)null;
        foreach (var (field, missing, text) in new[]
        {
            ("f-name", string.IsNullOrWhiteSpace(wish.Name), RespondentListsTexts.NameMissing), ("f-guidance", string.IsNullOrWhiteSpace(wish.Guidance), RespondentListsTexts.GuidanceMissing),
            ("f-dueOn", dueOn is null, RespondentListsTexts.DueMissing), ("f-wanted", wanted is null, RespondentListsTexts.WantedMissing), ("f-unitIds", wish.Units.Count == 0, RespondentListsTexts.UnitsMissing),
        })
        {
            if (missing)
            {
                errors[field] = text;
            }
        }

        return (dueOn, wanted, errors);
    }

    /// <summary>What the service says of fields of the form, by the id they have on the page; empty when some of it has no place there.</summary>
    private static Dictionary<string, string> Place(Problem problem)
    {
        string[] fields = ["name", "guidance", "dueOn", "wanted", "unitIds"];
        var placed = problem.ByField.Select(said => (Field: fields.FirstOrDefault(field => said.Field.Equals(field, StringComparison.OrdinalIgnoreCase)), said.Text)).ToList();
        return placed.TrueForAll(said => said.Field is not null)
            ? placed.GroupBy(said => $"f-{said.Field}", StringComparer.Ordinal).ToDictionary(field => field.Key, field => string.Join(' ', field.Select(said => said.Text)), StringComparer.Ordinal)
            : [];
    }

    private static async Task<IResult> ShowBoardAsync(GatewayClient gateway, Guid id, Guid request, BoardFilter filter, Problem? problem = null)
    {
        var (campaign, board) = (CampaignHead.GetAsync(gateway, id), gateway.GetAsync<ListBoard>(Api(id)));
        return (await board).Items.FirstOrDefault(item => item.Id == request) is { } asked
            ? Pages.Show<BoardPage>(new { Campaign = await campaign, Asked = asked, Filter = filter, Problem = problem }, problem?.Status ?? StatusCodes.Status200OK)
            : TypedResults.NotFound();
    }

    private static async Task<IResult> TakeOverAsync(Guid campaign, Guid request, IFormCollection form, GatewayClient gateway)
    {
        _ = form; // read for its token
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{MyApi}/{request}/frame");
        return outcome.Problem is { } problem
            ? await ShowBoardAsync(gateway, campaign, request, new BoardFilter(Loc: null, Sap: null), problem)
            : TypedResults.LocalRedirect(FramePages.Address(campaign));
    }

    private static async Task<IResult> ShowMineAsync(GatewayClient gateway, RefusedList? refused = null) => Pages.Show<MyListsPage>(
        new { Lists = (await gateway.GetAsync<MyLists>(MyApi)).Items, Refused = refused }, refused?.Problem.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> DeliverAsync(Guid request, Guid unit, IFormCollection form, GatewayClient gateway)
    {
        if (form.Files.GetFile("file") is not { Length: > 0 } sent)
        {
            return await ShowMineAsync(gateway, new RefusedList(request, unit, new Problem { Status = StatusCodes.Status400BadRequest, Detail = RespondentListsTexts.NoFile }));
        }

        using var content = PeopleFile.ToContent(sent);
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{MyApi}/{request}/units/{unit}/list", content);
        return outcome.Problem is { } problem
            ? await ShowMineAsync(gateway, new RefusedList(request, unit, problem))
            : TypedResults.LocalRedirect($"{MyAddress}#yc-{request:N}-{unit:N}");
    }

    /// <summary>The columns alone: an example left in would become a person.</summary>
    private static FileContentHttpResult Template() =>
        TypedResults.File((byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(RespondentListsTexts.TemplateHeader + "\r\n")], "text/csv; charset=utf-8", "danh-sach-khao-sat.csv");
}
