using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.ListRequests;

/// <summary>Makes one frame of all lists that were delivered and forgets the lists; who stands on several is taken from the first unit by code.</summary>
public static class TakeOverLists
{
    public sealed record Response(Guid FrameId, int People, int Duplicates);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, PersonKeys keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM list_request WHERE id = {id} FOR UPDATE", cancellationToken);
        var request = await db.ListRequests.SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (request is null || await db.Campaigns.ReachedBy(user, Permissions.RunSurveys).FindHeadAsync(request.CampaignId, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        var (frameId, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
        request.TakeOver(frameId, user.DisplayName, now);
        var (people, repeated) = await JoinAsync(request, db, keys.Of(id), cancellationToken);
        var delivered = request.Units.Where(unit => unit.DeliveredAt is not null).ToList();
        var frame = new SamplingFrame
        {
            Id = frameId, CampaignId = request.CampaignId, Name = request.Name, Source = $"Danh sách do {delivered.Count}/{request.Units.Count} đơn vị cung cấp", People = people.Count,
            Duplicates = delivered.Sum(unit => unit.Duplicates) + repeated, ImportedBy = user.DisplayName, ImportedAt = now,
        };
        var key = keys.Of(frameId);
        frame.SealedWith(key);
        db.Frames.Add(frame);
        db.FrameEntries.AddRange(people.Select((line, i) => FrameEntry.Of(frameId, i + 1, line, key)));
        await db.SaveChangesAsync(cancellationToken);
        await db.ListedPeople.Where(person => person.RequestId == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        keys.Destroy(id);
        return TypedResults.Ok(new Response(frame.Id, frame.People, frame.Duplicates));
    }

    /// <summary>A person listed without a unit belongs to the one that delivered the list.</summary>
    private static async Task<(List<FrameFile.Line> People, int Repeated)> JoinAsync(ListRequest request, SurveyDbContext db, PersonKey key, CancellationToken cancellationToken)
    {
        var lists = (await db.ListedPeople.AsNoTracking().Where(person => person.RequestId == request.Id).ToListAsync(cancellationToken)).ToLookup(person => person.UnitId);
        var (people, seen, repeated) = (new List<FrameFile.Line>(), new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var unit in request.Units.OrderBy(unit => unit.Code, StringComparer.Ordinal))
        {
            foreach (var person in lists[unit.UnitId].OrderBy(person => person.Number))
            {
                var line = new FrameFile.Line(key.Open(person.Name, unit.UnitId, person.Number)!, key.Open(person.Contact, unit.UnitId, -person.Number)!, person.Stratum, person.Cluster, person.UnitCode ?? unit.Code);
                if (seen.Add(line.Key))
                {
                    people.Add(line);
                }
                else
                {
                    repeated++;
                }
            }
        }

        return people.Count <= FrameFile.LargestFrame
            ? (people, repeated)
            : throw new RuleViolationException("list-request.too-many-people", $"Các danh sách có {FrameFile.Number(people.Count)} người; khung mẫu có nhiều nhất {FrameFile.Number(FrameFile.LargestFrame)} người.");
    }
}
