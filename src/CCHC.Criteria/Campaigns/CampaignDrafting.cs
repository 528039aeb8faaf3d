using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Criteria;
using CCHC.Criteria.CriteriaSets;
using CCHC.Criteria.Data;
using CCHC.Criteria.Units;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

public sealed record ResponsibilityRequest([property: Required] string LeafCode, Guid UnitId);

public sealed record GroupRequest(
    [property: Required, StringLength(40)] string Code,
    [property: Required, StringLength(200)] string Name,
    Guid CriteriaSetId,
    [property: MinLength(1, ErrorMessage = "Khối phải có ít nhất một đơn vị.")] IReadOnlyList<Guid> UnitIds,
    IReadOnlyList<ClassBand>? ClassBands,
    IReadOnlyList<TieBreaker>? TieBreakers,
    bool? SurveyHeld = null,
    [property: Range(typeof(decimal), "0", "1000", ErrorMessage = "Trần điểm thưởng từ 0 đến 1.000.")] decimal? BonusCap = null,
    [property: Range(typeof(decimal), "0", "1000", ErrorMessage = "Trần điểm trừ từ 0 đến 1.000.")] decimal? PenaltyCap = null,
    [property: Range(0, 1000, ErrorMessage = "Số hạng được khen thưởng từ 0 đến 1.000.")] int Awards = 0,
    Guid? CollectorUnitId = null,
    IReadOnlyList<ResponsibilityRequest>? Responsibilities = null,
    string? LatePenaltyLeaf = null);

