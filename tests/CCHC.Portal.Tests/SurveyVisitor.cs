using System.Net;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

/// <summary>A browser without script: what is on the page is what is sent, with the button that is pressed.</summary>
public sealed partial class SurveyVisitor(HttpClient browser)
{
    private HttpResponseMessage? _answer;

    public HttpClient Browser { get; } = browser;

    public string Html { get; private set; } = "";

    /// <summary>What is read, without marks, in one line.</summary>
    public string Text => Blank().Replace(WebUtility.HtmlDecode(Tag().Replace(Html, " ")), " ");

    public HttpStatusCode Status => _answer!.StatusCode;

    public string? Location => _answer!.Headers.Location?.OriginalString;

    public string? Refresh => Header("Refresh");

    public string CacheControl => Header("Cache-Control") ?? "";

    public IReadOnlyList<string> Cookies => _answer!.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];

    public async Task GoAsync(string path) => await ReadAsync(await Browser.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    /// <summary>As the browser's own button does.</summary>
    public void GoBackTo(string html) => Html = html;

    /// <summary>The value of the page's field; empty where there is none.</summary>
    public string Field(string name) => Fields().FirstOrDefault(field => field.Name == name).Value ?? "";

    /// <summary>Fills in fields and presses a button of the page's form, which must be there; the only one when none is named.</summary>
    public async Task PressAsync(string deed = "", params (string Name, string Value)[] filled)
    {
        var fields = Fields().Where(field => filled.All(other => other.Name != field.Name)).Concat(filled).ToList();
        if (deed.Length > 0)
        {
            Assert.Contains($"name=\"viec\" value=\"{deed}\"", Html, StringComparison.Ordinal);
            fields.Add(("viec", deed));
        }

        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        await ReadAsync(await Browser.PostAsync(new Uri(Action().Match(Html).Groups["action"].Value, UriKind.Relative), content, TestContext.Current.CancellationToken));
    }

    private IEnumerable<(string Name, string Value)> Fields()
    {
        foreach (var input in Input().Matches(Html).Select(match => match.Value))
        {
            if (Attribute(input, "name") is { } name && (Attribute(input, "type") is not ("radio" or "checkbox") || input.Contains(" checked", StringComparison.Ordinal)))
            {
                yield return (name, Attribute(input, "value") ?? "");
            }
        }

        foreach (Match area in Area().Matches(Html))
        {
            yield return (Attribute(area.Value, "name")!, WebUtility.HtmlDecode(area.Groups["text"].Value));
        }
    }

    private async Task ReadAsync(HttpResponseMessage answer)
    {
        _answer?.Dispose();
        _answer = answer;
        Html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private string? Header(string name) => _answer!.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $" {name}=\"(?<value>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Action();

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Input();

    [GeneratedRegex("<textarea[^>]*>(?<text>[^<]*)</textarea>", RegexOptions.None, 1000)]
    private static partial Regex Area();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
