namespace CCHC.Assessment.Workbooks;

/// <summary>The second page of the workbook, in plain words.</summary>
internal static class WorkbookGuide
{
    public static IReadOnlyList<string> Lines { get; } =
    [
        "Hướng dẫn nhập phiếu bằng Excel",
        "1. Chỉ nhập vào cột “Giá trị” (ô nền vàng) của trang “Phiếu”. Ô nền xám do đơn vị khác phụ trách, hoặc lấy từ điều tra xã hội học và chỉ số bên ngoài.",
        "2. Số ghi như 85,5 hoặc 85.5; không ghi dấu %, không ghi đơn vị tính. Số 1.234 có thể hiểu theo hai cách nên không nhận: ghi 1234 hoặc 1,234.",
        "3. Có/Không: chọn trong danh sách, hoặc ghi có, không, x (là có). Mức đạt được: chọn trong danh sách.",
        "4. Không phát sinh: ghi x và ghi lý do ở dòng “Giải trình”; để trống nghĩa là có phát sinh. Số vi phạm: ghi 0 nếu không có.",
        "5. Không dùng công thức: ô có công thức bị bỏ qua, kể cả khi đang hiện ra số. Tính xong thì dán giá trị (Dán đặc biệt → Giá trị).",
        "6. Điểm do máy chủ tính từ số liệu. Cột “Điểm máy chủ tính” chỉ để xem, ghi vào đó không có tác dụng.",
        "7. Xóa trống một ô đang có giá trị nghĩa là xóa giá trị đó trên hệ thống. Ô không sửa thì giữ nguyên, kể cả khi trên hệ thống đã có người sửa sau lúc tải phiếu.",
        "8. Có thể xóa bớt hoặc sắp xếp lại các dòng: dòng thiếu được giữ nguyên như trên hệ thống. Đừng sửa các cột ẩn.",
        "9. Lưu tệp dạng .xlsx, vào trang phiếu, chọn “Nạp phiếu Excel”. Hệ thống cho xem từng thay đổi trước; chỉ những thay đổi được đánh dấu mới được ghi.",
        "10. Phiếu này chỉ dùng cho đúng đơn vị và kỳ đánh giá ghi ở đầu trang. Tài liệu kiểm chứng tải lên trên trang web, không đính kèm vào đây.",
    ];
}
