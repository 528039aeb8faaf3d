using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.SurveyChannels;

/// <summary>Codes on paper: a sheet of labels for invited people, and the links that groups and kiosks share.</summary>
internal static class LabelPages
{
    public static void Map(RouteGroupBuilder survey)
    {
        survey.MapGet("nhan-ma", async (Guid campaign, Guid id, int? tu, int? den, string? ten, HttpContext context, GatewayClient gateway) =>
        {
            var query = QueryString.Empty;
            query = tu is { } from ? query.Add("from", $"{from}") : query;
            query = den is { } to ? query.Add("to", $"{to}") : query;
            var (survey, labels) = (ChannelPages.FindAsync(gateway, campaign, id), gateway.GetAsync<LabelList>($"{ChannelPages.Api(id)}/invitations/labels{query.ToUriComponent()}"));
            await Task.WhenAll(survey, labels);
            return Pages.Show<LabelPage>(new { Survey = await survey, Labels = await labels, From = tu, To = den, WithNames = ten == "1", Origin = OriginOf(context) });
        });
        survey.MapGet("duong-dan", async (Guid campaign, Guid id, HttpContext context, GatewayClient gateway) =>
            Pages.Show<LinksPage>(new { Survey = await ChannelPages.FindAsync(gateway, campaign, id), Origin = OriginOf(context) }));
    }

    internal static string Address(Guid campaign, Guid survey) => $"{ChannelPages.Address(campaign, survey)}/nhan-ma";

    /// <summary>Under which the person has reached this site, and a respondent will.</summary>
    private static string OriginOf(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host.ToUriComponent()}";
}

/// <summary>Codes of those who have not answered, in order of their numbers.</summary>
/// <param name="Total">Of which there may be more than are told at once.</param>
public sealed record LabelList(string SurveyName, IReadOnlyList<CodeLabel> Items, int Total);

/// <param name="Code">In groups of four.</param>
/// <param name="Path">Of the form, on this site.</param>
public sealed record CodeLabel(int Serial, string Code, string Path, string Stratum, string? Cluster, string? Name);
