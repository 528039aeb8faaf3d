using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Frames;

internal static class ReachedFrames
{
    /// <summary>The frame, where the caller runs surveys of its campaign; null also when there is none.</summary>
    public static Task<SamplingFrame?> FindFrameAsync(this SurveyDbContext db, Guid id, CurrentUser user, CancellationToken cancellationToken) =>
        db.Frames.AsNoTracking().Where(frame => frame.Id == id).ReachedAsync(db, user, cancellationToken);

    /// <summary>As <see cref="FindFrameAsync"/>, to be changed by nobody else until the transaction ends.</summary>
    public static Task<SamplingFrame?> LockFrameAsync(this SurveyDbContext db, Guid id, CurrentUser user, CancellationToken cancellationToken) =>
        db.Frames.FromSql($"SELECT * FROM sampling_frame WHERE id = {id} FOR UPDATE").ReachedAsync(db, user, cancellationToken);

    private static async Task<SamplingFrame?> ReachedAsync(this IQueryable<SamplingFrame> frames, SurveyDbContext db, CurrentUser user, CancellationToken cancellationToken) =>
        await frames.SingleOrDefaultAsync(cancellationToken) is { } frame
        && await db.Campaigns.ReachedBy(user, Permissions.RunSurveys).FindHeadAsync(frame.CampaignId, cancellationToken) is not null ? frame : null;
}
