using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Frames;

/// <summary>Forgets who was in a frame, for good: its key is destroyed, so that copies of it in logs and backups stay closed; a second time changes nothing.</summary>
public static class EraseFrame
{
    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, PersonKeys keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockFrameAsync(id, user, cancellationToken) is not { } frame)
        {
            return TypedResults.NotFound();
        }

        await db.FrameEntries.Where(entry => entry.FrameId == id)
            .ExecuteUpdateAsync(entry => entry.SetProperty(x => x.Name, (string?)null).SetProperty(x => x.Contact, (string?)null), cancellationToken);
        frame.Erase(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        keys.Destroy(id); // not before; what fails here, the key keeping does
        return TypedResults.NoContent();
    }
}
