using CCHC.Appraisal.Meetings;
using CCHC.Appraisal.Reports;
using CCHC.OfficialDocuments;
using DocumentFormat.OpenXml.Packaging;
using Xunit;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.Appraisal.Tests;

public sealed class MinutesDocumentTests
{
    private static readonly Letterhead _letterhead = new() { ParentAgency = "Ủy ban nhân dân tỉnh Lâm Đồng", Place = "Lâm Đồng" };

    private static MinutedItem Item { get; } = new(
        "Sở Nội vụ", "2.1", "Tỷ lệ hồ sơ giải quyết đúng hạn", 2, ["Hai thành viên chấm khác nhau", "Đơn vị kiến nghị xem lại"], 2, SelfApplicable: true, 1.375m, ApplicableBefore: true,
        [new("Nguyễn Văn An", 1.375m, Applicable: true, "Có 12 hồ sơ trễ hạn"), new("Lê Thị Bình", 0, Applicable: false, null)],
        "Chấm 1,5 điểm", Yes: 3, No: 1, Abstain: 1, ["Phạm Thị Chi"], MinutedOutcome.Adopted, 1.5m, Applicable: true, "Bốn hồ sơ trễ do thiên tai.");

    private static MinutesFacts Facts { get; } = new(
        "Chỉ số cải cách hành chính năm 2026", 2026, Practice: false, Number: 3, new DateTimeOffset(2027, 1, 20, 1, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 20, 4, 15, 0, TimeSpan.Zero),
        "Phòng họp số 2, trụ sở Ủy ban nhân dân tỉnh", "Trần Thị Hòa", "Đỗ Văn Giang",
        ["Trần Thị Hòa", "Nguyễn Văn An", "Lê Thị Bình", "Phạm Thị Chi", "Đỗ Văn Giang", "Vũ Minh Khoa"], ["Hoàng Thị Lan"], Members: 7, Quorum: 5,
        [
            Item,
            new("Ủy ban nhân dân xã Đạ Huoai", "3.2", "Công khai thủ tục hành chính", 1, ["Thành viên không thống nhất"], null, SelfApplicable: false, null, ApplicableBefore: true,
                [], null, 0, 0, 0, [], MinutedOutcome.Pending, null, Applicable: true, null),
            Item with { UnitName = "Sở Tài chính", Outcome = MinutedOutcome.Rejected, Yes = 1, No = 5, Abstain = 0, NotVoting = [], Points = 1.375m, Reason = null },
            Item with { UnitName = "Sở Xây dựng", Outcome = MinutedOutcome.Kept, ProposalText = null, Yes = 0, No = 0, Abstain = 0, NotVoting = [], Points = null, Applicable = false, Reason = "Không có hồ sơ nào" },
            Item with { UnitName = "Sở Y tế", Outcome = MinutedOutcome.NoQuorum, Yes = 2, No = 0, Abstain = 0, NotVoting = ["Nguyễn Văn An", "Lê Thị Bình", "Vũ Minh Khoa"], Points = null, Reason = null },
        ],
        "Thống nhất 01 nội dung.\nGiao thư ký thông báo cho các đơn vị.");

    [Fact]
    public void The_minutes_tell_when_where_who_and_whether_they_were_enough()
    {
        var lines = LinesOf(Facts);

        Assert.Contains("BIÊN BẢN", lines);
        Assert.Contains("Họp Hội đồng thẩm định Chỉ số cải cách hành chính năm 2026 (phiên 3)", lines);
        Assert.Contains("Thời gian bắt đầu: 08 giờ 00 phút, ngày 20/01/2027.", lines);
        Assert.Contains("Địa điểm: Phòng họp số 2, trụ sở Ủy ban nhân dân tỉnh.", lines);
        Assert.Contains("Chủ trì: Trần Thị Hòa.", lines);
        Assert.Contains("Thư ký: Đỗ Văn Giang.", lines);
        Assert.Contains("Thành phần có mặt (6): Trần Thị Hòa, Nguyễn Văn An, Lê Thị Bình, Phạm Thị Chi, Đỗ Văn Giang, Vũ Minh Khoa.", lines);
        Assert.Contains("Thành phần vắng mặt (1): Hoàng Thị Lan.", lines);
        Assert.Contains("Điều kiện họp: Hội đồng có 7 thành viên, cần ít nhất 5 thành viên có mặt; có mặt 6, đủ điều kiện họp.", lines);
        Assert.Contains("Thống nhất 01 nội dung.", lines);
        Assert.Contains("Giao thư ký thông báo cho các đơn vị.", lines);
        Assert.Contains("Cuộc họp kết thúc vào 11 giờ 15 phút, ngày 20/01/2027./.", lines);
    }

