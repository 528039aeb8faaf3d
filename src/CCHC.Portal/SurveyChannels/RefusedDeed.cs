using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.SurveyChannels;

/// <summary>A form of a page that was refused, with everything that was typed.</summary>
public sealed record RefusedDeed(string Deed, Problem Problem, IFormCollection Form)
{
    public IReadOnlyList<Link> Links => [.. Problem.ByField.Select(error => new Link($"#f-{error.Field}", error.Text))];

    public string Value(string field) => Form[field].ToString();
}

internal static class RefusedDeeds
{
    /// <summary>The refusal, if it is of this form.</summary>
    public static RefusedDeed? Of(this RefusedDeed? refused, string deed) => refused?.Deed == deed ? refused : null;
}
