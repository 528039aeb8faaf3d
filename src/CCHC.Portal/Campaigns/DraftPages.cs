using System.Globalization;
using System.Text;
using System.Text.Json;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Campaigns;

/// <summary>Drawing up a campaign in steps; one form carries all that was typed, and only the last step stores it.</summary>
internal static class DraftPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("moi", (GatewayClient gateway, TimeProvider clock) =>
            ShowAsync(new CampaignDraft { Year = $"{clock.GetUtcNow().Year}" }, id: null, step: 1, gateway));
        pages.MapGet("{id:guid}/sua", EditAsync);

        // A list of thousands of units sends a field for each one that is chosen.
        pages.MapPost("moi", (IFormCollection form, GatewayClient gateway) => StepAsync(null, form, gateway)).WithFormOptions(valueCountLimit: 20_000);
        pages.MapPost("{id:guid}/sua", (Guid id, IFormCollection form, GatewayClient gateway) => StepAsync(id, form, gateway)).WithFormOptions(valueCountLimit: 20_000);
    }

    private static async Task<IResult> EditAsync(Guid id, GatewayClient gateway)
    {
        var campaign = await gateway.GetAsync<Campaign>($"{CampaignPages.Api}/{id}");
        return campaign is { IsDraft: true, CanManage: true }
            ? await ShowAsync(CampaignDraft.Of(campaign), id, step: 1, gateway)
            : TypedResults.LocalRedirect(campaign.Address);
    }

    private static async Task<IResult> ShowAsync(
        CampaignDraft draft, Guid? id, int step, GatewayClient gateway, IReadOnlyDictionary<string, string>? errors = null, Problem? problem = null)
    {
        var owner = draft.Shape == CampaignDraft.District && draft.OwnerUnitId.Length > 0 ? $"&ownerUnitId={Uri.EscapeDataString(draft.OwnerUnitId)}" : "";
        var year = int.TryParse(draft.Year, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var choices = await gateway.GetAsync<UnitChoices>($"{CampaignPages.Api}/unit-choices?year={year}{(step == 1 ? "" : owner)}");
        var sets = step == 1 ? [] : (await gateway.GetAsync<PageOf<SetChoice>>("/api/criteria/sets?status=Published&pageSize=100")).Items;
        var outlines = new Dictionary<string, SetOutline>(StringComparer.Ordinal);
        foreach (var setId in step == 3 ? draft.Groups.Select(group => group.SetId).Distinct(StringComparer.Ordinal) : [])
        {
            outlines[setId] = await gateway.GetAsync<SetOutline>($"/api/criteria/sets/{Uri.EscapeDataString(setId)}");
        }

        var status = problem?.Status ?? (errors is { Count: > 0 } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
        return Pages.Show<DraftPage>(
            new
            {
                Draft = draft,
                Packed = Pack(draft),
                Id = id,
                Step = step,
                Units = choices.Items,
                Sets = sets,
                Outlines = outlines,
                Errors = errors ?? new Dictionary<string, string>(StringComparer.Ordinal),
                Problem = problem,
            },
            status);
    }

    private static async Task<IResult> StepAsync(Guid? id, IFormCollection form, GatewayClient gateway)
    {
        var draft = Unpack(form["draft"].ToString());
        var step = int.TryParse(form["step"], CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 4) : 1;
        var deed = form["deed"].ToString().Split(':', 3);
        Read(draft, step, form);
        switch (deed[0])
        {
            case "back":
                return await ShowAsync(draft, id, step == 4 && !draft.IsMinistry ? 2 : step - 1, gateway);
            case "next":
                var errors = draft.Missing(step);
                return errors.Count > 0
                    ? await ShowAsync(draft, id, step, gateway, errors)
                    : await ShowAsync(draft, id, step == 2 && !draft.IsMinistry ? 4 : step + 1, gateway);
            case "save":
                return await SaveAsync(draft, id, gateway);
            case "add":
                draft.Groups.Add(new GroupDraft());
                break;
            case "search":
                break;
            default:
                await ChangeGroupAsync(draft, deed, form, gateway);
                break;
        }

        return await ShowAsync(draft, id, step, gateway);
    }

    private static async Task<IResult> SaveAsync(CampaignDraft draft, Guid? id, GatewayClient gateway)
    {
        var errors = draft.Missing(3);
        if (errors.Count > 0)
        {
            return await ShowAsync(draft, id, errors.Keys.Min(DraftErrors.StepOf), gateway, errors);
        }

        var outcome = await gateway.SendAsync<NewCampaign>(
            id is null ? HttpMethod.Post : HttpMethod.Put, id is null ? CampaignPages.Api : $"{CampaignPages.Api}/{id}", draft.ToRequest());
        if (outcome.Problem is null)
        {
            return TypedResults.LocalRedirect($"/ky-danh-gia/{id ?? outcome.Value!.Id}");
        }

        var (refused, rest) = DraftErrors.Of(outcome.Problem, draft);
        return await ShowAsync(draft, id, refused.Count == 0 ? 4 : refused.Keys.Min(DraftErrors.StepOf), gateway, refused, rest);
    }

    private static async Task ChangeGroupAsync(CampaignDraft draft, string[] deed, IFormCollection form, GatewayClient gateway)
    {
        if (deed.Length < 2 || !int.TryParse(deed[1], CultureInfo.InvariantCulture, out var index) || index < 0 || index >= draft.Groups.Count)
        {
            return;
        }

        var group = draft.Groups[index];
        switch (deed[0])
        {
            case "remove" when draft.Groups.Count > 1:
                draft.Groups.RemoveAt(index);
                break;
            case "none":
                group.UnitIds.Clear();
                break;
            case "all" when deed.Length == 3:
                var owner = draft.Shape == CampaignDraft.District ? $"&ownerUnitId={Uri.EscapeDataString(draft.OwnerUnitId)}" : "";
                var choices = await gateway.GetAsync<UnitChoices>($"{CampaignPages.Api}/unit-choices?year={Uri.EscapeDataString(draft.Year)}{owner}");
                group.UnitIds = [.. group.UnitIds.Union(choices.Items.Where(unit => unit.GroupCode == deed[2]).Select(unit => unit.UnitId))];
                break;
            case "field" when deed.Length == 3:
                var nodes = (await gateway.GetAsync<SetOutline>($"/api/criteria/sets/{Uri.EscapeDataString(group.SetId)}")).Nodes;
                foreach (var leaf in Under(nodes, deed[2]))
                {
                    group.Responsible[leaf.Code] = form[$"g{index}-field-{deed[2]}"].ToString();
                }

                break;
        }
    }

    /// <summary>The leaves of a field that a unit answers itself, in reading order.</summary>
    internal static IEnumerable<SetNode> Under(IReadOnlyList<SetNode> nodes, string field) =>
        nodes.SkipWhile(node => node.Depth > 0 || node.Code != field).Take(1)
            .Concat(nodes.SkipWhile(node => node.Depth > 0 || node.Code != field).Skip(1).TakeWhile(node => node.Depth > 0)).Where(node => node is { IsLeaf: true, Source: null or "appraised" });

    private static void Read(CampaignDraft draft, int step, IFormCollection form)
    {
        if (step == 1)
        {
            (draft.Shape, draft.OwnerUnitId, draft.Code, draft.Name, draft.Year) = (Text("shape"), Text("owner"), Text("code"), Text("name"), Text("year"));
            draft.Rounds = Text("rounds") is "1" or "2" or "3" ? Text("rounds") : "2";
            draft.SurveyHeld = form.ContainsKey("survey");
            (draft.LateDays, draft.LaterRoundsOpenAll) = (Text("late"), form.ContainsKey("openall"));
        }

        for (var i = 0; step == 2 && i < draft.Groups.Count; i++)
        {
            var group = draft.Groups[i];
            (group.Code, group.Name, group.SetId, group.Search) = (Text($"g{i}-code"), Text($"g{i}-name"), Text($"g{i}-set"), Text($"g{i}-search"));
            (group.SurveyHeld, group.BonusCap, group.PenaltyCap, group.Awards) = (Text($"g{i}-survey"), Text($"g{i}-bonus"), Text($"g{i}-penalty"), Text($"g{i}-awards"));
            group.LatePenaltyLeaf = Text($"g{i}-latepenalty");
            group.TieBreakers = [.. Enumerable.Range(0, 3).Select(place => Text($"g{i}-tie{place}")).Where(rule => rule.Length > 0)];
            for (var band = 0; band < group.Bands.Count; band++)
            {
                group.Bands[band] = new BandDraft { Name = Text($"g{i}-b{band}-name"), Threshold = Text($"g{i}-b{band}-from"), Inclusive = form.ContainsKey($"g{i}-b{band}-incl") };
            }

            if (group.Bands.All(band => band.Name.Length > 0))
            {
                group.Bands.Add(new BandDraft());
            }

            // Units that the search hides keep their mark.
            var shown = Ids($"g{i}-shown").ToHashSet();
            group.UnitIds = [.. group.UnitIds.Where(unit => !shown.Contains(unit)).Concat(Ids($"g{i}-units")).Distinct()];
        }

        for (var i = 0; step == 3 && i < draft.Groups.Count; i++)
        {
            draft.Groups[i].CollectorUnitId = Text($"g{i}-collector");
            var prefix = $"g{i}-leaf-";
            foreach (var field in form.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                draft.Groups[i].Responsible[field[prefix.Length..]] = Text(field);
            }
        }

        string Text(string field) => form[field].ToString().Trim();

        IEnumerable<Guid> Ids(string field) => form[field].Select(text => Guid.TryParse(text, out var unit) ? unit : Guid.Empty).Where(unit => unit != Guid.Empty);
    }

    private static string Pack(CampaignDraft draft) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(draft));

    private static CampaignDraft Unpack(string text)
    {
        try
        {
            return text.Length == 0 ? new CampaignDraft() : JsonSerializer.Deserialize<CampaignDraft>(Encoding.UTF8.GetString(Convert.FromBase64String(text))) ?? new CampaignDraft();
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new BadHttpRequestException(LayoutTexts.BadRequestText, exception);
        }
    }
}
