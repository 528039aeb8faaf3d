using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.SurveyChannels;

/// <summary>Typing in one sheet after the other; a drawn share is typed in again by somebody who does not see the first entry.</summary>
internal static class PaperEntryPages
{
    private const int MostFields = 20_000;

    public static void Map(RouteGroupBuilder survey)
    {
        survey.MapGet("phieu-giay/nhap", AskAsync);
        survey.MapPost("phieu-giay/nhap", EnterAsync).WithFormOptions(valueCountLimit: MostFields);
    }

    internal static string Address(Guid campaign, Guid survey) => $"{PaperListPages.Address(campaign, survey)}/nhap";

    private static async Task<IResult> AskAsync(
        Guid campaign, Guid id, string? so, string? nhom, string? tang, string? dv, string? da, string? kq, GatewayClient gateway)
    {
        var (forms, found) = (PaperListPages.FindAsync(gateway, campaign, id, QueryString.Create("pageSize", "1")), FindAsync(gateway, id, so));
        await Task.WhenAll(forms, found);
        var form = await found;
        return form?.State == PaperFormState.Mismatch
            ? TypedResults.LocalRedirect(MismatchPages.Address(campaign, id, form.Number))
            : await ShowAsync(gateway, id, await forms, form, form?.RespondentGroup ?? nhom, new Kept(so, tang, dv), SavedForm.Of(da, kq));
    }

    private static async Task<IResult> EnterAsync(Guid campaign, Guid id, IFormCollection form, GatewayClient gateway)
    {
        var second = form["second"] == "1";
        var (forms, found) = (PaperListPages.FindAsync(gateway, campaign, id, QueryString.Create("pageSize", "1")), second ? FindAsync(gateway, id, form["number"]) : Task.FromResult<PaperFormDetail?>(null));
        await Task.WhenAll(forms, found);
        var group = form["respondentGroup"].ToString();
        var questionnaire = await ReadAsync(gateway, id, group);
        var entry = PaperEntry.Of(questionnaire, form);
        if (entry.Errors.Count > 0)
        {
            return await ShowAsync(gateway, id, await forms, await found, group, new Kept(entry.Number, Stratum: null, Unit: null), entry: entry, questionnaire: questionnaire);
        }

        var outcome = await gateway.SendAsync<Entered>(HttpMethod.Post, PaperListPages.Api(id), new
        {
            number = entry.Number,
            respondentGroup = group,
            code = form["code"].ToString().Trim() is { Length: > 0 } code ? code : null,
            stratum = form["stratum"].ToString() is { Length: > 0 } stratum ? stratum : null,
            answers = entry.Answers.Select(answer => answer.Answer),
        });
        if (outcome.Problem is { } problem)
        {
            entry.Refuse(questionnaire, problem);
            return await ShowAsync(gateway, id, await forms, await found, group, new Kept(entry.Number, Stratum: null, Unit: null), entry: entry, questionnaire: questionnaire);
        }

        var saved = QueryString.Create("da", outcome.Value!.Number).Add("kq", SavedForm.Key(outcome.Value.State));
        return second ? await NextSecondAsync(gateway, campaign, id, saved) : TypedResults.LocalRedirect(Address(campaign, id) + Next(form, group, saved).ToUriComponent());
    }

    /// <summary>A stack of sheets is usually of one group, stratum and unit.</summary>
    private static QueryString Next(IFormCollection form, string group, QueryString saved)
    {
        var query = saved.Add("nhom", group);
        query = form["stratum"].ToString() is { Length: > 0 } stratum ? query.Add("tang", stratum) : query;
        return form["unit"].ToString() is { Length: > 0 } unit ? query.Add("dv", unit) : query;
    }

    /// <summary>To the next form that this person may type in again, else to the list.</summary>
    private static async Task<IResult> NextSecondAsync(GatewayClient gateway, Guid campaign, Guid id, QueryString saved)
    {
        var waiting = await gateway.TryGetAsync<PaperFormList>($"{PaperListPages.Api(id)}?state={PaperFormState.AwaitingSecond}&pageSize=200");
        return waiting.Value?.Items.FirstOrDefault(form => form.MayEnterSecond) is { } next
            ? TypedResults.LocalRedirect(Address(campaign, id) + saved.Add("so", next.Number).ToUriComponent())
            : TypedResults.LocalRedirect(PaperListPages.Address(campaign, id) + saved.ToUriComponent());
    }

    private static async Task<IResult> ShowAsync(
        GatewayClient gateway, Guid id, PaperFormList forms, PaperFormDetail? form, string? group, Kept kept, SavedForm? saved = null, PaperEntry? entry = null, PaperQuestionnaire? questionnaire = null)
    {
        var asked = forms.RespondentGroups.FirstOrDefault(known => known.Code == group) ?? forms.RespondentGroups[0];
        return Pages.Show<PaperEntryPage>(
            new
            {
                Survey = id, Forms = forms, Group = asked, Found = form, Kept = kept, Saved = saved, Entry = entry,
                Questionnaire = questionnaire ?? await ReadAsync(gateway, id, asked.Code),
            },
            entry is null ? StatusCodes.Status200OK : entry.Problem?.Status ?? StatusCodes.Status400BadRequest);
    }

    private static Task<PaperQuestionnaire> ReadAsync(GatewayClient gateway, Guid id, string group) =>
        gateway.GetAsync<PaperQuestionnaire>($"{ChannelPages.Api(id)}/preview{QueryString.Create("group", group).ToUriComponent()}");

    private static async Task<PaperFormDetail?> FindAsync(GatewayClient gateway, Guid id, string? number) => string.IsNullOrWhiteSpace(number)
        ? null
        : (await gateway.TryFindAsync<PaperFormDetail>($"{PaperListPages.Api(id)}/{Uri.EscapeDataString(number.Trim().ToUpperInvariant())}")).Value;

    private sealed record Entered(string Number, PaperFormState State);
}

/// <summary>What the next sheet has in common with the last one.</summary>
public sealed record Kept(string? Number, string? Stratum, string? Unit);
