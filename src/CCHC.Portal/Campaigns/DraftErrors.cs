using System.Globalization;
using System.Text.RegularExpressions;
using CCHC.Portal.Gateway;

namespace CCHC.Portal.Campaigns;

/// <summary>What is wrong with which field of a campaign that is being drawn up; fields go by the id they have on the page.</summary>
internal static partial class DraftErrors
{
    private static readonly Dictionary<string, string> Ids = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ownerUnitId"] = "owner", ["code"] = "code", ["name"] = "name", ["year"] = "year", ["rounds"] = "rounds", ["lateDays"] = "late",
    };

    private static readonly Dictionary<string, string> GroupIds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["code"] = "code", ["name"] = "name", ["criteriaSetId"] = "set", ["unitIds"] = "units", ["classBands"] = "bands",
        ["bonusCap"] = "bonus", ["penaltyCap"] = "penalty", ["awards"] = "awards", ["collectorUnitId"] = "collector",
        ["latePenaltyLeaf"] = "latepenalty",
    };

    /// <summary>What the service says of fields of the form, as if the page had found it; the rest of its refusal stays a problem.</summary>
    public static (Dictionary<string, string> Errors, Problem? Remaining) Of(Problem problem, CampaignDraft draft)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var everythingPlaced = true;
        foreach (var (member, text) in problem.ByField)
        {
            if (IdOf(member, draft) is { } id)
            {
                errors[id] = errors.TryGetValue(id, out var said) ? $"{said} {text}" : text;
            }
            else
            {
                everythingPlaced = false;
            }
        }

        return (errors, errors.Count > 0 && everythingPlaced ? null : problem);
    }

    /// <summary>The step on which the field stands.</summary>
    public static int StepOf(string id) => Group().IsMatch(id) ? id.EndsWith("-collector", StringComparison.Ordinal) || id.Contains("-leaf-", StringComparison.Ordinal) ? 3 : 2 : 1;

    /// <summary>Attributes of a field: what describes it, whether it is wrong, and that the first wrong one has the focus.</summary>
    /// <param name="errors">Of the whole page.</param>
    /// <param name="id">Of the field.</param>
    /// <param name="help">Id of the text that explains it, if there is one.</param>
    /// <param name="set">A group of controls, of which none alone is wrong.</param>
    public static Dictionary<string, object> Marks(this IReadOnlyDictionary<string, string> errors, string id, string? help = null, bool set = false)
    {
        var marks = new Dictionary<string, object>(StringComparer.Ordinal);
        var wrong = errors.ContainsKey(id);
        if (help is not null || wrong)
        {
            marks["aria-describedby"] = string.Join(' ', new[] { help, wrong ? $"{id}-error" : null }.OfType<string>());
        }

        if (wrong)
        {
            marks["autofocus"] = true;
            if (!set)
            {
                marks["aria-invalid"] = "true";
            }
        }

        return marks;
    }

    private static string? IdOf(string member, CampaignDraft draft)
    {
        if (Ids.TryGetValue(member, out var id))
        {
            return id;
        }

        if (Member().Match(member) is not { Success: true } match
            || int.Parse(match.Groups["group"].Value, CultureInfo.InvariantCulture) is var index && index >= draft.Groups.Count)
        {
            return null;
        }

        if (GroupIds.TryGetValue(match.Groups["name"].Value, out var own))
        {
            return $"g{index}-{own}";
        }

        return match.Groups["duty"] is { Success: true, Value: var place }
            && draft.Groups[index].Duties.ElementAtOrDefault(int.Parse(place, CultureInfo.InvariantCulture)).Key is { } leaf
            ? $"g{index}-leaf-{leaf}"
            : null;
    }

    [GeneratedRegex(@"^groups\[(?<group>\d{1,4})\]\.(responsibilities\[(?<duty>\d{1,4})\]|(?<name>\w+))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Member();

    [GeneratedRegex(@"^g\d+-", RegexOptions.None, 1000)]
    private static partial Regex Group();
}
