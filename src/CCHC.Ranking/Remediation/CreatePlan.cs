using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Ranking.Remediation.Items;
using CCHC.Ranking.Standings;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation;

/// <summary>Draws up the plan from a published result: what is to be kept, and an item for every leaf that lost points.</summary>
public static class CreatePlan
{
    /// <param name="Campaign">Code of the published campaign.</param>
    /// <param name="IncludeSurvey">Also leaves whose points come from a survey.</param>
    /// <param name="Year">In which the plan is carried out; the year after the result, or this year if that is later.</param>
    /// <param name="ClassBands">For a result from a file, which has no classes of its own.</param>
    public sealed record Request(
        [property: Required(ErrorMessage = "Chọn kỳ đánh giá đã công bố.")] string Campaign, bool IncludeSurvey = false, int? Year = null, IReadOnlyList<ClassBand>? ClassBands = null);

    public sealed record Response(Guid Id, string Campaign, int Year, int Units, int Kept, int Items);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Request request, CurrentUser user, RankingDbContext db, CampaignCache campaigns, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (now, today) = (clock.GetUtcNow(), clock.Today());
        var publication = await db.FindPublicAsync(request.Campaign, version: null, now, cancellationToken);
        var campaign = publication?.CampaignId is null ? null : await campaigns.FindAsync(db, request.Campaign, cancellationToken);
        if (publication is null || !user.Covers(campaign?.OwnerUnitId, Permissions.MakePlans))
        {
            return TypedResults.NotFound();
        }

        var year = request.Year ?? Math.Max(publication.Year + 1, today.Year);
        if (year <= publication.Year || year < today.Year || year > today.Year + 1)
        {
            throw new InvalidInputException("year", $"Năm thực hiện phải sau năm {publication.Year} của kết quả, và là năm nay hoặc năm sau.");
        }

        var bands = request.ClassBands ?? [];
        if (bands.Count > 0 && (publication.ImportHash is null || Classification.Problems(bands).Count > 0))
        {
            throw new InvalidInputException("classBands", publication.ImportHash is null ? "Kỳ đánh giá của hệ thống đã có các mức xếp loại." : Classification.Problems(bands)[0]);
        }

        if (await db.RemediationPlans.AnyAsync(known => known.CampaignCode == request.Campaign, cancellationToken))
        {
            throw new RuleViolationException("remediation-plan.exists", $"{publication.CampaignName} đã có kế hoạch khắc phục.") { Field = "campaign" };
        }

        var result = await ReadAsync(publication, campaign, bands, db, now, cancellationToken);
        var plan = RemediationPlan.Draw(result, year, request.IncludeSurvey, user.DisplayName, now);
        var reasons = await ReasonsAsync(publication, db, cancellationToken);
        var items = plan.Units.SelectMany(unit => unit.Leaves.Select(leaf => (Unit: unit, Leaf: leaf)))
            .Select((x, position) => RemediationItem.Of(plan, x.Unit, x.Leaf, position, x.Unit.UnitId is { } id ? reasons.GetValueOrDefault((id, x.Leaf.Code)) : null))
            .OfType<RemediationItem>().ToList();
        db.RemediationPlans.Add(plan);
        db.RemediationItems.AddRange(items);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created(
            $"/api/ranking/remediation-plans/{plan.Id}",
            new Response(plan.Id, plan.CampaignCode, plan.Year, plan.Units.Count, plan.Units.Sum(unit => plan.Group(unit.GroupCode).Kept(unit).Count()), items.Count));
    }

    private static async Task<DrawnResult> ReadAsync(
        Publication publication, Campaign? campaign, IReadOnlyList<ClassBand> bands, RankingDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var published = (await db.PublishedUnits.AsNoTracking().Where(unit => unit.PublicationId == publication.Id).OrderBy(unit => unit.Position).ToListAsync(cancellationToken))
            .ToLookup(unit => unit.GroupCode, StringComparer.Ordinal);
        var measuredBy = (await db.PublishedCriteria.AsNoTracking().Where(criterion => criterion.PublicationId == publication.Id).OrderBy(criterion => criterion.Position).ToListAsync(cancellationToken))
            .ToLookup(criterion => criterion.GroupCode, StringComparer.Ordinal);
        var ids = await db.UnitIdsAsync([.. published.SelectMany(group => group).Select(unit => unit.UnitCode)], cancellationToken);
        var points = (await db.PublishedPoints.AsNoTracking().Where(point => point.PublicationId == publication.Id).ToListAsync(cancellationToken))
            .ToDictionary(point => (point.UnitCode, point.CriterionCode));
        var (groups, units) = (new List<PlanGroup>(), new List<DrawnUnit>());
        foreach (var group in publication.Groups.OrderBy(group => group.Position))
        {
            var settings = campaign?.Group(group.Code);
            var lastYear = settings?.TieBreakers.Contains(TieBreaker.LastYearIndex) == true ? await LastYear.ReadAsync(db, campaign!, settings.Units, now, cancellationToken) : null;
            var criteria = measuredBy[group.Code].ToList();
            groups.Add(new PlanGroup(
                group.Code, group.Name,
                [.. criteria.Select(criterion => new PlannedCriterion(criterion.Code, criterion.Name, criterion.FieldCode, criterion.FieldName, criterion.Kind, criterion.Source))],
                settings?.ClassBands ?? bands, settings?.TieBreakers ?? [], settings?.BonusCap, settings?.PenaltyCap));
            units.AddRange(published[group.Code].Select(unit => new DrawnUnit(
                campaign?.FindUnit(unit.UnitCode)?.Unit.UnitId ?? (ids.TryGetValue(unit.UnitCode, out var id) ? id : null), unit.UnitCode, unit.UnitName, group.Code, unit.Rank, unit.Index,
                unit.Class ?? Classification.Classify(unit.Index, bands),
                lastYear is not null && settings!.Units.FirstOrDefault(known => known.Code == unit.UnitCode) is { } known ? lastYear.IndexOf(known) : null,
                [
                    .. from criterion in criteria
                       let point = points.GetValueOrDefault((unit.UnitCode, criterion.Code))
                       where point is not null
                       select new PlannedLeaf(criterion.Code, point.MaxPoints, point.Points, point.Applicable),
                ])));
        }

        return new DrawnResult(
            publication.Id, publication.CampaignCode, publication.CampaignName, publication.Year, campaign?.OwnerUnitId, publication.ImportHash is not null, groups, units);
    }

    private static async Task<Dictionary<(Guid, string), string>> ReasonsAsync(Publication publication, RankingDbContext db, CancellationToken cancellationToken) =>
        publication.CampaignId is not { } campaignId ? [] : (await db.LeafStandings.AsNoTracking()
            .Where(leaf => leaf.CampaignId == campaignId && leaf.AppraisalReason != null && leaf.AppraisalReason != "")
            .Select(leaf => new { leaf.UnitId, leaf.LeafCode, leaf.AppraisalReason }).ToListAsync(cancellationToken))
            .ToDictionary(leaf => (leaf.UnitId, leaf.LeafCode), leaf => leaf.AppraisalReason!);
}
