namespace CCHC.Portal.SignIn;

/// <summary>
/// A cookie of the whole site. Over TLS its name begins with <c>__Host-</c>, so that a browser neither takes it from a neighbouring host nor sends it without
/// TLS; without TLS, as on a machine for trying, browsers would refuse such a name.
/// </summary>
internal sealed class HostCookie : CookieBuilder
{
    private readonly IHttpContextAccessor _accessor;
    private string? _name;

    public HostCookie(IHttpContextAccessor accessor, string name, SameSiteMode sameSite)
    {
        (_accessor, _name) = (accessor, name);
        (Path, HttpOnly, IsEssential, SameSite, SecurePolicy) = ("/", true, true, sameSite, CookieSecurePolicy.SameAsRequest);
    }

    public override string? Name
    {
        get => _accessor.HttpContext?.Request.IsHttps == true ? "__Host-" + _name : _name;
        set => _name = value;
    }
}
