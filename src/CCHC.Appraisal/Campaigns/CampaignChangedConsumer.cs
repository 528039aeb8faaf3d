using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Campaigns;

/// <summary>Keeps the local copy of the campaign: its phase, its units and the leaves to be appraised, from its draft on. An extension that says so takes completions back.</summary>
public sealed class CampaignChangedConsumer(AppraisalDbContext db, TimeProvider clock, ILogger<CampaignChangedConsumer> logger) : IConsumer<CampaignChanged>
{
    public async Task Consume(ConsumeContext<CampaignChanged> context)
    {
        var opened = context.Message;
        var campaign = await db.Campaigns.SingleOrDefaultAsync(x => x.Id == opened.CampaignId, context.CancellationToken);
        if (campaign?.Revision >= opened.Revision)
        {
            logger.LogInformation("Campaign {Campaign}: revision {Revision} is older than the copy held", opened.Code, opened.Revision);
            return;
        }

        if (campaign is null)
        {
            db.Campaigns.Add(Campaign.From(opened));
        }
        else
        {
            campaign.Apply(opened);
        }

        await ReplaceContentAsync(opened, context.CancellationToken);
        await ReopenCasesAsync(opened, context.CancellationToken);
        logger.LogInformation("Campaign {Campaign} is open for {Phase} round {Round}", opened.Code, opened.Phase, opened.Round);
    }

    private async Task ReopenCasesAsync(CampaignChanged changed, CancellationToken cancellationToken)
    {
        if (!changed.Extensions.Any(extension => extension is { Phase: CampaignPhase.Appraisal, Reopens: true }))
        {
            return;
        }

        var cases = await db.Cases.FromSql($"SELECT * FROM appraisal_cases WHERE campaign_id = {changed.CampaignId} ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
        foreach (var appraisalCase in cases)
        {
            await db.Entry(appraisalCase).Collection(x => x.Completions).LoadAsync(cancellationToken);
            if (appraisalCase.Reopen(changed.Extensions, clock.GetUtcNow()))
            {
                await db.ReopenPartsAsync(appraisalCase.Id, appraisalCase.Round, cancellationToken);
            }
        }
    }

    private async Task ReplaceContentAsync(CampaignChanged opened, CancellationToken cancellationToken)
    {
        await db.CampaignUnits.Where(unit => unit.CampaignId == opened.CampaignId).ExecuteDeleteAsync(cancellationToken);
        await db.CampaignGroups.Where(group => group.CampaignId == opened.CampaignId).ExecuteDeleteAsync(cancellationToken);
        await db.CampaignFields.Where(field => field.CampaignId == opened.CampaignId).ExecuteDeleteAsync(cancellationToken);
        await db.CampaignLeaves.Where(leaf => leaf.CampaignId == opened.CampaignId).ExecuteDeleteAsync(cancellationToken);

        foreach (var group in opened.Groups)
        {
            db.CampaignGroups.Add(new CampaignGroup { CampaignId = opened.CampaignId, Code = group.Code, Name = group.Name });
            db.CampaignUnits.AddRange(group.Units.Select(unit => new CampaignUnit
            {
                CampaignId = opened.CampaignId,
                UnitId = unit.UnitId,
                GroupCode = group.Code,
                Code = unit.Code,
                Name = unit.Name,
            }));

            var leaves = LeavesOf(group, opened.CampaignId);
            db.CampaignLeaves.AddRange(leaves);
            db.CampaignFields.AddRange(group.CriteriaSet.Nodes.Where(node => node.ParentCode is null).Select((field, position) => new CampaignField
            {
                CampaignId = opened.CampaignId,
                GroupCode = group.Code,
                Code = field.Code,
                Name = field.Name,
                Position = position,
                Leaves = leaves.Count(leaf => leaf.FieldCode == field.Code),
            }));
        }
    }

    private static List<CampaignLeaf> LeavesOf(Contracts.Criteria.CampaignGroup group, Guid campaignId)
    {
        var nodes = group.CriteriaSet.Nodes.ToDictionary(node => node.Code, StringComparer.Ordinal);
        var responsible = group.Responsibilities.ToDictionary(x => x.LeafCode, x => x.UnitId, StringComparer.Ordinal);
        var leaves = new List<CampaignLeaf>();
        foreach (var node in group.CriteriaSet.Leaves())
        {
            var leaf = node.Leaf!;
            if (leaf.Source != PointSource.Appraised)
            {
                continue;
            }

            leaves.Add(new CampaignLeaf
            {
                CampaignId = campaignId,
                GroupCode = group.Code,
                Code = node.Code,
                Name = node.Name,
                FieldCode = leaf.FieldCode,
                Path = string.Join(" › ", Ancestors(node, nodes).Reverse()),
                Position = leaves.Count,
                MaxPoints = node.MaxPoints,
                Kind = leaf.Kind,
                Rule = leaf.Rule,
                NotApplicableAllowed = leaf.NotApplicableAllowed,
                EvidenceRequired = leaf.EvidenceRequired,
                Guidance = leaf.Guidance,
                ResponsibleUnitId = responsible.TryGetValue(node.Code, out var unitId) ? unitId : null,
            });
        }

        return leaves;
    }

    private static IEnumerable<string> Ancestors(CriterionSnapshot node, Dictionary<string, CriterionSnapshot> nodes)
    {
        for (var parent = node.ParentCode; parent is not null; parent = nodes[parent].ParentCode)
        {
            yield return nodes[parent].Name;
        }
    }
}
