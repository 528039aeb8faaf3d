using System.Globalization;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>The tree of fields, criteria and sub-criteria by which one unit group is measured in one year (bộ tiêu chí).</summary>
public sealed class CriteriaSet
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");
    private List<CriterionNode> _nodes = [];

    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Year { get; private set; }
    public int Version { get; private set; }
    public CriteriaSetStatus Status { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    public IReadOnlyList<CriterionNode> Nodes => _nodes;

    /// <summary>Leaves within the maximum: without bonus and penalty.</summary>
    public IEnumerable<CriterionNode> OrdinaryLeaves => _nodes.Where(node => node is { IsLeaf: true, Kind: LeafKind.Ordinary });

    public decimal Total => OrdinaryLeaves.Sum(leaf => leaf.MaxPoints);

    public static CriteriaSet Draft(string code, string name, int year, IEnumerable<CriterionNode> nodes, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        Code = code,
        Name = name,
        Year = year,
        Version = 1,
        CreatedAt = now,
        _nodes = [.. nodes],
    };

    /// <summary>Makes the set immutable and usable; refuses one that could not be scored.</summary>
    public void Publish(DateTimeOffset now)
    {
        if (Status == CriteriaSetStatus.Published)
        {
            throw new RuleViolationException("criteria-set.already-published", "Bộ tiêu chí đã ban hành, không ban hành lại.");
        }

        var problems = FindProblems().ToList();
        if (problems.Count > 0)
        {
            throw new RuleViolationException("criteria-set.unsound", "Bộ tiêu chí còn lỗi, chưa ban hành được.", problems);
        }

        Status = CriteriaSetStatus.Published;
        PublishedAt = now;
    }

    /// <summary>What stands in the way of publication, in words for the officer who drew the set up.</summary>
    public IEnumerable<string> FindProblems()
    {
        foreach (var duplicate in _nodes.GroupBy(node => node.Code, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"Mã {duplicate.Key} dùng {duplicate.Count()} lần.";
        }

        if (!OrdinaryLeaves.Any())
        {
            yield return "Bộ tiêu chí chưa có tiêu chí nào tính điểm.";
        }

        var children = _nodes.Where(node => node.ParentCode is not null).ToLookup(node => node.ParentCode!, StringComparer.Ordinal);
        foreach (var node in _nodes)
        {
            foreach (var problem in FindProblems(node, [.. children[node.Code]]))
            {
                yield return problem;
            }
        }
    }

    public CriteriaSetSnapshot ToSnapshot() => new()
    {
        Id = Id,
        Code = Code,
        Name = Name,
        Version = Version,
        Nodes = [.. _nodes.OrderBy(node => node.Position).Select(ToSnapshot)],
    };

    private static IEnumerable<string> FindProblems(CriterionNode node, IReadOnlyList<CriterionNode> children)
    {
        if (node.Rule is { } rule)
        {
            if (children.Count > 0)
            {
                yield return $"Mã {node.Code}: tiêu chí đã có quy tắc chấm thì không chứa tiêu chí con.";
            }

            foreach (var problem in Scorer.Problems(rule, node.MaxPoints))
            {
                yield return $"Mã {node.Code}: {problem}";
            }
        }
        else if (children.Count == 0)
        {
            yield return $"Mã {node.Code}: thiếu quy tắc chấm điểm.";
        }
        else if (children.Sum(child => child.MaxPoints) is var sum && sum != node.MaxPoints)
        {
            yield return string.Create(Vietnamese, $"Mã {node.Code}: điểm tối đa {node.MaxPoints} khác tổng các tiêu chí con {sum}.");
        }
    }

    private static CriterionSnapshot ToSnapshot(CriterionNode node) => new()
    {
        Code = node.Code,
        ParentCode = node.ParentCode,
        Name = node.Name,
        Depth = node.Depth,
        MaxPoints = node.MaxPoints,
        Leaf = node.Rule is null ? null : new LeafDefinition
        {
            Kind = node.Kind,
            Source = node.Source,
            Rule = node.Rule,
            FieldCode = node.FieldCode,
            EvidenceRequired = node.EvidenceRequired,
            NotApplicableAllowed = node.NotApplicableAllowed,
        },
    };
}