public sealed record CampaignRequest(
    [property: Required, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string Code,
    [property: Required, StringLength(300)] string Name,
    [property: Range(2000, 2100)] int Year,
    [property: Range(1, 3, ErrorMessage = "Số lần thẩm định từ 1 đến 3.")] int Rounds,
    bool SurveyHeld,
    [property: MinLength(1, ErrorMessage = "Kỳ đánh giá phải có ít nhất một khối.")] IReadOnlyList<GroupRequest> Groups,
    Guid? OwnerUnitId = null,
    [property: Range(0, 60, ErrorMessage = "Số ngày nhận phiếu trễ hạn từ 0 đến 60.")] int LateDays = 0,
    bool LaterRoundsOpenAll = false);

/// <summary>From what home affairs asks for to a draft whose sets, units and answering departments are known to be right.</summary>
internal sealed class CampaignDrafting(CriteriaDbContext db, CurrentUser user)
{
    /// <exception cref="InvalidInputException">The shape makes no sense.</exception>
    /// <exception cref="RuleViolationException">A set, unit or owner is not fit for it.</exception>
    public async Task<CampaignDraft> CheckAsync(CampaignRequest request, CancellationToken cancellationToken)
    {
        RequireDistinct(request.Groups);
        var register = await UnitRegister.LoadAsync(db, cancellationToken);
        var owner = OwnerOf(request, register);
        RequireNoPredecessors(request.Groups, register);

        var groups = new List<CampaignUnitGroup>();
        foreach (var (group, i) in request.Groups.Select((group, i) => (group, i)))
        {
            groups.Add(await ToGroupAsync(group, $"groups[{i}]", request.Year, owner, register, cancellationToken));
        }

        return new CampaignDraft(request.Code, request.Name.Normalize(), request.Year, request.Rounds, request.SurveyHeld, owner?.Id, owner?.Name, groups, request.LateDays, request.LaterRoundsOpenAll);
    }

    private static void RequireDistinct(IReadOnlyList<GroupRequest> groups)
    {
        var (codes, units) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<Guid>());
        for (var i = 0; i < groups.Count; i++)
        {
            if (!codes.Add(groups[i].Code))
            {
                throw new InvalidInputException($"groups[{i}].code", $"Mã khối {groups[i].Code} được dùng hai lần; mỗi khối có một mã riêng.");
            }

            if (!groups[i].UnitIds.All(units.Add))
            {
                throw new InvalidInputException($"groups[{i}].unitIds", $"Khối {groups[i].Name}: có đơn vị được chọn hai lần; mỗi đơn vị chỉ thuộc một khối.");
            }
        }
    }

    private Unit? OwnerOf(CampaignRequest request, UnitRegister register)
    {
        if (!user.Covers(request.OwnerUnitId, Permissions.RunCampaigns))
        {
            throw new RuleViolationException("campaign.owner-not-yours", "Chỉ lập được kỳ đánh giá của cấp chính quyền mà đồng chí làm việc.") { Field = "ownerUnitId" };
        }

        if (request.OwnerUnitId is not { } id)
        {
            return null;
        }

        return register.Find(id) is { Governs: true } owner
            ? owner
            : throw new RuleViolationException("campaign.owner-not-government", "Chủ kỳ đánh giá phải là một cấp chính quyền (tỉnh, huyện, xã, phường, đặc khu).") { Field = "ownerUnitId" };
    }

    /// <summary>A merged department is measured once: as itself or as what it became.</summary>
    private static void RequireNoPredecessors(IReadOnlyList<GroupRequest> groups, UnitRegister register)
    {
        var chosen = groups.SelectMany(group => group.UnitIds).ToHashSet();
        foreach (var (unit, i) in groups.SelectMany((group, i) => group.UnitIds.Select(register.Find).OfType<Unit>().Select(unit => (unit, i))))
        {
            if (register.PredecessorsOf(unit).FirstOrDefault(predecessor => chosen.Contains(predecessor.UnitId)) is { } predecessor)
            {
                throw new RuleViolationException(
                    "campaign.unit-and-predecessor", $"{predecessor.Name} ({predecessor.Code}) nay là {unit.Name} ({unit.Code}). Chỉ chọn một trong hai, thường là đơn vị sau sắp xếp.")
                {
                    Field = $"groups[{i}].unitIds",
                };
            }
        }
    }

    private async Task<CampaignUnitGroup> ToGroupAsync(GroupRequest group, string place, int year, Unit? owner, UnitRegister register, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.SingleOrDefaultAsync(x => x.Id == group.CriteriaSetId, cancellationToken);
        if (set is not { Status: CriteriaSetStatus.Published })
        {
            throw new RuleViolationException("campaign.criteria-set-not-published", $"Khối {group.Name}: bộ tiêu chí chưa ban hành hoặc không có.") { Field = $"{place}.criteriaSetId" };
        }

        var units = group.UnitIds.Select(register.Find).OfType<Unit>().Where(unit => unit.ExistsIn(year) && register.IsWithin(unit, owner)).ToList();
        var unknown = group.UnitIds.Except(units.Select(unit => unit.Id)).ToList();
        if (unknown.Count > 0)
        {
            throw new RuleViolationException(
                "campaign.unit-unknown", $"Khối {group.Name}: có đơn vị không có trong danh mục, không hoạt động trong năm {year} hoặc không thuộc chủ kỳ đánh giá.",
                [.. unknown.Select(id => register.Find(id)?.Name ?? id.ToString())])
            {
                Field = $"{place}.unitIds",
            };
        }

        var bands = group.ClassBands ?? [];
        if (bands.Count > 0 && Classification.Problems(bands) is { Count: > 0 } problems)
        {
            throw new InvalidInputException($"{place}.classBands", string.Join(" ", problems));
        }

        return new CampaignUnitGroup(
            group.Code, group.Name.Normalize(), set,
            units.Select(unit => new CampaignMember { UnitId = unit.Id, Code = unit.Code, Name = unit.Name, Predecessors = register.PredecessorsOf(unit) }))
        {
            ClassBands = bands,
            TieBreakers = group.TieBreakers ?? [],
            SurveyHeld = group.SurveyHeld,
            BonusCap = group.BonusCap,
            PenaltyCap = group.PenaltyCap,
            LatePenaltyLeaf = LatePenaltyOf(group, place, set),
            Awards = group.Awards,
            CollectorUnitId = CollectorOf(group, place, register),
            Responsibilities = ResponsibilitiesOf(group, place, set, register),
        };
    }

    private static string? LatePenaltyOf(GroupRequest group, string place, CriteriaSet set)
    {
        if (string.IsNullOrEmpty(group.LatePenaltyLeaf))
        {
            return null;
        }

        var leaf = set.ToSnapshot().Leaves().SingleOrDefault(leaf => leaf.Code == group.LatePenaltyLeaf)?.Leaf;
        return leaf is { Kind: LeafKind.Penalty, Source: PointSource.Appraised, Rule: CountRule }
            ? group.LatePenaltyLeaf
            : throw new RuleViolationException(
                "campaign.late-penalty-wrong", $"Khối {group.Name}: điểm trừ khi gửi phiếu trễ phải là một tiêu chí điểm trừ chấm theo số lượng (số ngày × điểm).")
            {
                Field = $"{place}.latePenaltyLeaf",
            };
    }

    private static Guid? CollectorOf(GroupRequest group, string place, UnitRegister register) =>
        group.CollectorUnitId is { } id && register.Find(id) is null
            ? throw new RuleViolationException("campaign.collector-unknown", $"Khối {group.Name}: đơn vị tổng hợp không có trong danh mục.") { Field = $"{place}.collectorUnitId" }
            : group.CollectorUnitId is null && group.Responsibilities is { Count: > 0 }
                ? throw new RuleViolationException("campaign.collector-missing", $"Khối {group.Name}: đã phân công tiêu chí thì phải chọn đơn vị tổng hợp và gửi phiếu.") { Field = $"{place}.collectorUnitId" }
                : group.CollectorUnitId;

    private static List<LeafResponsibility> ResponsibilitiesOf(GroupRequest group, string place, CriteriaSet set, UnitRegister register)
    {
        var answered = set.ToSnapshot().Leaves().Where(leaf => leaf.Leaf!.Source == PointSource.Appraised).Select(leaf => leaf.Code).ToHashSet(StringComparer.Ordinal);
        var responsibilities = new List<LeafResponsibility>();
        foreach (var (request, i) in (group.Responsibilities ?? []).Select((request, i) => (request, i)))
        {
            var field = $"{place}.responsibilities[{i}]";
            if (!answered.Remove(request.LeafCode))
            {
                throw new RuleViolationException(
                    "campaign.responsibility-wrong", $"Khối {group.Name}: tiêu chí {request.LeafCode} không có, không do đơn vị tự trả lời, hoặc được phân công hai lần.")
                {
                    Field = field,
                };
            }

            var unit = register.Find(request.UnitId)
                ?? throw new RuleViolationException("campaign.responsible-unit-unknown", $"Khối {group.Name}: đơn vị được phân công tiêu chí {request.LeafCode} không có trong danh mục.") { Field = field };
            responsibilities.Add(new LeafResponsibility { LeafCode = request.LeafCode, UnitId = unit.Id, UnitCode = unit.Code, UnitName = unit.Name });
        }

        return responsibilities;
    }
}
