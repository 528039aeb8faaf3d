using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.SurveyChannels;

/// <summary>Two entries of one sheet that differ: somebody with the sheet in hand says which one is right.</summary>
internal static class MismatchPages
{
    public static void Map(RouteGroupBuilder survey)
    {
        survey.MapGet("phieu-giay/{number}/thong-nhat", (Guid campaign, Guid id, string number, GatewayClient gateway) => ShowAsync(gateway, campaign, id, number));
        survey.MapPost("phieu-giay/{number}/thong-nhat", ResolveAsync).WithFormOptions(valueCountLimit: 20_000);
    }

    internal static string Address(Guid campaign, Guid survey, string number) => $"{PaperListPages.Address(campaign, survey)}/{Uri.EscapeDataString(number)}/thong-nhat";

    private static string Api(Guid survey, string number) => $"{PaperListPages.Api(survey)}/{Uri.EscapeDataString(number)}";

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid campaign, Guid id, string number, RefusedDeed? refused = null)
    {
        var (forms, detail) = (PaperListPages.FindAsync(gateway, campaign, id, QueryString.Create("pageSize", "1")), gateway.GetAsync<PaperFormDetail>(Api(id, number)));
        await Task.WhenAll(forms, detail);
        return (await detail).State == PaperFormState.Mismatch || refused is not null
            ? Pages.Show<MismatchPage>(new { Survey = id, Forms = await forms, Form = await detail, Refused = refused }, ChannelPages.StatusOf(refused?.Problem))
            : TypedResults.LocalRedirect(PaperListPages.Address(campaign, id));
    }

    private static async Task<IResult> ResolveAsync(Guid campaign, Guid id, string number, IFormCollection form, GatewayClient gateway)
    {
        var detail = await gateway.GetAsync<PaperFormDetail>(Api(id, number));
        var (open, choices) = (new List<(string, string)>(), new List<object>());
        foreach (var (field, i) in detail.Fields.Select((field, i) => (field, i)).Where(item => item.field.Differs))
        {
            if (form[field.Key].ToString() is "first" or "second")
            {
                choices.Add(new { questionCode = field.QuestionCode, unitId = field.UnitId, take = form[field.Key].ToString() });
            }
            else
            {
                open.Add(($"{i}", Formats.Text(SurveyChannelsTexts.ChoiceMissing, field.QuestionCode)));
            }
        }

        var problem = open.Count > 0
            ? ChannelPages.Refuse(SurveyChannelsTexts.ChoicesMissing, [.. open])
            : (await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api(id, number)}/resolution", new { choices })).Problem;
        return problem is null
            ? TypedResults.LocalRedirect(PaperListPages.Address(campaign, id) + QueryString.Create("da", detail.Number).Add("kq", SavedForm.Resolved).ToUriComponent())
            : await ShowAsync(gateway, campaign, id, number, new RefusedDeed("thong-nhat", problem, form));
    }
}
