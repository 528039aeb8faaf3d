using System.Globalization;
using CCHC.Portal.Evidence;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.SelfAssessments;

/// <summary>Saves one leaf; where a colleague was faster, shows both versions and saves what is chosen from them.</summary>
public static class LeafPages
{
    public static void MapLeaves(this RouteGroupBuilder pages)
    {
        pages.MapPost("{id:guid}/tieu-chi/{code}", SaveAsync);
        pages.MapGet("{id:guid}/nam-truoc", LastYears.ShowAsync);
    }

    internal static string Action(SheetView view, string code) =>
        $"/phieu/{view.Sheet.Id}/tieu-chi/{Uri.EscapeDataString(code)}" + (view.Filter.IsEmpty ? "" : $"?{view.Filter.Query}");

    private static async Task<IResult> SaveAsync(
        Guid id, string code, IFormCollection form, GatewayClient gateway, TimeProvider clock, CurrentUser user, HttpContext context)
    {
        var choice = form["merge"].ToString();
        var written = choice.Length > 0 ? await ChooseAsync(gateway, id, code, form) : new Attempt(form, form["version"].ToString());
        if (written is null)
        {
            return TypedResults.NotFound();
        }

        var (data, errors) = written.Form is { } fields ? LeafForm.Read(fields) : (null, []);
        var problem = written.Problem;
        if (data is not null)
        {
            problem = (await WriteAsync(gateway, id, code, written, data)).Problem;
        }

        if (problem is { IsAway: true } && Pages.IsPartial(context))
        {
            throw new GatewayException(problem); // the form keeps what was typed and tries again
        }

        var sheet = await SheetPages.LoadAsync(gateway, id);
        if (sheet.Find(code) is not { } node)
        {
            return TypedResults.NotFound();
        }

        var conflict = problem is { IsStale: true } ? LeafMerge.Of(node, form) : null;
        var saved = conflict is { Differences.Count: 0 } || (errors.Count == 0 && problem is null);
        if (saved && !Pages.IsPartial(context))
        {
            return TypedResults.LocalRedirect(SheetPages.Address(id, code, SheetFilter.Of(context)) + "#tieu-chi");
        }

        // A stale or refused write keeps the version that was read: only a person may decide what stays.
        var state = new LeafState
        {
            SavedAt = saved ? node.Leaf!.EnteredAt ?? clock.GetUtcNow() : null,
            Problem = saved ? null : problem,
            Conflict = saved ? null : conflict,
            Errors = errors,
            Version = saved ? node.Leaf!.Version?.ToString(CultureInfo.InvariantCulture) : form["version"].ToString(),
            Base = saved ? null : form["base"].ToString(),
            Chosen = saved && choice.Length > 0,
        };
        return await ShowAsync(sheet, node, state, form, gateway, user, context);
    }

    private static async Task<IResult> ShowAsync(
        Sheet sheet, SheetNode node, LeafState state, IFormCollection form, GatewayClient gateway, CurrentUser user, HttpContext context)
    {
        var filter = SheetFilter.Of(context);
        if (!Pages.IsPartial(context))
        {
            return Pages.Show<SheetPage>(
                new { Sheet = sheet, Filter = filter, Selected = node, State = state, Typed = LeafForm.Values(form), Documents = await EvidencePages.TryLoadAsync(gateway, sheet.Id) },
                state.Problem?.Status ?? StatusCodes.Status400BadRequest);
        }

        var documents = filter.WithoutEvidence ? (await EvidencePages.TryLoadAsync(gateway, sheet.Id)).Value : null;
        return Pages.Show<LeafSaved>(new { View = new SheetView(sheet, filter, user.Id, documents), Node = node, State = state });
    }

    private static Task<Outcome<SavedLeaf>> WriteAsync(GatewayClient gateway, Guid id, string code, Attempt attempt, Scoring.LeafData data)
    {
        var body = new { data, explanation = TextOf(LeafMerge.Explanation), supplement = TextOf(LeafMerge.Supplement), evidence = TextOf(LeafMerge.Evidence) };
        return gateway.SendAsync<SavedLeaf>(
            HttpMethod.Put, $"{SheetPages.Api}/{id}/entries/{Uri.EscapeDataString(code)}", body,
            ("If-Match", attempt.Version.Length == 0 ? null : $"\"{attempt.Version}\""));

        string? TextOf(string field) => string.IsNullOrWhiteSpace(attempt.Form![field]) ? null : attempt.Form[field].ToString().Trim();
    }

    /// <summary>What a choice between two versions writes, over the version that was shown; a third one that has come since is shown first.</summary>
    private static async Task<Attempt?> ChooseAsync(GatewayClient gateway, Guid id, string code, IFormCollection form)
    {
        var sheet = await SheetPages.LoadAsync(gateway, id);
        if (sheet.Find(code) is not { } node)
        {
            return null;
        }

        var (shown, now) = (form["theirVersion"].ToString(), node.Leaf!.Version?.ToString(CultureInfo.InvariantCulture));
        return form["merge"].ToString() switch
        {
            LeafMerge.TakeTheirs when shown == now => new Attempt(Form: null, shown),
            _ when shown != now => new Attempt(Form: null, shown) { Problem = new Problem { Status = StatusCodes.Status412PreconditionFailed } },
            LeafMerge.ByField => new Attempt(LeafMerge.Of(node, form).Apply(form), shown),
            _ => new Attempt(form, shown),
        };
    }

    /// <summary>What is to be written over which version; no form where nothing is.</summary>
    private sealed record Attempt(IFormCollection? Form, string Version)
    {
        public Problem? Problem { get; init; }
    }
}

/// <summary>What became of the last attempt to save a leaf.</summary>
public sealed record LeafState
{
    public DateTimeOffset? SavedAt { get; init; }
    public Problem? Problem { get; init; }
    public IReadOnlyList<Link> Errors { get; init; } = [];
    public string? Version { get; init; }

    /// <summary>The leaf as it was read; null after a save, which is what is read now.</summary>
    public string? Base { get; init; }

    public LeafMerge? Conflict { get; init; }

    /// <summary>A choice between two versions was carried out, so the fields hold something else than what was typed.</summary>
    public bool Chosen { get; init; }
}
