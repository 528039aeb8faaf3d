using System.Text.Json;

namespace CCHC.Testing.Installations;

/// <summary>
/// A campaign of one group and, unless said otherwise, one appraisal round, drawn up and opened over HTTP by home affairs. Its set measures departments by one leaf of
/// each kind a test needs; everything is 100 points.
/// </summary>
public sealed class TrialCampaign
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Caller _homeAffairs;

    private TrialCampaign(Caller homeAffairs, Guid id, string code, string groupCode) =>
        (_homeAffairs, Id, Code, GroupCode) = (homeAffairs, id, code, groupCode);

    public Guid Id { get; }

    public string Code { get; }

    public string GroupCode { get; }

    /// <summary>Draws up the campaign and opens it for self-assessment.</summary>
    /// <param name="homeAffairs">Signed in with the role home-affairs.</param>
    /// <param name="code">Of the campaign and of its criteria set.</param>
    /// <param name="groupCode">A group of the unit register.</param>
    /// <param name="criteriaCsv">The set, in the form of <c>POST /api/criteria/sets</c>.</param>
    /// <param name="unitIds">Units of the group.</param>
    /// <param name="surveyHeld">False leaves survey leaves out of the maximum.</param>
    /// <param name="rounds">Of appraisal.</param>
    public static async Task<TrialCampaign> OpenAsync(
        Caller homeAffairs, string code, string groupCode, string criteriaCsv, IReadOnlyCollection<Guid> unitIds, bool surveyHeld = false,
        int rounds = 1)
    {
        var set = await homeAffairs.PostCsvAsync($"/api/criteria/sets?code={code}&name={code}&year=2025", criteriaCsv);
        await homeAffairs.PostAsync($"/api/criteria/sets/{set.GetProperty("id").GetGuid()}/publication");
        var request = new
        {
            code,
            name = $"Kỳ thử {code}",
            year = 2025,
            rounds,
            surveyHeld,
            groups = new[] { new { code = groupCode, name = $"Khối {groupCode}", criteriaSetId = set.GetProperty("id").GetGuid(), unitIds } },
        };

        // Criteria learns of new units by events.
        var created = await Eventually.Is(
            () => homeAffairs.SendAsync(HttpMethod.Post, "/api/criteria/campaigns", request), answer => answer.Code() != "campaign.unit-unknown", Patience);
        if (!created.IsSuccess)
        {
            throw new InvalidOperationException($"The campaign was answered {created}");
        }

        var campaign = new TrialCampaign(homeAffairs, created.Json().GetProperty("id").GetGuid(), code, groupCode);
        await campaign.OpenPhaseAsync("SelfAssessment");
        return campaign;
    }

    /// <summary>One that a test has drawn up itself.</summary>
    public static TrialCampaign Known(Caller homeAffairs, Guid id, string code, string groupCode) => new(homeAffairs, id, code, groupCode);

    /// <summary>Address of the caller's only sheet in a campaign, once there is one.</summary>
    public static async Task<string> SheetAsync(Caller unit, Guid campaignId)
    {
        var sheets = await Eventually.Is(
            async () => (await unit.GetAsync($"/api/assessment/self-assessments?campaignId={campaignId}")).GetProperty("items"), items => items.GetArrayLength() == 1, Patience);
        return $"/api/assessment/self-assessments/{sheets[0].GetProperty("id").GetGuid()}";
    }

    /// <summary>Units of a group by code.</summary>
    public static async Task<IReadOnlyDictionary<string, Guid>> UnitsAsync(Caller caller, string groupCode)
    {
        var units = new Dictionary<string, Guid>(StringComparer.Ordinal);
        for (var page = 1; ; page++)
        {
            var list = await caller.GetAsync($"/api/identity/units?group={groupCode}&page={page}&pageSize=100");
            foreach (var unit in list.GetProperty("items").EnumerateArray())
            {
                units[unit.GetProperty("code").GetString()!] = unit.GetProperty("id").GetGuid();
            }

            if (list.GetProperty("items").GetArrayLength() == 0 || units.Count >= list.GetProperty("total").GetInt32())
            {
                return units;
            }
        }
    }

    public async Task OpenPhaseAsync(string phase, int round = 1) => await _homeAffairs.PostAsync($"/api/criteria/campaigns/{Id}/phases", new { phase, round });

    /// <summary>Sheets of the caller's units by unit code, once there are as many as there should be and they are open.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> SheetsAsync(Caller unit, int count = 1)
    {
        var sheets = await Eventually.Is(
            async () => (await unit.GetAsync($"/api/assessment/self-assessments?campaignId={Id}&pageSize=100")).GetProperty("items").EnumerateArray().ToList(),
            items => items.Count == count && items.TrueForAll(item => item.GetProperty("phaseOpen").GetBoolean()),
            Patience);
        return sheets.ToDictionary(item => item.GetProperty("unitCode").GetString()!, item => item.GetProperty("id").GetGuid(), StringComparer.Ordinal);
    }

    /// <summary>Gives every field of the set to one appraiser.</summary>
    public async Task AppointAsync(Caller appraiser, params IReadOnlyList<string> fieldCodes)
    {
        var me = await appraiser.GetAsync("/api/identity/me");
        var council = new
        {
            members = new[]
            {
                new
                {
                    userId = me.GetProperty("id").GetGuid(),
                    displayName = me.GetProperty("displayName").GetString(),
                    fields = fieldCodes.Select(fieldCode => new { groupCode = GroupCode, fieldCode }).ToArray(),
                },
            },
        };
        await Eventually.Holds(() => _homeAffairs.PutAsync($"/api/appraisal/campaigns/{Id}/council", council), Patience);
    }

    /// <summary>Cases by unit code, once there are as many as there should be and they may be appraised.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> CasesAsync(Caller appraiser, int count)
    {
        var cases = await Eventually.Is(
            async () => (await appraiser.GetAsync($"/api/appraisal/cases?campaignId={Id}&pageSize=100")).GetProperty("items").EnumerateArray().ToList(),
            items => items.Count == count,
            Patience);
        var byUnit = cases.ToDictionary(item => item.GetProperty("unitCode").GetString()!, item => item.GetProperty("id").GetGuid(), StringComparer.Ordinal);
        await Eventually.Is(
            async () => (await appraiser.GetAsync($"/api/appraisal/cases/{byUnit.Values.First()}")).GetProperty("phaseOpen").GetBoolean(), open => open, Patience);
        return byUnit;
    }

    /// <summary>The live ranking, by unit code.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> StandingsAsync(Caller staff) =>
        (await staff.GetAsync($"/api/ranking/campaigns/{Code}/standings")).GetProperty("items").EnumerateArray()
        .ToDictionary(item => item.GetProperty("unitCode").GetString()!, StringComparer.Ordinal);
}
