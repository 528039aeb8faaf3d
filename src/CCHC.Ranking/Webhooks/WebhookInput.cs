using System.ComponentModel.DataAnnotations;
using System.Net;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Ranking.Webhooks;

/// <param name="Name">For people: who receives.</param>
/// <param name="Address">Where to, <c>https</c>.</param>
/// <param name="Events">At least one of <c>ranking.published</c>, <c>ranking.corrected</c>.</param>
public sealed record WebhookInput(
    [property: Required(ErrorMessage = "Ghi tên hệ thống nhận."), StringLength(200, ErrorMessage = "Tên dài tối đa 200 ký tự.")] string Name,
    [property: Required(ErrorMessage = "Ghi địa chỉ nhận."), StringLength(500, ErrorMessage = "Địa chỉ dài tối đa 500 ký tự.")] string Address,
    IReadOnlyList<string> Events)
{
    /// <summary>The parts as they are kept.</summary>
    /// <exception cref="InvalidInputException">Where one of them cannot be taken.</exception>
    public (string Name, Uri Address, IReadOnlyList<string> Events) Read(EgressGuard guard)
    {
        var known = WebhookEvents.All.Where(name => Events?.Contains(name, StringComparer.Ordinal) == true).ToList();
        if (known.Count == 0 || Events!.Any(name => !WebhookEvents.All.Contains(name, StringComparer.Ordinal)))
        {
            throw new InvalidInputException("events", $"Chọn ít nhất một sự kiện trong: {string.Join(", ", WebhookEvents.All)}.");
        }

        return (Name.Trim().Normalize(), ReadAddress(guard), known);
    }

    private Uri ReadAddress(EgressGuard guard)
    {
        if (!Uri.TryCreate(Address.Trim(), UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !(guard.AllowHttp && address.Scheme == Uri.UriSchemeHttp)))
        {
            throw new InvalidInputException("address", $"Địa chỉ nhận phải bắt đầu bằng {(guard.AllowHttp ? "https:// hoặc http://" : "https://")}, ví dụ https://du-lieu.example.gov.vn/cchc.");
        }

        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            throw new InvalidInputException("address", "Địa chỉ nhận không được chứa tên đăng nhập, mật khẩu hay phần sau dấu #.");
        }

        if (!guard.Allows(address.DnsSafeHost))
        {
            throw new InvalidInputException("address", $"{address.DnsSafeHost} không nằm trong danh sách nơi nhận được phép. Quản trị hệ thống thêm được bằng thiết lập Webhooks:AllowedHosts.");
        }

        // A name is looked up at each delivery; an address can be refused at once.
        return IPAddress.TryParse(address.DnsSafeHost, out var literal) && !guard.Allows(literal)
            ? throw new InvalidInputException("address", $"{address.DnsSafeHost} thuộc mạng nội bộ, hệ thống không gửi tới đó. Quản trị hệ thống mở được bằng thiết lập Webhooks:AllowedNetworks.")
            : address;
    }
}
