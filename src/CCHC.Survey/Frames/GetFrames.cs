using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Frames;

/// <summary>The frames of a campaign with their strata and draws; never who is in them.</summary>
public static class GetFrames
{
    public sealed record StratumItem(string Name, int People, int Clusters);

    public sealed record DrawItem(Guid Id, string Seed, int Sample, int Reserve, string DrawnBy, DateTimeOffset DrawnAt);

    /// <param name="Erasures">People who asked to be forgotten, the latest first.</param>
    /// <param name="KeyFingerprint">SHA-256 of the key that its people are sealed with; of the one that was destroyed when it is erased.</param>
    public sealed record Item(
        Guid Id, string Name, string Source, int People, int Duplicates, string ImportedBy, DateTimeOffset ImportedAt, DateTimeOffset? ErasedAt, string? KeyFingerprint, IReadOnlyList<StratumItem> Strata,
        IReadOnlyList<DrawItem> Draws, IReadOnlyList<FrameErasure> Erasures);

    public sealed record Response(Guid CampaignId, IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.ReachedBy(user, Permissions.ReadSamples).FindHeadAsync(id, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        var frames = await db.Frames.AsNoTracking().Where(frame => frame.CampaignId == id).OrderBy(frame => frame.Id).ToListAsync(cancellationToken);
        var ids = frames.ConvertAll(frame => frame.Id);
        var strata = (await db.FrameEntries.Where(entry => ids.Contains(entry.FrameId)).GroupBy(entry => new { entry.FrameId, entry.Stratum })
            .Select(stratum => new { stratum.Key.FrameId, stratum.Key.Stratum, People = stratum.Count(), Clusters = stratum.Select(entry => entry.Cluster).Distinct().Count(cluster => cluster != null) })
            .ToListAsync(cancellationToken)).ToLookup(stratum => stratum.FrameId);
        var draws = (await db.Draws.AsNoTracking().Where(draw => ids.Contains(draw.FrameId)).OrderBy(draw => draw.Id).ToListAsync(cancellationToken)).ToLookup(draw => draw.FrameId);
        var erasures = (await db.FrameErasures.AsNoTracking().Where(erasure => ids.Contains(erasure.FrameId)).OrderByDescending(erasure => erasure.ErasedAt).ToListAsync(cancellationToken)).ToLookup(erasure => erasure.FrameId);
        return TypedResults.Ok(new Response(id,
        [
            .. frames.Select(frame => new Item(
                frame.Id, frame.Name, frame.Source, frame.People, frame.Duplicates, frame.ImportedBy, frame.ImportedAt, frame.ErasedAt, frame.KeyFingerprint,
                [.. strata[frame.Id].OrderBy(stratum => stratum.Stratum, StringComparer.Ordinal).Select(stratum => new StratumItem(stratum.Stratum, stratum.People, stratum.Clusters))],
                [.. draws[frame.Id].Select(draw => new DrawItem(draw.Id, draw.Seed, draw.Selected.Count(person => !person.Reserve), draw.Selected.Count(person => person.Reserve), draw.DrawnBy, draw.DrawnAt))],
                [.. erasures[frame.Id]])),
        ]));
    }
}
