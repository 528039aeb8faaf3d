using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Acceptances;

/// <summary>What the caller agreed to at once, the latest first.</summary>
public static class ListAcceptances
{
    private const int Latest = 20;

    public sealed record Item(Guid Id, DateTimeOffset AcceptedAt, int Cases, int Leaves, DateTimeOffset? WithdrawnAt, int WithdrawnLeaves);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Ok<Response>> Handle(Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var appraiser = Appraiser.From(user);
        return TypedResults.Ok(new Response(await db.Acceptances.Where(x => x.CampaignId == campaignId && x.AppraiserId == appraiser.Id).OrderByDescending(x => x.Id).Take(Latest)
            .Select(x => new Item(x.Id, x.AcceptedAt, x.Cases, x.Leaves, x.WithdrawnAt, x.WithdrawnLeaves)).ToListAsync(cancellationToken)));
    }
}