    [Fact]
    public void An_item_tells_why_it_came_up_what_was_said_how_they_voted_and_what_was_decided() => Assert.Equal(
        [
            "1. Sở Nội vụ: tiêu chí 2.1",
            "Tiêu chí: 2.1. Tỷ lệ hồ sơ giải quyết đúng hạn (điểm tối đa 2,00).",
            "Lý do đưa ra họp:",
            "- Hai thành viên chấm khác nhau.",
            "- Đơn vị kiến nghị xem lại.",
            "Điểm tự chấm: 2,00 điểm; kết quả trước cuộc họp: 1,375 điểm.",
            "Ý kiến các thành viên:",
            "- Nguyễn Văn An: 1,375 điểm. Có 12 hồ sơ trễ hạn.",
            "- Lê Thị Bình: không phát sinh.",
            "Đề nghị biểu quyết: Chấm 1,5 điểm.",
            "Kết quả biểu quyết: đồng ý 3, không đồng ý 1, không ý kiến 1.",
            "Không biểu quyết do xung đột lợi ích: Phạm Thị Chi.",
            "Quyết định: Thông qua đề nghị; kết quả: 1,50 điểm.",
            "Lý do: Bốn hồ sơ trễ do thiên tai.",
            "2. Ủy ban nhân dân xã Đạ Huoai: tiêu chí 3.2",
            "Tiêu chí: 3.2. Công khai thủ tục hành chính (điểm tối đa 1,00).",
            "Lý do đưa ra họp:",
            "- Thành viên không thống nhất.",
            "Điểm tự chấm: không phát sinh; kết quả trước cuộc họp: chưa có.",
            "Ý kiến các thành viên: Không có.",
            "Đề nghị biểu quyết: Không có.",
            "Quyết định: Chưa quyết định; kết quả hiện có: chưa có.",
            "3. Sở Tài chính: tiêu chí 2.1",
        ],
        LinesOf(Facts).SkipWhile(line => !line.StartsWith("1. Sở Nội vụ", StringComparison.Ordinal)).Take(23));

    [Fact]
    public void Every_outcome_is_told() => Assert.Equal(
        [
            "Quyết định: Thông qua đề nghị; kết quả: 1,50 điểm.",
            "Quyết định: Chưa quyết định; kết quả hiện có: chưa có.",
            "Quyết định: Không thông qua đề nghị; kết quả: 1,375 điểm.",
            "Quyết định: Giữ nguyên kết quả: không phát sinh.",
            "Quyết định: Không đủ số thành viên biểu quyết nên chưa quyết định; kết quả hiện có: 1,375 điểm.",
        ],
        LinesOf(Facts).Where(line => line.StartsWith("Quyết định:", StringComparison.Ordinal)));

    [Fact]
    public void Secretary_and_chair_sign_side_by_side()
    {
        using var minutes = Open(Facts);

        var tables = minutes.MainDocumentPart!.Document!.Body!.Elements<W.Table>().ToList();
        Assert.Equal(
            ["THƯ KÝ|(Ký, ghi rõ họ tên)|Đỗ Văn Giang", "CHỦ TỌA|(Ký, ghi rõ họ tên, đóng dấu)|Trần Thị Hòa"],
            tables[^2].Descendants<W.TableCell>().Select(cell => string.Join('|', cell.Elements<W.Paragraph>().Select(line => line.InnerText))));
        Assert.Contains("BB-HĐTĐ", tables[0].InnerText, StringComparison.Ordinal);
        Assert.DoesNotContain("tháng", tables[0].InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_meeting_that_goes_on_has_a_draft_and_a_practice_copy_says_so()
    {
        var lines = LinesOf(Facts with { ClosedAt = null, Practice = true, ChairedBy = null, Secretary = null, Present = ["Nguyễn Văn An"], Absent = [], Items = [], Conclusion = null });

        Assert.Contains("DỰ THẢO BIÊN BẢN", lines);
        Assert.Contains("Họp Hội đồng thẩm định Chỉ số cải cách hành chính năm 2026 (phiên 3) – tập huấn, số liệu giả định", lines);
        Assert.Contains("Chủ trì: ………………………", lines);
        Assert.Contains("Thành phần vắng mặt (0): không có.", lines);
        Assert.Contains("Điều kiện họp: Hội đồng có 7 thành viên, cần ít nhất 5 thành viên có mặt; có mặt 1, không đủ điều kiện họp.", lines);
        Assert.Contains("Không có nội dung nào được đưa ra cuộc họp.", lines);
        Assert.Contains("Cuộc họp chưa kết thúc; biên bản này là dự thảo.", lines);
    }

    [Fact]
    public void Long_texts_are_written_in_full()
    {
        var opinion = string.Join(' ', Enumerable.Repeat("Đề nghị xem lại tài liệu kiểm chứng của đơn vị.", 100));

        var lines = LinesOf(Facts with { Items = [Item with { Reason = opinion, Positions = [new("Nguyễn Văn An", 1, Applicable: true, opinion)] }], Conclusion = opinion });

        Assert.Contains($"- Nguyễn Văn An: 1,00 điểm. {opinion}", lines);
        Assert.Contains($"Lý do: {opinion}", lines);
        Assert.Contains(opinion, lines);
    }

    [Fact]
    public void Word_finds_nothing_to_repair_and_the_same_facts_give_the_same_bytes()
    {
        using var minutes = Open(Facts);

        Assert.Empty(ReportDocumentTests.Errors(minutes));
        Assert.Equal(ReportDocumentTests.Bytes(new MinutesDocument(Facts, _letterhead).ToDocument().Write), ReportDocumentTests.Bytes(new MinutesDocument(Facts, _letterhead).ToDocument().Write));
    }

    private static List<string> LinesOf(MinutesFacts facts)
    {
        using var minutes = Open(facts);
        return [.. minutes.MainDocumentPart!.Document!.Body!.Elements<W.Paragraph>().Select(line => line.InnerText)];
    }

    private static WordprocessingDocument Open(MinutesFacts facts) =>
        WordprocessingDocument.Open(new MemoryStream(ReportDocumentTests.Bytes(new MinutesDocument(facts, _letterhead).ToDocument().Write)), isEditable: false);
}
