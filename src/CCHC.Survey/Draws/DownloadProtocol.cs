using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Survey.Draws;

/// <summary>The protocol of a draw in Word, for signature; no name of the frame is in it.</summary>
public static class DownloadProtocol
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid id, CurrentUser user, SurveyDbContext db, IOptions<Letterhead> letterhead, CancellationToken cancellationToken)
    {
        if (await GetProtocol.FindAsync(id, user, db, Permissions.ReadSamples, cancellationToken) is not var (draw, frame))
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == frame.CampaignId, cancellationToken);
        var turn = await db.Draws.CountAsync(other => other.FrameId == frame.Id && other.DrawnAt < draw.DrawnAt, cancellationToken) + 1;
        var clusters = draw.Clusters is null
            ? []
            : await db.FrameEntries.Where(entry => entry.FrameId == frame.Id).GroupBy(entry => new { entry.Stratum, entry.Cluster }).Select(cluster => new { cluster.Key, People = cluster.Count() })
                .ToDictionaryAsync(cluster => (cluster.Key.Stratum, cluster.Key.Cluster ?? ""), cluster => cluster.People, cancellationToken);
        var facts = new DrawProtocolFacts(campaign.State.Name, campaign.State.Year, campaign.Practice, campaign.OwnerUnitId is null, turn, frame, draw, clusters);
        using var file = new MemoryStream();
        new DrawProtocolDocument(facts, letterhead.Value).ToDocument().Write(file);
        return TypedResults.File(file.ToArray(), OfficialDocument.MediaType, FormattableString.Invariant($"bien-ban-rut-mau-{facts.Year}-lan-{turn}.docx"));
    }
}
