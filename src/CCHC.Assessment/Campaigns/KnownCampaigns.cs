using CCHC.Assessment.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CCHC.Assessment.Campaigns;

/// <summary>
/// Campaigns with their criteria sets as they were last read, so that a save does not read a hundred rules from JSON again. The version of
/// its row is looked at every time: a deadline that was moved or a phase that was closed holds from the next request on.
/// </summary>
public sealed class KnownCampaigns(IMemoryCache memory)
{
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(30);

    private sealed record Known(Campaign Campaign, uint Version);

    /// <summary>Asks for the version first.</summary>
    public async Task<Campaign> GetAsync(AssessmentDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var version = await db.Campaigns.Where(x => x.Id == id).Select(x => EF.Property<uint>(x, Campaign.RowVersion)).SingleAsync(cancellationToken);
        return await GetAsync(db, id, version, cancellationToken);
    }

    /// <summary>Shared by all requests: for reading only.</summary>
    /// <param name="db">Where it is read when another version is known, or none.</param>
    /// <param name="id">Of the campaign.</param>
    /// <param name="version">Its row's version, as the same request has just seen it.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public async Task<Campaign> GetAsync(AssessmentDbContext db, Guid id, uint version, CancellationToken cancellationToken)
    {
        if (memory.TryGetValue(id, out Known? known) && known!.Version == version)
        {
            return known.Campaign;
        }

        var read = await db.Campaigns.AsNoTracking().Include(x => x.Groups).Where(x => x.Id == id)
            .Select(x => new Known(x, EF.Property<uint>(x, Campaign.RowVersion))).SingleAsync(cancellationToken);
        memory.Set(id, read, new MemoryCacheEntryOptions { SlidingExpiration = Unused });
        return read.Campaign;
    }
}
