using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using MassTransit;

namespace CCHC.Criteria.Units;

/// <summary>Keeps the local copy of the register of units.</summary>
public sealed class UnitChangedConsumer(CriteriaDbContext db) : IConsumer<UnitChanged>
{
    public async Task Consume(ConsumeContext<UnitChanged> context)
    {
        var unit = await db.Units.FindAsync([context.Message.UnitId], context.CancellationToken);
        if (unit is null)
        {
            db.Units.Add(Unit.From(context.Message));
            return;
        }

        unit.Apply(context.Message);
    }
}
