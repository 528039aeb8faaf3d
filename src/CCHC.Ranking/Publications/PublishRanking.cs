using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Contracts.Ranking;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Standings;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Publications;

/// <summary>Freezes the final points of a campaign and makes them public.</summary>
public static class PublishRanking
{
    /// <param name="AcceptIncomplete">Publish although units lack data; they are listed without a rank, for good.</param>
    public sealed record Request(bool AcceptIncomplete = false);

    public sealed record Response(string Campaign, DateTimeOffset PublishedAt, IReadOnlyList<Group> Groups);

    public sealed record Group(string Code, string Name, decimal? Mean, int Units, int Ranked);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, Request? request, RankingDbContext db, CampaignCache campaigns, CurrentUser user, IEventPublisher events, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs, Roles.Leader))
        {
            return TypedResults.NotFound();
        }

        if (campaign.Practice)
        {
            throw new RuleViolationException(
                "ranking.practice", $"Kỳ đánh giá {campaign.Name} là kỳ tập huấn với số liệu giả định nên không công bố; hãy công bố kết quả ở kỳ đánh giá chính thức.");
        }

        if (await db.Publications.AnyAsync(publication => publication.CampaignCode == code, cancellationToken))
        {
            throw new RuleViolationException("ranking.already-published", $"Kết quả kỳ đánh giá {campaign.Name} đã được công bố.");
        }

        if (campaign.Phase is not (CampaignPhase.Council or CampaignPhase.Publication))
        {
            throw new RuleViolationException("ranking.not-in-council", "Chỉ công bố được sau khi hội đồng họp thông qua kết quả, tức là ở bước Hội đồng hoặc bước Công bố.");
        }

        if (await db.Ratifications.AnyAsync(x => x.CampaignId == campaign.Id && !x.Ratified, cancellationToken))
        {
            throw new RuleViolationException("ranking.reopened", "Hội đồng đã mở lại kết quả; chờ hội đồng thông qua lại rồi mới công bố.");
        }

        var published = Publication.OfCampaign(campaign.Id, campaign.Code, campaign.Name, campaign.Year, clock.GetUtcNow());
        var points = new List<PublishedPoint>();
        var incomplete = new List<string>();
        foreach (var group in campaign.Groups)
        {
            points.AddRange(await FreezeAsync(published, campaign, group, incomplete, db, cancellationToken));
        }

        if (incomplete.Count > 0 && request is not { AcceptIncomplete: true })
        {
            throw new RuleViolationException(
                "ranking.incomplete",
                $"Còn {incomplete.Count} đơn vị chưa đủ dữ liệu. Chờ đủ dữ liệu, hoặc xác nhận công bố mà không xếp hạng các đơn vị này.",
                incomplete);
        }

        events.Publish(new RankingPublished { CampaignId = campaign.Id, CampaignCode = code, Revision = 1, PublishedAt = published.PublishedAt });
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.AddPublicationAsync(published, points, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(
            code, published.PublishedAt,
            [.. published.Groups.Select(group => new Group(
                group.Code, group.Name, group.Mean, group.Units.Count, group.Units.Count(unit => unit.Rank is not null)))]));
    }

    private static async Task<IReadOnlyList<PublishedPoint>> FreezeAsync(
        Publication publication, Campaign campaign, CampaignGroup group, List<string> incomplete, RankingDbContext db, CancellationToken cancellationToken)
    {
        var leaves = await LiveResults.LeavesAsync(db, campaign, group, group.Units, cancellationToken);
        var results = group.Units.Select(unit => Final(unit, leaves[unit.UnitId], campaign, group)).ToArray();
        incomplete.AddRange(results.Where(result => result.Status != StandingStatus.Complete).Select(result => $"{result.Unit.Code} {result.Unit.Name}"));

        var ranks = await LiveResults.RankAsync(db, campaign, group, results, cancellationToken);
        publication.AddGroup(
            group.Code, group.Name, Criteria(publication.Id, group),
            [.. results.Select(result => new UnitFigures(result.Unit.Code, result.Unit.Name, result.Index))],
            ranks, group.ClassBands, group.Awards);
        return
        [
            .. group.Units.SelectMany(unit => leaves[unit.UnitId].Select(leaf => leaf.FinalOnly()).Select(leaf => new PublishedPoint
            {
                PublicationId = publication.Id,
                UnitCode = unit.Code,
                CriterionCode = leaf.Leaf.Code,
                MaxPoints = leaf.Leaf.MaxPoints,
                Points = leaf.Points,
                Applicable = leaf.Applicable,
            })),
        ];
    }

    /// <summary>Only what the council has seen counts; a unit with a leaf it has not seen has no index.</summary>
    private static UnitResult Final(CampaignUnit unit, IReadOnlyList<LeafResult> leaves, Campaign campaign, CampaignGroup group)
    {
        var live = UnitResult.Of(unit, leaves, campaign, group);
        if (live.Status == StandingStatus.Complete)
        {
            return live;
        }

        var final = UnitResult.Of(unit, [.. leaves.Select(leaf => leaf.FinalOnly())], campaign, group);
        return final with { Index = final.Index with { Index = null, Complete = false }, Status = StandingStatus.Incomplete };
    }

    private static List<PublishedCriterion> Criteria(Guid publicationId, CampaignGroup group)
    {
        var nodes = group.CriteriaSet.Nodes.ToDictionary(node => node.Code, StringComparer.Ordinal);
        return
        [
            .. group.CriteriaSet.Leaves().Select((leaf, position) => new PublishedCriterion
            {
                PublicationId = publicationId,
                GroupCode = group.Code,
                Position = position,
                Code = leaf.Code,
                Name = leaf.Name,
                FieldCode = leaf.Leaf!.FieldCode,
                FieldName = nodes[leaf.Leaf.FieldCode].Name,
                Path = PathTo(leaf, nodes),
                Kind = leaf.Leaf.Kind,
                Source = leaf.Leaf.Source,
            }),
        ];
    }

    private static List<string> PathTo(CriterionSnapshot leaf, Dictionary<string, CriterionSnapshot> nodes)
    {
        var path = new List<string>();
        for (var node = Parent(leaf); node is { Depth: > 0 }; node = Parent(node))
        {
            path.Insert(0, node.Name);
        }

        return path;

        CriterionSnapshot? Parent(CriterionSnapshot node) => node.ParentCode is null ? null : nodes.GetValueOrDefault(node.ParentCode);
    }
}
