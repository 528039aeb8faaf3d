using System.Globalization;
using CCHC.Contracts.Criteria;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using CCHC.Scoring;
using T = CCHC.Portal.CriteriaSets.CriteriaSetsTexts;

namespace CCHC.Portal.CriteriaSets;

/// <summary>The tree editor: every key or button is a form sent here, answered with what changed on the page.</summary>
internal static class NodePages
{
    public static void MapNodes(this RouteGroupBuilder pages)
    {
        pages.MapGet("{id:guid}/nut/{nodeId:guid}", PanelAsync);
        pages.MapPost("{id:guid}/cay", EditTreeAsync);
        pages.MapPost("{id:guid}/nut/{nodeId:guid}", SaveAsync);
        pages.MapPost("{id:guid}/nut/{nodeId:guid}/tinh", CalculateAsync);
        pages.MapPost("{id:guid}/nut/{nodeId:guid}/vi-du", ExamplesAsync);
    }

    private static async Task<IResult> PanelAsync(Guid id, Guid nodeId, GatewayClient gateway, HttpContext context)
    {
        if (!Pages.IsPartial(context))
        {
            return TypedResults.LocalRedirect(SetPages.Address(id, nodeId));
        }

        var of = await NodeAsync(gateway, id, nodeId);
        return Pages.Show<NodePanel>(new { Set = SetEdit.Of(id, of), of.Node });
    }

