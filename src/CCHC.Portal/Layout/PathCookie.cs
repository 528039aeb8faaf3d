namespace CCHC.Portal.Layout;

/// <summary>
/// A cookie of a part of the site, out of reach of scripts and of forms of other sites. Over TLS its name begins with <c>__Secure-</c>, so that a browser takes it
/// over TLS only; <c>__Host-</c> is for cookies that are sent with every page.
/// </summary>
internal sealed class PathCookie(string name, TimeSpan kept)
{
    public string? Read(HttpContext context) => context.Request.Cookies[NameIn(context)];

    public void Keep(HttpContext context, string path, string value) => context.Response.Cookies.Append(NameIn(context), value, Options(context, path));

    public void Forget(HttpContext context, string path) => context.Response.Cookies.Delete(NameIn(context), Options(context, path));

    private string NameIn(HttpContext context) => context.Request.IsHttps ? "__Secure-" + name : name;

    private CookieOptions Options(HttpContext context, string path) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true, Path = path, MaxAge = kept,
    };
}
