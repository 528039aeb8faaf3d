using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Scoring.Analysis;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Analyses;

/// <summary>Where the units of a group would stand if points were others. Nothing is kept.</summary>
public static class ComputeWhatIf
{
    private const int Most = 2_000;
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    /// <param name="Group">May be left out where there is one.</param>
    public sealed record Request(string? Group, [property: Required, MaxLength(Most)] IReadOnlyList<Change> Changes);

    /// <param name="Points">Null leaves them as they are.</param>
    /// <param name="Applicable">Null leaves it as it is.</param>
    public sealed record Change(string UnitCode, string LeafCode, decimal? Points = null, bool? Applicable = null);

    public sealed record Response(string Campaign, string Group, IReadOnlyList<Item> Items);

    /// <summary>By rank after the changes.</summary>
    public sealed record Item(string UnitCode, string UnitName, Place Before, Place After, int? RanksGained, decimal? IndexGained);

    public sealed record Place(int? Rank, bool Shared, decimal? Index, string? Class);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, Request request, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await AnalysedStandings.FindAsync(db, campaigns, user, code, campaign => campaign.GroupOrOnly(request.Group), clock, cancellationToken) is not { } standings)
        {
            return TypedResults.NotFound();
        }

        Check(standings, request.Changes);
        var places = WhatIf.Compute(standings.Units, [.. request.Changes.Select(change => new LeafChange(change.UnitCode, change.LeafCode, change.Points, change.Applicable))]);
        return TypedResults.Ok(new Response(
            standings.Campaign.Code, standings.Group.Code,
            [.. places.Select(place => new Item(place.Key, standings.NameOf(place.Key), ToPlace(place.Before), ToPlace(place.After), place.RanksGained, place.IndexGained))]));
    }

    private static void Check(AnalysedStandings standings, IReadOnlyList<Change> changes)
    {
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            var unit = standings.Units.Units.FirstOrDefault(unit => unit.Key == change.UnitCode) ?? throw Wrong(i, $"Khối không có đơn vị {change.UnitCode}.");
            var leaf = unit.Leaves.FirstOrDefault(leaf => leaf.Code == change.LeafCode) ?? throw Wrong(i, $"Bộ tiêu chí không có tiêu chí {change.LeafCode}.");
            if (!seen.Add((change.UnitCode, change.LeafCode)))
            {
                throw Wrong(i, $"Tiêu chí {change.LeafCode} của đơn vị {change.UnitCode} được thay đổi hai lần.");
            }

            if (change.Points is { } points && (points < 0 || points > leaf.Max))
            {
                throw Wrong(i, string.Create(Vietnamese, $"Điểm của tiêu chí {leaf.Code} từ 0 đến {leaf.Max:0.###}."));
            }
        }
    }

    private static InvalidInputException Wrong(int change, string message) => new($"changes[{change}]", message);

    private static Place ToPlace(UnitPlace place) => new(place.Rank, place.Shared, place.Result.Index, place.Class);
}
