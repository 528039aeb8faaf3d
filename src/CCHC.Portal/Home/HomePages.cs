using CCHC.Contracts.Identity;
using CCHC.Portal.Appraisals;
using CCHC.Portal.Campaigns;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Meetings;
using CCHC.Portal.MinistryReviews;
using CCHC.Portal.Publications;
using CCHC.Portal.Remediation;
using CCHC.Portal.RespondentLists;
using CCHC.Portal.SelfAssessments;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.Home;

public static class HomePages
{
    /// <summary>What waits for the person, by role; each part is asked of its own service and may be away alone.</summary>
    public static void MapHome(this IEndpointRouteBuilder app) => app.MapGet("/bang-viec", async (CurrentUser user, GatewayClient gateway) =>
    {
        var sheets = ForAsync<PageOf<SheetItem>>("/api/assessment/self-assessments", Roles.UnitOfficer, Roles.UnitHead);
        var requests = user.IsInRole(Roles.UnitOfficer) || user.IsInRole(Roles.UnitHead)
            ? CampaignPages.OrNothing(gateway.TryGetAsync<MyRequests>("/api/assessment/supplement-requests"))
            : Task.FromResult(new Outcome<MyRequests>(Value: null, Problem: null));
        var lists = user.IsInRole(Roles.UnitOfficer) || user.IsInRole(Roles.UnitHead)
            ? CampaignPages.OrNothing(gateway.TryGetAsync<MyLists>(ListPages.MyApi))
            : Task.FromResult(new Outcome<MyLists>(Value: null, Problem: null));
        var cases = ForAsync<PageOf<CaseItem>>("/api/appraisal/cases?status=open", Roles.Appraiser);
        var duties = ForAsync<CouncilDuties>("/api/appraisal/council-duties", Roles.Appraiser, Roles.CouncilChair, Roles.CouncilSecretary);
        var remediation = user.IsInRole(Roles.UnitOfficer) || user.IsInRole(Roles.UnitHead) || user.IsInRole(Roles.HomeAffairs)
            ? CampaignPages.OrNothing(gateway.TryGetAsync<Reminders>($"{RemediationPages.Api}/reminders"))
            : Task.FromResult(new Outcome<Reminders>(Value: null, Problem: null));
        var results = ForAsync<WaitingResults>("/api/ranking/snapshots", Roles.Leader, Roles.HomeAffairs);
        var campaigns = ForAsync<PageOf<CampaignItem>>("/api/criteria/campaigns", Roles.HomeAffairs, Roles.Leader, Roles.Auditor);
        var notices = CampaignPages.OrNothing(gateway.TryGetAsync<Notices>("/api/criteria/notices"));
        return Pages.Show<HomePage>(new { Notices = await notices, Sheets = await sheets, Requests = await requests, Lists = await lists, Cases = await cases, Duties = await duties, Remediation = await remediation, Results = await results, Campaigns = await campaigns });

        Task<Outcome<T>?> ForAsync<T>(string path, params string[] roles)
            where T : class =>
            roles.Any(user.IsInRole) ? AskAsync<T>(path) : Task.FromResult<Outcome<T>?>(null);

        async Task<Outcome<T>?> AskAsync<T>(string path)
            where T : class =>
            await gateway.TryGetAsync<T>(path);
    });
}

/// <summary>Results on their way to the public.</summary>
public sealed record WaitingResults(IReadOnlyList<WaitingResult> Items)
{
    /// <summary>The leader approves; what is approved waits by itself, under the eyes of home affairs.</summary>
    public IReadOnlyList<WaitingResult> For(CurrentUser user) => [.. Items.Where(result => result.State == SnapshotState.Open || user.IsInRole(Roles.HomeAffairs))];
}

/// <param name="Mine">Taken by the person who looks, so somebody else approves it.</param>
/// <param name="Corrects">Null for the first publication.</param>
public sealed record WaitingResult(string Campaign, string CampaignName, int Number, SnapshotState State, DateTimeOffset TakenAt, string TakenBy, bool Mine, int? Corrects, DateTimeOffset? PublicFrom);

/// <summary>What the councils wait for, beside scoring.</summary>
public sealed record CouncilDuties(IReadOnlyList<CouncilDuty> Items);

public enum CouncilDutyKind
{
    Arbitrate,
    Vote,
    AgreeToReopening,
}

public sealed record CouncilDuty(CouncilDutyKind Kind, Guid CampaignId, string CampaignName, bool Practice, Guid? MeetingId, Guid? CaseId, int Count)
{
    public string Address => Kind switch
    {
        CouncilDutyKind.Arbitrate => AppraisalPages.Address(CaseId!.Value),
        CouncilDutyKind.Vote => MeetingPages.Address(CampaignId, MeetingId),
        _ => $"/tham-dinh/thong-qua/{CampaignId}",
    };
}

/// <summary>What is due soon or late, for the units and areas of a person.</summary>
public sealed record Notices(IReadOnlyList<Notice>? Items)
{
    /// <summary>The most pressing first.</summary>
    public IEnumerable<Notice> ByDeadline => (Items ?? []).OrderBy(notice => notice.DueAt ?? notice.CreatedAt);
}

/// <summary>A reminder before a deadline, or that it has passed.</summary>
public sealed record Notice(Guid Id, Guid CampaignId, string CampaignName, bool Practice, string Text, DateTimeOffset? DueAt, bool Overdue, DateTimeOffset CreatedAt);
