namespace CCHC.Criteria.CriteriaSets.Frameworks;

public enum DeviationKind
{
    Added,
    Removed,
    Renamed,
    Rule,
    Points,
    Evidence,
    Moved,
}

/// <summary>One way in which a derived set differs from its framework.</summary>
/// <param name="NodeCode">In the derived set; in the framework for what was removed.</param>
/// <param name="Kind">What differs.</param>
/// <param name="Text">In words, with both sides.</param>
public sealed record Deviation(string NodeCode, DeviationKind Kind, string Text)
{
    internal static IEnumerable<Deviation> Between(CriteriaSet framework, CriteriaSet derived)
    {
        var counterparts = derived.Nodes.Where(node => node.FrameworkNodeId is not null).ToDictionary(node => node.FrameworkNodeId!.Value);
        foreach (var node in derived.Tree.InReadingOrder())
        {
            if (node.FrameworkNodeId is not { } origin || framework.Find(origin) is not { } model)
            {
                yield return new Deviation(node.Code, DeviationKind.Added, $"Thêm “{node.Code} {node.Name}” ({PublicationReport.Text(node.MaxPoints)} điểm).");
                continue;
            }

            foreach (var deviation in Between(framework, model, derived, node))
            {
                yield return deviation;
            }
        }

        foreach (var model in framework.Tree.InReadingOrder().Where(model => !counterparts.ContainsKey(model.Id)))
        {
            yield return new Deviation(model.Code, DeviationKind.Removed, $"Bỏ “{model.Code} {model.Name}” ({PublicationReport.Text(model.MaxPoints)} điểm).");
        }
    }

    private static IEnumerable<Deviation> Between(CriteriaSet framework, CriterionNode model, CriteriaSet derived, CriterionNode node)
    {
        if (node.Name != model.Name)
        {
            yield return new Deviation(node.Code, DeviationKind.Renamed, $"“{model.Name}” đổi tên thành “{node.Name}”.");
        }

        if (derived.Tree.ParentOf(node)?.FrameworkNodeId != model.ParentId)
        {
            var parent = derived.Tree.ParentOf(node);
            yield return new Deviation(node.Code, DeviationKind.Moved, $"“{model.Code} {node.Name}” chuyển sang “{parent?.Code} {parent?.Name}”.");
        }

        if (model.IsLeaf && !node.IsLeaf)
        {
            yield return new Deviation(node.Code, DeviationKind.Rule, $"“{node.Name}” được chia thành {derived.Tree.ChildrenOf(node.Id).Count} tiêu chí con.");
        }
        else if (!Equals(node.Rule, model.Rule) || node.Kind != model.Kind || node.Source != model.Source)
        {
            yield return new Deviation(
                node.Code, DeviationKind.Rule, $"“{node.Name}”: bộ khung “{InWords(model)}”, bộ này “{InWords(node)}”.");
        }

        if (node.MaxPoints != model.MaxPoints)
        {
            yield return new Deviation(node.Code, DeviationKind.Points, $"“{node.Name}”: bộ khung {PublicationReport.Text(model.MaxPoints)} điểm, bộ này {PublicationReport.Text(node.MaxPoints)} điểm.");
        }

        if (node.IsLeaf && model.IsLeaf && (node.EvidenceRequired != model.EvidenceRequired || node.RequiredEvidence != model.RequiredEvidence))
        {
            yield return new Deviation(node.Code, DeviationKind.Evidence, $"“{node.Name}”: tài liệu kiểm chứng khác bộ khung ({Evidence(model)} → {Evidence(node)}).");
        }
    }

    private static string InWords(CriterionNode leaf) => leaf.Rule is { } rule ? Scoring.Scorer.Describe(rule, leaf.MaxPoints) : "chưa có quy tắc";

    private static string Evidence(CriterionNode leaf) => (leaf.EvidenceRequired ? "bắt buộc" : "không bắt buộc") + (leaf.RequiredEvidence is { } text ? $", {text}" : "");
}
