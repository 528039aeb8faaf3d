using System.Net.Http.Headers;

namespace CCHC.Portal.Frames;

/// <summary>A list of people on its way from the browser to the gateway.</summary>
internal static class PeopleFile
{
    public const string Accept = ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Excel or CSV by the name; browsers do not agree on the type.</summary>
    public static StreamContent ToContent(IFormFile file)
    {
        var content = new StreamContent(file.OpenReadStream());
        content.Headers.ContentType = new MediaTypeHeaderValue(
            file.FileName.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv");
        return content;
    }
}
