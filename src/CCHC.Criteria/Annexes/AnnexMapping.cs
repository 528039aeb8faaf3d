using CCHC.Annexes;
using CCHC.Criteria.CriteriaSets;
using CCHC.Scoring;

namespace CCHC.Criteria.Annexes;

internal static class AnnexMapping
{
    public static IReadOnlyList<AnnexNode> ToAnnex(this CriteriaSet set) => [.. set.Tree.InReadingOrder().Select(node => new AnnexNode
    {
        Code = node.Code,
        ParentCode = set.Tree.ParentOf(node)?.Code,
        Name = node.Name,
        Depth = node.Depth,
        MaxPoints = node.MaxPoints,
        FieldCode = node.FieldCode,
        IsLeaf = node.IsLeaf,
        Kind = node.Kind,
        Source = node.Source,
        Rule = node.Rule,
        RuleProposed = node.RuleProposed,
        EvidenceRequired = node.EvidenceRequired,
        NotApplicableAllowed = node.NotApplicableAllowed,
        RequiredEvidence = node.RequiredEvidence,
        Guidance = node.Guidance,
        LegalBasis = node.LegalBasis,
        SurveyQuestion = node.SurveyQuestion,
        Fixed = node.Fixed,
        Examples = node.Examples,
    })];

    public static IReadOnlyList<CriterionNode> ToCriteria(this IEnumerable<AnnexNode> nodes)
    {
        var result = new List<CriterionNode>();
        var ids = new Guid[4]; // of the last node at each depth: a parent stands above its children
        foreach (var node in nodes)
        {
            var criterion = new CriterionNode
            {
                ParentId = node.Depth == 0 ? null : ids[node.Depth - 1],
                Position = result.Count,
                Code = node.Code,
                Name = node.Name,
                Depth = node.Depth,
                MaxPoints = node.MaxPoints,
                FieldCode = node.FieldCode,
                IsLeaf = node.IsLeaf,
                Kind = node.Kind,
                Source = node.Source,
                Rule = node.Rule,
                RuleProposed = node.RuleProposed,
                EvidenceRequired = node.EvidenceRequired,
                NotApplicableAllowed = node.NotApplicableAllowed,
                RequiredEvidence = node.RequiredEvidence,
                Guidance = node.Guidance,
                LegalBasis = node.LegalBasis,
                SurveyQuestion = node.SurveyQuestion,
                Fixed = node.Fixed,
                Examples = node.Examples,
            };
            ids[node.Depth] = criterion.Id;
            result.Add(criterion);
        }

        return result;
    }
}
