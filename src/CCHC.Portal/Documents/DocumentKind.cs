using T = CCHC.Portal.Documents.DocumentsTexts;

namespace CCHC.Portal.Documents;

/// <summary>A document that is made from a result.</summary>
/// <param name="Path">In addresses of the portal.</param>
/// <param name="Slug">In those of the ranking service.</param>
/// <param name="Name">On screen.</param>
/// <param name="Help">What stands in it.</param>
internal sealed record DocumentKind(string Path, string Slug, string Name, string Help)
{
    public static readonly DocumentKind ReportCard = new("thong-bao", "report-card", T.ReportCard, T.ReportCardHelp);

    public static readonly IReadOnlyList<DocumentKind> All =
    [
        new("quyet-dinh", "decision", T.Decision, T.DecisionHelp), new("bao-cao-tong-hop", "synthesis-report", T.SynthesisReport, T.SynthesisReportHelp), ReportCard,
        new("khen-thuong", "awards", T.Awards, T.AwardsHelp), new("giay-moi", "invitations", T.Invitations, T.InvitationsHelp),
    ];
}
