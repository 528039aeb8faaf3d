using System.Collections.Concurrent;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;

namespace CCHC.Survey.Forms;

/// <summary>Remembers what the links of open surveys ask, so that a thousand forms in a minute read the questionnaire once; personal codes are looked up each time.</summary>
public sealed class OpenForms
{
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, Respondent> _known = new(StringComparer.Ordinal);

    internal async Task<Respondent?> FindAsync(string typed, bool fresh, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var code = RespondentGroup.NormalizeLinkCode(typed);
        if (!fresh && _known.TryGetValue(code, out var known))
        {
            return known;
        }

        _known.TryRemove(code, out _);
        var respondent = await Respondent.FindAsync(code, db, cancellationToken);
        if (respondent is { Invitation: null, Survey.Status: SurveyStatus.Open })
        {
            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            _known[code] = respondent;
        }

        return respondent;
    }
}
