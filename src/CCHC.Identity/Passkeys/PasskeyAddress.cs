using System.Net;
using CCHC.Identity.Tokens;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Identity.Passkeys;

/// <summary>
/// Where browsers make and show passkeys: <c>Passkeys:Origin</c>, else the issuer's address, this machine's being <c>localhost</c>. A passkey
/// belongs to a domain, so an address without a name has none.
/// </summary>
public sealed class PasskeyAddress(IConfiguration configuration, AccessTokens tokens)
{
    private readonly Uri? _origin = OriginOf(configuration["Passkeys:Origin"] is { Length: > 0 } set ? set : tokens.Issuer);

    public string? Domain => _origin?.Host;

    public bool Is(string origin) => _origin is not null && Uri.TryCreate(origin, UriKind.Absolute, out var asked) && asked.Equals(_origin);

    /// <exception cref="RuleViolationException">This installation has no domain.</exception>
    public void MustExist()
    {
        if (_origin is null)
        {
            throw new RuleViolationException(
                "passkey.no-domain", "Hệ thống đang chạy ở một địa chỉ số (IP) nên chưa dùng được khóa truy cập; cần một tên miền có HTTPS.");
        }
    }

    private static Uri? OriginOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return null;
        }

        var origin = IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip) ? new UriBuilder(uri.Scheme, "localhost", uri.Port).Uri : uri;
        return IPAddress.TryParse(origin.IdnHost.Trim('[', ']'), out _) || (origin.Scheme != Uri.UriSchemeHttps && origin.Host != "localhost") ? null : new Uri(origin.GetLeftPart(UriPartial.Authority));
    }
}
