using CCHC.Appraisal.Reports;
using CCHC.OfficialDocuments;

namespace CCHC.Appraisal.Meetings;

/// <summary>The minutes of a meeting of the council (biên bản) for signature by secretary and chair; the same facts give the same bytes.</summary>
internal sealed class MinutesDocument(MinutesFacts facts, Letterhead letterhead)
{
    private const string Room = "………………………";
    private const string None = "Không có.";

    private bool IsQuorate => facts.Present.Count >= facts.Quorum;

    /// <remarks>By the form of minutes of Decree 30/2020/NĐ-CP, Annex III: no line of place and date, two signers.</remarks>
    public OfficialDocument ToDocument() => new(new DocumentHead
    {
        ParentAgency = letterhead.KnownParentAgency,
        Agency = AppraisalReport.Council,
        Symbol = "BB-HĐTĐ",
        Place = null,
        Kind = facts.ClosedAt is null ? "Dự thảo biên bản" : "Biên bản",
        Subject = $"Họp {AppraisalReport.Council} Chỉ số cải cách hành chính năm {DocumentText.Number(facts.Year)} (phiên {DocumentText.Number(facts.Number)})"
            + (facts.Practice ? DocumentText.Practice : ""),
    })
    {
        Body =
        [
            new Heading("Thời gian, địa điểm, thành phần"), .. Attendance(),
            new Heading("Nội dung cuộc họp"), .. Items(),
            new Heading("Kết luận"), new Paragraph(facts.Conclusion ?? None), new Paragraph(Closing),
        ],
        Signer = new Signer("Chủ tọa", facts.ChairedBy),
        LeftSigner = new Signer("Thư ký", facts.Secretary),
        Recipients = [$"Thành viên {AppraisalReport.Council}", "Lưu: VT, hồ sơ hội đồng"],
    };

    private string Closing => facts.ClosedAt is { } closed ? $"Cuộc họp kết thúc vào {DocumentText.SpokenTime(closed)}./." : "Cuộc họp chưa kết thúc; biên bản này là dự thảo.";

    private IEnumerable<Paragraph> Attendance() =>
    [
        new($"Cuộc họp phục vụ thẩm định {facts.CampaignName}."),
        new($"Thời gian bắt đầu: {DocumentText.SpokenTime(facts.HeldAt)}."),
        new($"Địa điểm: {facts.Place}."),
        new($"Chủ trì: {(facts.ChairedBy is { } chair ? $"{chair}." : Room)}"),
        new($"Thư ký: {(facts.Secretary is { } secretary ? $"{secretary}." : Room)}"),
        new($"Thành phần có mặt ({DocumentText.Number(facts.Present.Count)}): {Names(facts.Present)}"),
        new($"Thành phần vắng mặt ({DocumentText.Number(facts.Absent.Count)}): {Names(facts.Absent)}"),
        new($"Điều kiện họp: Hội đồng có {DocumentText.Number(facts.Members)} thành viên, cần ít nhất {DocumentText.Number(facts.Quorum)} thành viên có mặt; "
            + $"có mặt {DocumentText.Number(facts.Present.Count)}, {(IsQuorate ? "đủ" : "không đủ")} điều kiện họp."),
    ];

    private IEnumerable<Block> Items() => facts.Items.Count == 0
        ? [new Paragraph("Không có nội dung nào được đưa ra cuộc họp.")]
        : facts.Items.SelectMany(ItemOf);

    private static IEnumerable<Block> ItemOf(MinutedItem item)
    {
        yield return new Heading($"{item.UnitName}: tiêu chí {item.LeafCode}", 2);
        yield return new Paragraph($"Tiêu chí: {item.LeafCode}. {item.LeafName} (điểm tối đa {DocumentText.Exact(item.MaxPoints)}).");
        yield return Listed("Lý do đưa ra họp:", item.Why);
        yield return new Paragraph(
            $"Điểm tự chấm: {Result(item.SelfPoints, item.SelfApplicable, "không chấm")}; kết quả trước cuộc họp: {Result(item.PointsBefore, item.ApplicableBefore, "chưa có")}.");
        yield return Listed("Ý kiến các thành viên:", [.. item.Positions.Select(PositionOf)]);
        yield return new Paragraph($"Đề nghị biểu quyết: {(item.ProposalText is null ? None : Sentence(item.ProposalText))}");
        if (item.ProposalText is not null || item.Yes + item.No + item.Abstain > 0)
        {
            yield return new Paragraph(
                $"Kết quả biểu quyết: đồng ý {DocumentText.Number(item.Yes)}, không đồng ý {DocumentText.Number(item.No)}, không ý kiến {DocumentText.Number(item.Abstain)}.");
        }

        if (item.NotVoting.Count > 0)
        {
            yield return new Paragraph($"Không biểu quyết do xung đột lợi ích: {Names(item.NotVoting)}");
        }

        yield return new Paragraph($"Quyết định: {Decision(item)}");
        if (item.Reason is not null)
        {
            yield return new Paragraph($"Lý do: {Sentence(item.Reason)}");
        }
    }

    private static string PositionOf(MinutedPosition position) =>
        $"{position.By}: {Result(position.Points, position.Applicable, "")}{(position.Reason is null ? "" : $". {position.Reason}")}";

    private static Paragraph Listed(string title, IReadOnlyList<string> texts) =>
        new(texts.Count == 0 ? $"{title} {None}" : string.Join('\n', texts.Select(text => $"- {Sentence(text)}").Prepend(title)));

    private static string Decision(MinutedItem item)
    {
        var (result, before) = (Result(item.Points, item.Applicable, "chưa có"), Result(item.PointsBefore, item.ApplicableBefore, "chưa có"));
        return item.Outcome switch
        {
            MinutedOutcome.Adopted => $"Thông qua đề nghị; kết quả: {result}.",
            MinutedOutcome.Rejected => $"Không thông qua đề nghị; kết quả: {result}.",
            MinutedOutcome.Kept => $"Giữ nguyên kết quả: {result}.",
            MinutedOutcome.NoQuorum => $"Không đủ số thành viên biểu quyết nên chưa quyết định; kết quả hiện có: {before}.",
            _ => $"Chưa quyết định; kết quả hiện có: {before}.",
        };
    }

    private static string Result(decimal? points, bool applicable, string none) => (applicable, points) switch
    {
        (false, _) => "không phát sinh",
        (_, null) => none,
        (_, { } given) => $"{DocumentText.Exact(given)} điểm",
    };

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "không có." : $"{string.Join(", ", names)}.";

    /// <summary>People end some of their texts with a full stop and some without.</summary>
    private static string Sentence(string text) => text.TrimEnd() is [.., '.' or '!' or '?' or '…' or ':' or ';'] ended ? ended : $"{text.TrimEnd()}.";
}
