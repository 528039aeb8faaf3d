using System.Security.Cryptography;
using System.Text;
using CCHC.Sampling;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Draws;

/// <summary>How a sample was drawn and which numbers came out (biên bản rút mẫu): with the numbered frame, which has no names, anybody gets the same.</summary>
public static class GetProtocol
{
    public sealed record Response(
        Guid Id, Guid FrameId, string FrameName, int People, string FrameHash, string Seed, decimal? Error, int Wanted, AllocationKind Allocation, int Minimum, int? Clusters, decimal Reserve,
        string DrawnBy, DateTimeOffset DrawnAt, IReadOnlyList<StratumShare> Strata, IReadOnlyList<Draw.Selected> Selected);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken) =>
        await FindAsync(id, user, db, Permissions.ReadSamples, cancellationToken) is var (draw, frame) ? TypedResults.Ok(Of(draw, frame)) : TypedResults.NotFound();

    /// <summary>The frame as it was drawn from: number, stratum and cluster of everybody, one a line.</summary>
    public static async Task<Results<ContentHttpResult, NotFound>> Frame(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken) =>
        await FindAsync(id, user, db, Permissions.ReadSamples, cancellationToken) is var (draw, _)
            ? TypedResults.Text("number,stratum,cluster\n" + Lines(await PeopleAsync(db, draw.FrameId, cancellationToken)), "text/csv", Encoding.UTF8)
            : TypedResults.NotFound();

    internal static async Task<(SampleDraw Draw, SamplingFrame Frame)?> FindAsync(Guid id, CurrentUser user, SurveyDbContext db, Permission permission, CancellationToken cancellationToken)
    {
        var found = await (from draw in db.Draws join frame in db.Frames on draw.FrameId equals frame.Id where draw.Id == id select new { draw, frame }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is not null && await db.Campaigns.ReachedBy(user, permission).FindHeadAsync(found.frame.CampaignId, cancellationToken) is not null ? (found.draw, found.frame) : null;
    }

    internal static Response Of(SampleDraw draw, SamplingFrame frame) => new(
        draw.Id, frame.Id, frame.Name, frame.People, draw.FrameHash, draw.Seed, draw.Error, draw.Wanted, draw.Allocation, draw.Minimum, draw.Clusters, draw.Reserve, draw.DrawnBy, draw.DrawnAt,
        draw.Strata, draw.Selected);

    internal static Task<List<Draw.Person>> PeopleAsync(SurveyDbContext db, Guid frameId, CancellationToken cancellationToken) => db.FrameEntries.Where(entry => entry.FrameId == frameId)
        .OrderBy(entry => entry.Number).Select(entry => new Draw.Person(entry.Number, entry.Stratum, entry.Cluster)).ToListAsync(cancellationToken);

    internal static string HashOf(List<Draw.Person> people) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Lines(people))));

    private static string Lines(List<Draw.Person> people)
    {
        var lines = new StringBuilder();
        foreach (var person in people)
        {
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"{person.Number},{Quoted(person.Stratum)},{Quoted(person.Cluster ?? "")}\n");
        }

        return lines.ToString();
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
