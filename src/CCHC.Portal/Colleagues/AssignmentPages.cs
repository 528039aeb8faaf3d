using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.SelfAssessments;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.Colleagues;

/// <summary>Who of the unit works on which leaves.</summary>
internal static class AssignmentPages
{
    public static void MapAssignments(this RouteGroupBuilder pages)
    {
        pages.MapGet("phan-cong", (Guid id, int? luu, GatewayClient gateway) => ShowAsync(gateway, id, saved: luu));
        pages.MapPost("phan-cong", AssignAsync).WithFormOptions(valueCountLimit: 5_000);
    }

    internal static string Address(Guid sheet) => $"/phieu/{sheet}/phan-cong";

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid id, Problem? problem = null, IFormCollection? form = null, int? saved = null)
    {
        var (sheet, people) = (SheetPages.LoadAsync(gateway, id), gateway.GetAsync<ColleagueList>("/api/identity/colleagues"));
        return Pages.Show<AssignmentPage>(
            new { Sheet = await sheet, People = (await people).Items, Problem = problem, Saved = saved, Typed = form?.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal) },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>
    /// The button of a field gives all its leaves to one person; the other one sends the leaves that were changed on the page, so that what a
    /// colleague has assigned meanwhile stays.
    /// </summary>
    private static async Task<IResult> AssignAsync(Guid id, IFormCollection form, GatewayClient gateway, CurrentUser user)
    {
        var (loading, asking) = (SheetPages.LoadAsync(gateway, id), gateway.GetAsync<ColleagueList>("/api/identity/colleagues"));
        var (sheet, people) = (await loading, (await asking).Items);
        var field = form["field"].ToString();
        var changed = 0;
        var changes = sheet.LeavesOf(user)
            .Select(node => (Node: node, Wanted: form[field.Length > 0 ? $"field-{field}" : $"leaf-{node.Code}"].ToString()))
            .Where(x => field.Length == 0 ? form.ContainsKey($"leaf-{x.Node.Code}") && x.Wanted != form[$"was-{x.Node.Code}"].ToString() : sheet.Nodes.First(node => node.Code == field) is var top && (top == x.Node || sheet.Under(top).Contains(x.Node)))
            .Where(x => x.Wanted != $"{x.Node.Leaf!.AssignedTo?.Id}")
            .GroupBy(x => x.Wanted, x => x.Node.Code, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            changed += change.Count();
            var person = people.FirstOrDefault(person => $"{person.Id}" == change.Key);
            var body = new { leaves = change, officerId = person?.Id, officerName = person?.DisplayName };
            var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{SheetPages.Api}/{id}/assignments", body);
            if (outcome.Problem is not null)
            {
                return await ShowAsync(gateway, id, outcome.Problem, form);
            }
        }

        return TypedResults.LocalRedirect($"{Address(id)}?luu={changed}" + (field.Length > 0 ? $"#lv-{Uri.EscapeDataString(field)}" : ""));
    }
}
