using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.ListRequests;

/// <summary>A unit hands its list in; all or nothing, in the place of what it had handed in before.</summary>
public static class DeliverList
{
    public const int LargestList = 50_000;

    public sealed record Response(int People, int Duplicates, int Wanted, DateTimeOffset DeliveredAt, bool Late);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Guid unitId, HttpRequest request, CurrentUser user, SurveyDbContext db, PersonKeys keys, RequestArrival arrival, CancellationToken cancellationToken)
    {
        if (!user.UnitIds(Permissions.DeliverLists).Contains(unitId) || !await db.AskedUnits.AnyAsync(unit => unit.RequestId == id && unit.UnitId == unitId, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var file = await FrameFile.ReadAsync(request, LargestList, cancellationToken);
        await using var transaction = await db.BeginAsync(cancellationToken);

        // Whoever makes the frame waits for the lists that are under way; two of the same unit come one after the other.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM list_request WHERE id = {id} FOR SHARE", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM asked_unit WHERE request_id = {id} AND unit_id = {unitId} FOR UPDATE", cancellationToken);
        var asked = await db.ListRequests.IgnoreAutoIncludes().Include(x => x.Units.Where(unit => unit.UnitId == unitId)).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (asked is null)
        {
            return TypedResults.NotFound();
        }

        var unit = asked.Units.Single();
        asked.Deliver(unit, file.People.Count, file.Duplicates, user.DisplayName, arrival.Time);
        await db.ListedPeople.Where(person => person.RequestId == id && person.UnitId == unitId).ExecuteDeleteAsync(cancellationToken);
        var key = keys.Of(id);
        db.ListedPeople.AddRange(file.People.Select((line, i) => new ListedPerson
        {
            RequestId = id, UnitId = unitId, Number = i + 1, Name = key.Seal(line.Name, unitId, i + 1)!, Contact = key.Seal(line.Contact, unitId, -i - 1)!, Stratum = line.Stratum, Cluster = line.Cluster, UnitCode = line.UnitCode,
        }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(unit.People, unit.Duplicates, asked.Wanted, unit.DeliveredAt!.Value, asked.IsLate(unit, arrival.Time)));
    }
}
