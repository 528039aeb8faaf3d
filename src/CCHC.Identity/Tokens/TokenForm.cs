namespace CCHC.Identity.Tokens;

/// <summary>The form that the routes of OAuth take.</summary>
public static class TokenForm
{
    /// <summary>Null where there is none, or none that can be read.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request)
    {
        try
        {
            return request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
