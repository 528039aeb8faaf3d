using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.RankingArchive;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Imports;

/// <summary>Stores results of earlier years or other systems as published campaigns: the whole file or nothing.</summary>
public static class ImportResults
{
    /// <param name="Campaigns">How many the file holds.</param>
    /// <param name="Units">How many the file holds, counted per campaign.</param>
    /// <param name="Rows">Lines below the header.</param>
    /// <param name="Changed">False when all of it was there before.</param>
    public sealed record Response(int Campaigns, int Units, int Rows, bool Changed);

    public static async Task<Results<Ok<Response>, ForbidHttpResult>> Handle(
        Stream body, RankingDbContext db, CurrentUser user, ArchiveKeys keys, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        // A file may hold any unit of the province.
        if (user.Areas(Permissions.ImportResults) is not null)
        {
            return TypedResults.Forbid();
        }

        var file = await ResultsCsv.ReadAsync(body, cancellationToken);

        // One import at a time: two copies of one file sent together must end as one.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('ranking-import'))", cancellationToken);

        var codes = file.Campaigns.Select(campaign => campaign.Code).ToArray();
        var running = await db.Campaigns.Where(campaign => codes.Contains(campaign.Code)).Select(campaign => campaign.Code).FirstOrDefaultAsync(cancellationToken);
        if (running is not null)
        {
            throw new RuleViolationException(
                "import.campaign-running", $"Mã {running} là của một kỳ đánh giá trên hệ thống này; kết quả nhập từ tệp phải mang mã khác.");
        }

        var known = await db.Publications.Where(publication => codes.Contains(publication.CampaignCode) && publication.Version == 0)
            .ToDictionaryAsync(publication => publication.CampaignCode, publication => publication.ImportHash, cancellationToken);
        var changed = false;
        var now = clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        foreach (var campaign in file.Campaigns)
        {
            if (!known.TryGetValue(campaign.Code, out var hash))
            {
                var (result, note) = (campaign.ToResult(), new PublicationNote(campaign.Code, Version: 0, now));
                await db.AddPublicationAsync(Publication.OfImport(result, note, campaign.Hash()), result, Archive.Create(result, note, keys.Signing), cancellationToken);
                changed = true;
            }
            else if (hash != campaign.Hash())
            {
                throw new RuleViolationException(
                    "import.campaign-exists", $"Kỳ đánh giá {campaign.Code} đã được công bố với nội dung khác; kết quả đã công bố không bị ghi đè.");
            }
        }

        await transaction.CommitAsync(cancellationToken);

        var response = new Response(file.Campaigns.Count, file.Campaigns.Sum(campaign => campaign.Units.Count), file.Rows, changed);
        loggers.CreateLogger(typeof(ImportResults)).LogInformation(
            "Import of {Campaigns} campaigns, {Units} units, {Rows} rows; changed: {Changed}",
            response.Campaigns, response.Units, response.Rows, response.Changed);
        return TypedResults.Ok(response);
    }
}
