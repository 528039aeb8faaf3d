using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.SelfAssessments;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.Colleagues;

/// <summary>Difficulties and proposals of the report, by the unit that sends it and by those who answer a part.</summary>
internal static class SituationPages
{
    public static void MapSituation(this RouteGroupBuilder pages)
    {
        pages.MapGet("kho-khan", async (Guid id, GatewayClient gateway) => Pages.Show<SituationPage>(new { Sheet = await SheetPages.LoadAsync(gateway, id) }));
        pages.MapPost("kho-khan", SaveAsync);
    }

    internal static string Address(Guid sheet) => $"/phieu/{sheet}/kho-khan";

    private static async Task<IResult> SaveAsync(Guid id, IFormCollection form, GatewayClient gateway, TimeProvider clock)
    {
        var typed = new SheetNarrative(form["difficulties"].ToString(), form["proposals"].ToString());
        var problem = (await gateway.SendAsync<Done>(HttpMethod.Put, $"{SheetPages.Api}/{id}/situation", typed)).Problem;
        return Pages.Show<SituationPage>(
            new { Sheet = await SheetPages.LoadAsync(gateway, id), Problem = problem, Typed = problem is null ? null : typed, SavedAt = problem is null ? clock.GetUtcNow() : (DateTimeOffset?)null },
            problem?.Status ?? StatusCodes.Status200OK);
    }
}
