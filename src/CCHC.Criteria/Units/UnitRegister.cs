using CCHC.Contracts.Criteria;
using CCHC.Criteria.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Units;

/// <summary>The register of units as one picture: who is below whom, who became whom.</summary>
internal sealed class UnitRegister
{
    private readonly Dictionary<Guid, Unit> _units;

    private UnitRegister(Dictionary<Guid, Unit> units) => _units = units;

    public IEnumerable<Unit> Units => _units.Values;

    public static async Task<UnitRegister> LoadAsync(CriteriaDbContext db, CancellationToken cancellationToken) =>
        new(await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Id, cancellationToken));

    public Unit? Find(Guid id) => _units.GetValueOrDefault(id);

    /// <summary>Whether the unit is below the owner; everything is below the province, which has none above it.</summary>
    public bool IsWithin(Unit unit, Unit? owner)
    {
        if (owner is null)
        {
            return true;
        }

        var seen = new HashSet<Guid>();
        for (var above = unit.ParentId; above is { } id && seen.Add(id); above = Find(id)?.ParentId)
        {
            if (id == owner.Id)
            {
                return true;
            }
        }

        return owner.ParentId is null && unit.Id == owner.Id;
    }

    /// <summary>Units that were merged, split or renamed into this one, in any generation, by code.</summary>
    public IReadOnlyList<UnitPredecessor> PredecessorsOf(Unit unit)
    {
        var found = new Dictionary<Guid, Unit>();
        var waiting = new Queue<Guid>(unit.PredecessorIds);
        while (waiting.TryDequeue(out var id))
        {
            if (id != unit.Id && Find(id) is { } predecessor && found.TryAdd(id, predecessor))
            {
                foreach (var earlier in predecessor.PredecessorIds)
                {
                    waiting.Enqueue(earlier);
                }
            }
        }

        return
        [
            .. found.Values.OrderBy(x => x.Code, StringComparer.Ordinal)
                .Select(x => new UnitPredecessor { UnitId = x.Id, Code = x.Code, Name = x.Name, ValidTo = x.ValidTo }),
        ];
    }
}