    private static async Task<IResult> EditTreeAsync(Guid id, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        Guid? node = Guid.TryParse(form["node"], out var parsed) ? parsed : null;
        Guid? parent = Guid.TryParse(form["parent"], out var parentId) ? parentId : null;
        var nodes = $"{SetPages.Api}/{id}/nodes";
        var deed = form["viec"].ToString();
        (HttpMethod Method, string Path, object? Body)? call = deed switch
        {
            "them" => (HttpMethod.Post, nodes, new { parentId = parent, afterId = node, name = T.NewNodeName }),
            "them-con" when node is not null => (HttpMethod.Post, nodes, new { parentId = node, afterId = (Guid?)null, name = T.NewNodeName }),
            "len" or "xuong" or "vao" or "ra" when node is not null => (HttpMethod.Post, $"{nodes}/{node}/moves", new { to = Direction(deed) }),
            "tach" when node is not null => (HttpMethod.Post, $"{nodes}/{node}/splits", new { names = Lines(form["names"].ToString()) }),
            "xoa" when node is not null => (HttpMethod.Delete, $"{nodes}/{node}", null),
            _ => null,
        };
        if (call is null)
        {
            return TypedResults.BadRequest();
        }

        var outcome = await gateway.SendAsync<SetChange>(call.Value.Method, call.Value.Path, call.Value.Body, IfMatch(form));
        if (!Pages.IsPartial(context))
        {
            return outcome.Problem is { } refused
                ? SetPages.Show(await SetPages.LoadAsync(gateway, id), node, refused)
                : TypedResults.LocalRedirect(SetPages.Address(id, outcome.Value!.SelectedId));
        }

        var problem = outcome.Problem is { IsStale: true } stale ? stale with { Detail = T.TreeStale } : outcome.Problem;
        return Pages.Show<TreeEdited>(
            new { Set = Edit(id, form, outcome.Value?.Revision ?? 0), Change = outcome.Value, Problem = problem, Focus = deed is "them" or "them-con" ? "name" : null },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> SaveAsync(Guid id, Guid nodeId, IFormCollection form, GatewayClient gateway, TimeProvider clock, HttpContext context)
    {
        var isLeaf = form["leaf"] == "true";
        var typed = RuleForm.From(form);
        var (rule, errors) = isLeaf ? typed.Build() : (null, []);
        var max = 0m;
        if (isLeaf && !Formats.TryParse(form["maxPoints"], out max))
        {
            errors = [new Link("#m-max", LeafForm.NumberError(form["maxPoints"].ToString())), .. errors];
        }

        Outcome<SetChange>? outcome = null;
        if (errors.Count == 0)
        {
            var body = new { code = Text("code"), name = Text("name"), maxPoints = isLeaf ? max : (decimal?)null, leaf = isLeaf ? Leaf() : null };
            outcome = await gateway.SendAsync<SetChange>(HttpMethod.Put, $"{SetPages.Api}/{id}/nodes/{nodeId}", body, IfMatch(form));
            if (outcome.Problem is { IsAway: true } away && Pages.IsPartial(context))
            {
                throw new GatewayException(away); // the form keeps what was typed and tries again
            }
        }

        var saved = outcome is { Problem: null };
        if (saved && !Pages.IsPartial(context))
        {
            return form.ContainsKey("op")
                ? SetPages.Show(await SetPages.LoadAsync(gateway, id), nodeId, problem: null, typed: form)
                : TypedResults.LocalRedirect(SetPages.Address(id, nodeId));
        }

        var readsOther = isLeaf && (form["storedKind"] != typed.Kind || typed.Kind is "choice" or "deduction");
        var state = new NodeState { SavedAt = saved ? clock.GetUtcNow() : null, Problem = outcome?.Problem, Errors = errors, Change = outcome?.Value };
        if (outcome?.Value is { Selected: { } node } change)
        {
            return Pages.Show<NodeSaved>(new { Set = new SetEdit(id, change.Revision, IsFramework: false, FrameworkId: null, IsEditable: true), Node = node, State = state, Rule = Others(), OtherData = readsOther });
        }

        var set = await SetPages.LoadAsync(gateway, id);
        if (set.Nodes.FirstOrDefault(x => x.Id == nodeId) is not { } stored)
        {
            return TypedResults.NotFound();
        }

        // What could not be saved keeps the revision that was read: only a person may decide to overwrite.
        var edit = saved ? SetEdit.Of(set) : SetEdit.Of(set) with { Revision = long.TryParse(form["version"], CultureInfo.InvariantCulture, out var read) ? read : set.Revision };
        return Pages.IsPartial(context)
            ? Pages.Show<NodeSaved>(new { Set = edit, Node = stored, State = state, Rule = Others(), OtherData = readsOther })
            : SetPages.Show(set, nodeId, problem: null, state, form, outcome?.Problem?.Status ?? StatusCodes.Status400BadRequest);

        // The fields of the rule are drawn anew only where they are others: what is being typed must not be taken away.
        RuleForm? Others() => isLeaf && (form.ContainsKey("op") || form["kindShown"] != typed.Kind) ? typed : null;

        object Leaf() => new
        {
            kind = Enum.TryParse<LeafKind>(form["kind"], out var kind) ? kind : LeafKind.Ordinary,
            source = Enum.TryParse<PointSource>(form["source"], out var source) ? source : PointSource.Appraised,
            rule,
            evidenceRequired = form.ContainsKey("evidenceRequired"),
            notApplicableAllowed = form.ContainsKey("notApplicableAllowed"),
            requiredEvidence = Text("requiredEvidence"),
            guidance = Text("guidance"),
            legalBasis = Text("legalBasis"),
            surveyQuestion = Text("surveyQuestion"),
            fieldCode = Text("fieldCode"),
            @fixed = form.ContainsKey("fixed"),
            ruleConfirmed = form.ContainsKey("ruleConfirmed"),
        };

        string? Text(string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text : null;
    }

    private static async Task<IResult> CalculateAsync(Guid id, Guid nodeId, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        // With script, the rule as typed comes along; without, the stored one counts.
        var set = form.ContainsKey("rule.kind") ? null : await SetPages.LoadAsync(gateway, id);
        var node = set?.Nodes.FirstOrDefault(x => x.Id == nodeId);
        var (rule, errors) = node is null ? RuleForm.From(form).Build() : (node.Rule, []);
        var max = 0m;
        if (node is not null)
        {
            max = node.MaxPoints;
        }
        else if (!Formats.TryParse(form["maxPoints"], out max))
        {
            errors = [new Link("#m-max", LeafForm.NumberError(form["maxPoints"].ToString())), .. errors];
        }

        var (data, unread) = LeafForm.Read(form);
        errors = [.. errors, .. unread];
        var outcome = rule is null || data is null || errors.Count > 0 ? null : await AskAsync(gateway, rule, max, data);
        if (set is not null && node is not null && !Pages.IsPartial(context))
        {
            return Pages.Show<SetPage>(new { Set = set, Selected = node, Result = outcome?.Value, Problem = outcome?.Problem, Data = LeafForm.Values(form) });
        }

        return Pages.Show<CalculatorResult>(new { Result = outcome?.Value, Problem = outcome?.Problem, Errors = errors });
    }

    private static async Task<IResult> ExamplesAsync(Guid id, Guid nodeId, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        var of = await NodeAsync(gateway, id, nodeId);
        if (of.Node is not { Rule: { } rule } node)
        {
            return TypedResults.NotFound();
        }

        var examples = (node.Examples ?? []).Select(x => (x.Data, Expected: x.ExpectedPoints, x.Note)).ToList();
        Problem? problem = null;
        var op = form["op"].ToString();
        if (op == "add-example")
        {
            var (data, errors) = LeafForm.Read(form);
            var answer = data is null ? null : await AskAsync(gateway, rule, node.MaxPoints, data);
            if (answer?.Value is { Status: EvaluationStatus.Scored, Points: { } points })
            {
                examples.Add((data!, points, form["note"].ToString().Trim()));
            }
            else
            {
                problem = answer?.Problem ?? new Problem { Status = 400, Detail = errors.Select(x => x.Text).FirstOrDefault() ?? answer?.Value?.Problem ?? T.ExampleWithoutPoints };
            }
        }
        else
        {
            for (var i = 0; i < examples.Count && i < form["expected"].Count; i++)
            {
                var text = form["expected"][i];
                problem = Formats.TryParse(text, out var expected) ? problem : new Problem { Status = 400, Detail = LeafForm.NumberError(text ?? "") };
                examples[i] = (examples[i].Data, expected, form["note"][i]);
            }

            if (op.Split(':') is ["remove", var index] && int.TryParse(index, CultureInfo.InvariantCulture, out var row) && row >= 0 && row < examples.Count)
            {
                examples.RemoveAt(row);
            }
        }

        SetChange? change = null;
        if (problem is null)
        {
            var body = new { examples = examples.Select(x => new { data = x.Data, expectedPoints = x.Expected, note = string.IsNullOrEmpty(x.Note) ? null : x.Note }) };
            (change, problem) = await gateway.SendAsync<SetChange>(HttpMethod.Put, $"{SetPages.Api}/{id}/nodes/{nodeId}/examples", body);
        }

        if (!Pages.IsPartial(context))
        {
            return problem is null ? TypedResults.LocalRedirect(SetPages.Address(id, nodeId)) : SetPages.Show(await SetPages.LoadAsync(gateway, id), nodeId, problem);
        }

        return Pages.Show<Examples>(new { Set = SetEdit.Of(id, of), Node = change?.Selected ?? node, Problem = problem, Change = change });
    }

    private static Task<NodeOfSet> NodeAsync(GatewayClient gateway, Guid id, Guid nodeId) => gateway.GetAsync<NodeOfSet>($"{SetPages.Api}/{id}/nodes/{nodeId}");

    private static Task<Outcome<Calculation>> AskAsync(GatewayClient gateway, ScoringRule rule, decimal max, LeafData data) =>
        gateway.SendAsync<Calculation>(HttpMethod.Post, "/api/criteria/calculations", new { rule, maxPoints = max, data });

    private static SetEdit Edit(Guid id, IFormCollection form, long revision) =>
        new(id, revision, form["isFramework"] == "true", Guid.TryParse(form["framework"], out var framework) ? framework : null, IsEditable: true);

    private static (string, string?) IfMatch(IFormCollection form) =>
        ("If-Match", form.ContainsKey("overwrite") || string.IsNullOrEmpty(form["version"]) ? null : $"\"{form["version"]}\"");

    private static string Direction(string deed) => deed switch { "len" => "up", "xuong" => "down", "vao" => "in", _ => "out" };

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
