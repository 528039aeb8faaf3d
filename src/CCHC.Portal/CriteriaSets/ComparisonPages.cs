using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using T = CCHC.Portal.CriteriaSets.CriteriaSetsTexts;

namespace CCHC.Portal.CriteriaSets;

/// <summary>What is different between two sets, and which leaves may be compared year on year.</summary>
internal static class ComparisonPages
{
    public static void MapComparison(this RouteGroupBuilder pages)
    {
        pages.MapGet("so-sanh", (Guid? tu, Guid? den, string? loc, GatewayClient gateway) => ShowAsync(gateway, tu, den, loc));
        pages.MapPost("so-sanh", MapByHandAsync);
    }

    private static string Address(Guid from, Guid to, string? filter) => $"/bo-tieu-chi/so-sanh?tu={from}&den={to}&loc={Uri.EscapeDataString(filter ?? "")}";

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid? from, Guid? to, string? filter, Problem? problem = null)
    {
        var sets = await SetPages.SetsAsync(gateway);
        var comparison = from is { } a && to is { } b && a != b ? await gateway.GetAsync<Comparison>($"{SetPages.Api}/{a}/comparison/{b}") : null;
        if (comparison is null && from is not null && from == to)
        {
            problem = new Problem { Status = 400, Detail = T.CompareSame };
        }

        return Pages.Show<ComparisonPage>(
            new { Sets = sets.Items, From = from, To = to, Comparison = comparison, Filter = filter ?? "", Problem = problem }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> MapByHandAsync(IFormCollection form, GatewayClient gateway)
    {
        if (!Guid.TryParse(form["tu"], out var from) || !Guid.TryParse(form["den"], out var to))
        {
            return TypedResults.BadRequest();
        }

        var counterpart = form["toCode"].ToString().Trim();
        var mapping = new { fromCode = form["fromCode"].ToString(), toCode = counterpart.Length == 0 ? null : counterpart, comparable = form.ContainsKey("comparable") };
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{SetPages.Api}/{from}/comparison/{to}", new { mappings = new[] { mapping } });
        return outcome.Problem is { } problem ? await ShowAsync(gateway, from, to, form["loc"], problem) : TypedResults.LocalRedirect(Address(from, to, form["loc"]));
    }
}
