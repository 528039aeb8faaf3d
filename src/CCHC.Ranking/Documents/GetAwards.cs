using CCHC.Ranking.Data;
using CCHC.ResultDocuments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Documents;

/// <summary>Who is awarded in each group, and who has improved most.</summary>
internal static class GetAwards
{
    /// <param name="Draft">What the reader is to know of a result that is not public yet; null once it is.</param>
    public sealed record Response(string Campaign, string CampaignName, int Year, string? Draft, IReadOnlyList<Group> Groups);

    /// <param name="Awards">How many ranks the group awards.</param>
    public sealed record Group(string Code, string Name, int Awards, IReadOnlyList<Award> Awarded, IReadOnlyList<Improvement> Improved);

    /// <param name="Note">What decided between units of the same index, or who shares the rank.</param>
    public sealed record Award(int Rank, bool Shared, string UnitCode, string UnitName, decimal Index, string? Class, string? Note);

    public sealed record Improvement(string UnitCode, string UnitName, decimal LastYear, decimal Index, decimal Gain);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(string code, int? version, int? snapshot, ResultSource results, CancellationToken cancellationToken)
    {
        if (await results.FindAsync(code, version, snapshot, cancellationToken) is not { } result)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(new Response(
            result.Result.CampaignCode, result.Result.CampaignName, result.Result.Year, result.Draft,
            [
                .. result.Result.Groups.Select(group => AwardList.Of(result, group)).Select(list => new Group(
                    list.Group.Code, list.Group.Name, list.Group.Settings.Awards,
                    [.. list.Awarded.Select(award => new Award(
                        award.Unit.Place.Rank!.Value, award.Unit.Place.Shared, award.Unit.Code, award.Unit.Name, award.Unit.Place.Index!.Value, award.Unit.Place.Class, award.Tie))],
                    [.. list.Improved.Select(improved => new Improvement(improved.Unit.Code, improved.Unit.Name, improved.LastYear, improved.Unit.Place.Index!.Value, improved.Gain))])),
            ]));
    }
}
