using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.Layout;

public sealed record Link(string Address, string Text);

/// <summary>Where each role finds what it may use.</summary>
internal static class Navigation
{
    public sealed record Place(string Path, string Name, string Icon, params string[] Roles);

    private static readonly string[] Staff =
        [Roles.HomeAffairs, Roles.Leader, Roles.Appraiser, Roles.CouncilChair, Roles.CouncilSecretary, Roles.Auditor];

    private static readonly Place[] Places =
    [
        new("/bang-viec", LayoutTexts.NavHome, "home", [.. Roles.All]),
        new("/phieu", LayoutTexts.NavSheets, "clipboard", Roles.UnitOfficer, Roles.UnitHead),
        new("/tham-dinh", LayoutTexts.NavAppraisals, "checklist", Roles.Appraiser, Roles.HomeAffairs, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary),
        new("/ky-danh-gia", LayoutTexts.NavCampaigns, "calendar", Roles.HomeAffairs, Roles.Leader, Roles.Auditor),
        new("/bo-tieu-chi", LayoutTexts.NavCriteriaSets, "tree", Roles.HomeAffairs, Roles.Leader, Roles.Auditor),
        new("/dieu-tra", LayoutTexts.NavSurveys, "checklist", Roles.HomeAffairs, Roles.Leader, Roles.Auditor),
        new("/dieu-tra/cua-toi", LayoutTexts.NavMySurveys, "checklist", Roles.Enumerator),
        new("/dieu-tra/danh-sach", LayoutTexts.NavLists, "upload", Roles.UnitOfficer, Roles.UnitHead),
        new("/dieu-tra/may-tinh-bang", LayoutTexts.NavTablet, "tablet", Roles.Enumerator),
        new("/xep-hang", LayoutTexts.NavStandings, "chart", Staff),
        new("/khac-phuc", LayoutTexts.NavRemediation, "check", Roles.HomeAffairs, Roles.Leader, Roles.Auditor),
        new("/khac-phuc/cua-toi", LayoutTexts.NavMyRemediation, "check", Roles.UnitOfficer, Roles.UnitHead),
        new("/", LayoutTexts.NavResults, "world", [.. Roles.All]),
        new("/quan-tri/don-vi", LayoutTexts.NavUnits, "sitemap", Roles.HomeAffairs, Roles.SystemAdmin),
        new("/quan-tri/tai-khoan", LayoutTexts.NavAccounts, "user", Roles.SystemAdmin),
        new("/quan-tri/webhook", LayoutTexts.NavWebhooks, "send", Roles.HomeAffairs, Roles.SystemAdmin, Roles.Auditor),
        new("/quan-tri/he-thong-ket-noi", LayoutTexts.NavApiClients, "link", Roles.SystemAdmin),
        new("/quan-tri/thong-diep-loi", LayoutTexts.NavFailedMessages, "alert", Roles.SystemAdmin, Roles.Auditor),
        new("/nhat-ky", LayoutTexts.NavAuditLog, "eye", Roles.Auditor, Roles.SystemAdmin),
        new("/tai-khoan", LayoutTexts.NavMyAccount, "lock", [.. Roles.All]),
    ];

    public static IEnumerable<Place> PlacesOf(CurrentUser user) => Places.Where(place => place.Roles.Any(user.IsInRole));
}
