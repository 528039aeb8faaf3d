using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;

namespace CCHC.ResultDocuments;

/// <summary>A kind of document that is made from a result.</summary>
/// <param name="Slug">In addresses.</param>
/// <param name="Name">On screen.</param>
/// <param name="FileName">Without campaign and ending.</param>
/// <param name="BuiltIn">The template that holds until an office brings its own.</param>
/// <param name="Places">What a template of this kind may hold.</param>
/// <param name="Make">The document of a result; the unit is one of the result's and known for <see cref="OfUnit"/> kinds alone.</param>
public sealed record DocumentKind(
    string Slug, string Name, string FileName, Func<OfficialDocument> BuiltIn, IReadOnlyList<TemplatePlace> Places, Func<DocumentResult, Letterhead, string?, ResultDocument> Make)
{
    /// <summary>There is one document for each unit.</summary>
    public bool OfUnit { get; init; }

    public static IReadOnlyList<DocumentKind> All { get; } =
    [
        new("decision", "Quyết định phê duyệt kết quả", "quyet-dinh", DecisionDocument.BuiltIn, DecisionDocument.Places, (result, letterhead, _) => new DecisionDocument(result, letterhead)),
        new("synthesis-report", "Báo cáo tổng hợp", "bao-cao-tong-hop", SynthesisReport.BuiltIn, SynthesisReport.Places, (result, letterhead, _) => new SynthesisReport(result, letterhead)),
        new("report-card", "Thông báo kết quả của đơn vị", "thong-bao-ket-qua", ReportCard.BuiltIn, ReportCard.Places, (result, letterhead, unit) => new ReportCard(result, letterhead, unit!)) { OfUnit = true },
        new("awards", "Danh sách khen thưởng", "danh-sach-khen-thuong", AwardDocument.BuiltIn, AwardDocument.Places, (result, letterhead, _) => new AwardDocument(result, letterhead)),
        new("invitations", "Giấy mời và danh sách dự hội nghị", "giay-moi-hoi-nghi", InvitationDocument.BuiltIn, InvitationDocument.Places, (result, letterhead, _) => new InvitationDocument(result, letterhead)),
    ];

    public static DocumentKind? Find(string slug) => All.FirstOrDefault(kind => kind.Slug == slug);

    /// <summary>The template of that kind that comes with the system.</summary>
    public byte[] BuiltInFile()
    {
        using var file = new MemoryStream();
        BuiltIn().Write(file);
        return file.ToArray();
    }
}
