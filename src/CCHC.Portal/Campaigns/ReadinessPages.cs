using CCHC.Contracts.Criteria;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Campaigns;

/// <summary>What a campaign still lacks before it opens, composed of what the services say.</summary>
internal static class ReadinessPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("{id:guid}/san-sang", async (Guid id, GatewayClient gateway) => await ShowAsync(id, gateway));
        pages.MapPost("{id:guid}/chuan-bi", PrepareAsync);
        pages.MapPost("{id:guid}/mo-ky", OpenAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, GatewayClient gateway, Problem? problem = null)
    {
        var campaign = await gateway.GetAsync<Campaign>($"{CampaignPages.Api}/{id}");
        if (!campaign.IsDraft && problem is null)
        {
            return TypedResults.LocalRedirect(campaign.Address);
        }

        return Pages.Show<ReadinessPage>(
            new { Campaign = campaign, Checks = await CheckAsync(campaign, gateway), Problem = problem }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IReadOnlyList<ReadinessCheck>> CheckAsync(Campaign campaign, GatewayClient gateway)
    {
        var units = campaign.Groups.SelectMany(group => group.Units).DistinctBy(unit => unit.UnitId).ToList();
        var staffing = gateway.SendAsync<Staffing>(HttpMethod.Post, "/api/identity/units/staffing", new { unitIds = StaffedUnits(campaign) });
        var council = campaign.Prepared ? CampaignPages.OrNothing(gateway.TryGetAsync<Council>($"/api/appraisal/campaigns/{campaign.Id}/council")) : null;
        var coverage = campaign.Prepared ? CampaignPages.OrNothing(gateway.TryGetAsync<Coverage>($"/api/survey/campaigns/{campaign.Id}/coverage")) : null;
        var names = units.ToDictionary(unit => unit.UnitId, unit => unit.Name);
        foreach (var duty in campaign.Groups.SelectMany(group => group.Responsibilities))
        {
            names.TryAdd(duty.UnitId, duty.UnitName ?? duty.UnitCode ?? "");
        }

        return
        [
            new(CampaignsTexts.ReadySets, [.. campaign.Groups.Where(group => group.CriteriaSetId is null || group.Units.Count == 0)
                .Select(group => Formats.Text(CampaignsTexts.ReadySetsNone, group.Name))], new Link($"{campaign.Address}/sua", CampaignsTexts.MendEdit)),
            Staff(await staffing, names),
            Fields(council is null ? null : await council, campaign),
            Survey(coverage is null ? null : await coverage, campaign),
            new(CampaignsTexts.ReadyCalendar, [.. campaign.Calendar.Where(step => step.OpensAt is null && step.OpenedAt is null && step.Phase <= CampaignPhase.Council)
                .Select(step => Formats.Text(CampaignsTexts.ReadyCalendarNone, step.Name))], new Link($"{campaign.Address}/lich", CampaignsTexts.MendCalendar)),
        ];
    }

    /// <summary>Those who must be able to sign in: the measured units, or who collects and answers in their place.</summary>
    private static IEnumerable<Guid> StaffedUnits(Campaign campaign) => campaign.Groups.SelectMany(group => group.CollectorUnitId is { } collector
        ? group.Responsibilities.Select(duty => duty.UnitId).Append(collector)
        : group.Units.Select(unit => unit.UnitId)).Distinct();

    private static ReadinessCheck Staff(Outcome<Staffing> outcome, Dictionary<Guid, string> names)
    {
        var units = outcome.Value?.Units ?? [];
        return new ReadinessCheck(
            CampaignsTexts.ReadyStaff,
            [
                .. units.Where(unit => unit.Officers == 0).Select(unit => Formats.Text(CampaignsTexts.ReadyStaffOfficer, names.GetValueOrDefault(unit.UnitId))),
                .. units.Where(unit => unit.Heads == 0).Select(unit => Formats.Text(CampaignsTexts.ReadyStaffHead, names.GetValueOrDefault(unit.UnitId))),
            ],
            Note: outcome.Problem?.Message ?? (units.Any(unit => unit.Officers == 0 || unit.Heads == 0) ? CampaignsTexts.MendAccounts : null))
        {
            Unknown = outcome.Value is null,
        };
    }

    private static ReadinessCheck Fields(Outcome<Council>? outcome, Campaign campaign) => new(
        CampaignsTexts.ReadyCouncil,
        [.. (outcome?.Value?.Unassigned ?? []).Select(field => Formats.Text(CampaignsTexts.ReadyCouncilNone, field.Name))],
        campaign.Prepared ? new Link($"{campaign.Address}/hoi-dong", CampaignsTexts.MendCouncil) : null,
        outcome?.Problem?.Message ?? (campaign.Prepared ? null : CampaignsTexts.ReadyNotPrepared))
    {
        Unknown = outcome?.Value is null,
    };

    private static ReadinessCheck Survey(Outcome<Coverage>? outcome, Campaign campaign)
    {
        var held = campaign.Groups.Any(group => group.SurveyHeld ?? campaign.SurveyHeld);
        return new ReadinessCheck(
            CampaignsTexts.ReadySurvey,
            [.. (held ? outcome?.Value?.Uncovered ?? [] : []).Select(leaf => Formats.Text(CampaignsTexts.ReadySurveyNone, leaf.LeafCode, leaf.LeafName))],
            Note: !held ? CampaignsTexts.ReadySurveyNotHeld : outcome?.Problem?.Message ?? (!campaign.Prepared ? CampaignsTexts.ReadyNotPrepared : outcome?.Value?.Uncovered?.Count > 0 ? CampaignsTexts.MendSurvey : null))
        {
            Unknown = held && outcome?.Value is null,
        };
    }

    private static async Task<IResult> PrepareAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{CampaignPages.Api}/{id}/preparation");
        return outcome.Problem is { } problem ? await ShowAsync(id, gateway, problem) : TypedResults.LocalRedirect($"/ky-danh-gia/{id}/san-sang");
    }

    private static async Task<IResult> OpenAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var campaign = await gateway.GetAsync<Campaign>($"{CampaignPages.Api}/{id}");
        if (form["anyway"] != "true" && (await CheckAsync(campaign, gateway)).Any(check => !check.IsOk))
        {
            return await ShowAsync(id, gateway, new Problem { Status = StatusCodes.Status400BadRequest, Detail = CampaignsTexts.OpenAnywayMissing });
        }

        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{CampaignPages.Api}/{id}/phases", new { phase = CampaignPhase.SelfAssessment, round = 1 });
        return outcome.Problem is { } problem ? await ShowAsync(id, gateway, problem) : TypedResults.LocalRedirect($"/ky-danh-gia/{id}");
    }
}
