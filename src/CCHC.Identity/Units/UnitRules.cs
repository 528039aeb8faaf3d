using System.Globalization;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>What must hold between the units of the register, whichever way they are changed: by a file or one at a time.</summary>
public sealed class UnitRules
{
    private readonly Dictionary<Guid, (string Code, UnitFacts Facts)> _units;
    private ILookup<Guid, Guid>? _successors;

    private UnitRules(Dictionary<Guid, (string Code, UnitFacts Facts)> units) => _units = units;

    public sealed record Problem(string Code, string Field, string Message);

    /// <summary>The register as it stands. Two changes at once could each be sound and together form a circle: hold the lock "units".</summary>
    public static async Task<UnitRules> LoadAsync(IdentityDbContext db, CancellationToken cancellationToken) =>
        Of(await db.Units.AsNoTracking().ToListAsync(cancellationToken));

    public static UnitRules Of(IEnumerable<Unit> units) => new(units.ToDictionary(unit => unit.Id, unit => (unit.Code, unit.ToFacts())));

    public static string Date(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>As it would be after the change.</summary>
    public void Put(Guid id, string code, UnitFacts facts)
    {
        _units[id] = (code, facts);
        _successors = null;
    }

    public void Put(Unit unit) => Put(unit.Id, unit.Code, unit.ToFacts());

    /// <summary>Refuses what the changes of these units would break.</summary>
    public void ThrowIfBroken(params IEnumerable<Guid> ids)
    {
        var problems = ids.SelectMany(Problems).DistinctBy(problem => problem.Message).ToList();
        if (problems.Count > 0)
        {
            throw new RuleViolationException(
                problems[0].Code, Sentence(problems[0]), [.. problems.Skip(1).Select(Sentence)])
            {
                Field = problems[0].Field,
            };
        }
    }

    public IEnumerable<Problem> Problems(Guid id)
    {
        var (code, facts) = _units[id];
        if (facts.ValidTo < facts.ValidFrom)
        {
            yield return new("unit.dates-reversed", "validTo", $"ngày hết hiệu lực (valid_to) {Date(facts.ValidTo.Value)} trước ngày có hiệu lực (valid_from) {Date(facts.ValidFrom!.Value)}. Sửa một trong hai ngày.");
        }

        if (IsInCircle(id, unit => unit.ParentId is { } parent ? [parent] : []))
        {
            yield return new("unit.parent-cycle", "parentId", $"đơn vị {code} nằm trong vòng lặp cấp trên – cấp dưới. Chọn đơn vị cấp trên không trực thuộc {code}.");
        }

        if (facts.PredecessorIds.Contains(id))
        {
            yield return new("unit.predecessor-cycle", "predecessorIds", $"đơn vị {code} không thể là đơn vị tiền thân của chính nó. Bỏ {code} khỏi danh sách tiền thân.");
        }
        else if (IsInCircle(id, unit => unit.PredecessorIds))
        {
            yield return new("unit.predecessor-cycle", "predecessorIds", $"đơn vị {code} nằm trong vòng lặp tiền thân: nó vừa là tiền thân vừa là kế thừa của một đơn vị. Bỏ bớt một chiều.");
        }

        _successors ??= _units.SelectMany(unit => unit.Value.Facts.PredecessorIds, (unit, predecessor) => (unit.Key, predecessor))
            .ToLookup(pair => pair.predecessor, pair => pair.Key);
        foreach (var overlap in facts.PredecessorIds.Where(x => x != id).Select(x => Overlap(x, id)).Concat(_successors[id].Where(x => x != id).Select(x => Overlap(id, x))).OfType<Problem>())
        {
            yield return overlap;
        }
    }

    /// <summary>What may be right, but seldom is.</summary>
    public IEnumerable<string> Warnings(Guid id)
    {
        var facts = _units[id].Facts;
        if (facts.ParentId is not { } parentId || !_units.TryGetValue(parentId, out var parent))
        {
            yield break;
        }

        if ((parent.Facts.ValidFrom ?? DateOnly.MinValue) > (facts.ValidFrom ?? DateOnly.MinValue))
        {
            yield return $"đơn vị cấp trên {parent.Facts.Name} chỉ có hiệu lực từ {Date(parent.Facts.ValidFrom!.Value)}, sau khi đơn vị này bắt đầu.";
        }

        if ((parent.Facts.ValidTo ?? DateOnly.MaxValue) < (facts.ValidTo ?? DateOnly.MaxValue))
        {
            yield return $"đơn vị cấp trên {parent.Facts.Name} hết hiệu lực ngày {Date(parent.Facts.ValidTo!.Value)}, trước khi đơn vị này kết thúc.";
        }
    }

    private static string Sentence(Problem problem) => char.ToUpperInvariant(problem.Message[0]) + problem.Message[1..];

    private Problem? Overlap(Guid predecessorId, Guid successorId)
    {
        var (predecessor, successor) = (_units[predecessorId].Facts, _units[successorId].Facts);
        if (successor.ValidFrom is { } begins && predecessor.ValidTo is { } ends && ends < begins)
        {
            return null;
        }

        var ended = predecessor.ValidTo is { } last ? $"hết hiệu lực ngày {Date(last)}" : "chưa có ngày hết hiệu lực";
        var begun = successor.ValidFrom is { } first ? $"có hiệu lực từ {Date(first)}" : "chưa có ngày bắt đầu hiệu lực";
        var deed = successor.ValidFrom is { } start
            ? $"Cho {predecessor.Name} hết hiệu lực muộn nhất ngày {Date(start.AddDays(-1))}."
            : $"Nhập ngày có hiệu lực của {successor.Name}, sau ngày {predecessor.Name} hết hiệu lực.";
        return new("unit.predecessor-overlap", "validFrom", $"đơn vị tiền thân {predecessor.Name} {ended}, nhưng đơn vị kế thừa {successor.Name} {begun}. {deed}");
    }

    private bool IsInCircle(Guid start, Func<UnitFacts, IReadOnlyList<Guid>> next)
    {
        var (seen, open) = (new HashSet<Guid>(), new Stack<Guid>(next(_units[start].Facts)));
        while (open.TryPop(out var id))
        {
            if (id == start)
            {
                return true;
            }

            if (seen.Add(id) && _units.TryGetValue(id, out var unit))
            {
                foreach (var further in next(unit.Facts))
                {
                    open.Push(further);
                }
            }
        }

        return false;
    }
}
