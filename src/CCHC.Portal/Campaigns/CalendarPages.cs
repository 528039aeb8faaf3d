using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.Campaigns;

/// <summary>When the phases open and close by themselves.</summary>
internal static class CalendarPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("{id:guid}/lich", async (Guid id, GatewayClient gateway) => Show(await LoadAsync(gateway, id)));
        pages.MapPost("{id:guid}/lich", SaveAsync);
    }

    private static Task<Campaign> LoadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<Campaign>($"{CampaignPages.Api}/{id}");

    private static RazorComponentResult Show(Campaign campaign, IReadOnlyList<CalendarRow>? rows = null, Problem? problem = null) => Pages.Show<CalendarPage>(
        new { Campaign = campaign, Rows = rows ?? [.. campaign.Calendar.Select(CalendarRow.Of)], Problem = problem },
        problem?.Status ?? (rows?.Any(row => row.Error is not null) == true ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK));

    private static async Task<IResult> SaveAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var campaign = await LoadAsync(gateway, id);
        var rows = Check([.. campaign.Calendar.Select(step => new CalendarRow(
            step,
            form.ContainsKey($"opens-{step.Key}") ? form[$"opens-{step.Key}"].ToString() : Formats.DateTimeInput(step.OpensAt),
            form.ContainsKey($"closes-{step.Key}") ? form[$"closes-{step.Key}"].ToString() : Formats.DateTimeInput(step.ClosesAt)))]);
        if (rows.Any(row => row.Error is not null))
        {
            return Show(campaign, rows);
        }

        var steps = rows.Select(row => new { phase = row.Step.Phase, round = row.Step.Round, opensAt = OrNull(row.Opens), closesAt = OrNull(row.Closes) });
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{CampaignPages.Api}/{id}/calendar", new { steps });
        return outcome.Problem is { } problem ? Show(campaign, rows, problem) : TypedResults.LocalRedirect($"/ky-danh-gia/{id}");
    }

    /// <summary>The same rules as the service's, so that each problem stands beside its row.</summary>
    internal static IReadOnlyList<CalendarRow> Check(IReadOnlyList<CalendarRow> rows)
    {
        var (result, previous) = (new List<CalendarRow>(), (CalendarRow?)null);
        foreach (var row in rows)
        {
            var (opens, closes) = (Time(row.Opens), Time(row.Closes));
            string? error = null;
            if ((opens is null && row.Opens.Length > 0) || (closes is null && row.Closes.Length > 0))
            {
                error = Formats.Text(CampaignsTexts.CalendarBadTime, row.Step.Name);
            }
            else if (opens is not null && closes <= opens)
            {
                error = Formats.Text(CampaignsTexts.CalendarEndBeforeStart, row.Step.Name);
            }
            else if (previous is not null && opens < (Time(previous.Closes) ?? Time(previous.Opens)))
            {
                error = Formats.Text(
                    CampaignsTexts.CalendarOverlap, row.Step.Name, previous.Step.Name,
                    (Time(previous.Closes) ?? Time(previous.Opens))!.Value.ToString("dd/MM/yyyy HH:mm", Formats.Vietnamese));
            }

            result.Add(row with { Error = error });
            previous = opens is null && closes is null ? previous : row;
        }

        return result;
    }

    private static DateTime? Time(string text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>A phase with its times as typed.</summary>
public sealed record CalendarRow(CalendarPhase Step, string Opens, string Closes, string? Error = null)
{
    internal static CalendarRow Of(CalendarPhase step) => new(step, Formats.DateTimeInput(step.OpensAt), Formats.DateTimeInput(step.ClosesAt));
}
