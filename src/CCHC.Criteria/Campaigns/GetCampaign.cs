using System.Data;
using CCHC.Contracts.Criteria;
using CCHC.Criteria.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>A campaign with its groups and units, its calendar, and the one phase that may be opened next.</summary>
public static class GetCampaign
{
    public sealed record UnitItem(Guid UnitId, string Code, string Name, int SubmittedRound, IReadOnlyList<UnitPredecessor> Predecessors);

    public sealed record LeafItem(string Code, string Name, PointSource Source, string FieldCode, bool MayCountLateDays);

    public sealed record FieldItem(string Code, string Name);

    public sealed record GroupItem(
        string Code, string Name, Guid CriteriaSetId, string CriteriaSetName, IReadOnlyList<ClassBand> ClassBands, IReadOnlyList<TieBreaker> TieBreakers, bool? SurveyHeld,
        decimal? BonusCap, decimal? PenaltyCap, string? LatePenaltyLeaf, int Awards, Guid? CollectorUnitId, IReadOnlyList<LeafResponsibility> Responsibilities, IReadOnlyList<UnitItem> Units,
        IReadOnlyList<FieldItem> Fields, IReadOnlyList<LeafItem> Leaves);

    public sealed record NextPhase(CampaignPhase Phase, int Round, string Name);

    public sealed record StepItem(
        CampaignPhase Phase, int Round, string Name, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, string State);

    public sealed record ExtensionItem(
        int Number, CampaignPhase Phase, int Round, string PhaseName, string? GroupCode, Guid? UnitId, string Subject, DateTimeOffset Until, bool Reopens, string Reason,
        string GrantedBy, DateTimeOffset GrantedAt);

    public sealed record Response(
        Guid Id, string Code, string Name, int Year, CampaignPhase Phase, int Round, string PhaseName, bool PhaseOpen, DateTimeOffset? PhaseOpenedAt, DateTimeOffset? ClosesAt,
        int Rounds, bool SurveyHeld, int LateDays, bool LaterRoundsOpenAll, Guid? OwnerUnitId, string? OwnerName, bool Practice, DateOnly? WipeOn, Guid? PracticeOf, DateTimeOffset? PreparedAt, bool CanManage,
        NextPhase? Next, IReadOnlyList<GroupItem> Groups, IReadOnlyList<StepItem> Calendar, IReadOnlyList<ExtensionItem> Extensions);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        // One picture: between two statements the calendar may open a phase.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var campaign = await db.Campaigns.AsNoTracking().VisibleTo(user).Whole().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (campaign is null)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(new Response(
            campaign.Id, campaign.Code, campaign.Name, campaign.Year, campaign.Phase, campaign.Round, PhaseNames.Of(campaign.Phase, campaign.Round), campaign.PhaseOpen,
            campaign.PhaseOpenedAt, campaign.ClosesAt, campaign.Rounds, campaign.SurveyHeld, campaign.LateDays, campaign.LaterRoundsOpenAll, campaign.OwnerUnitId, campaign.OwnerName, campaign.Practice, campaign.WipeOn,
            campaign.PracticeOf, campaign.PreparedAt, user.Covers(campaign.OwnerUnitId, Permissions.RunCampaigns),
            campaign.NextPhase is { } next ? new NextPhase(next.Phase, next.Round, PhaseNames.Of(next.Phase, next.Round)) : null,
            [.. campaign.Groups.OrderBy(group => group.Code, StringComparer.Ordinal).Select(ToItem)],
            [.. Campaign.PhasesOf(campaign.Rounds).Select(phase => ToStep(campaign, phase))],
            [
                .. campaign.Extensions.OrderBy(x => x.Number).Select(x => new ExtensionItem(
                    x.Number, x.Phase, x.Round, PhaseNames.Of(x.Phase, x.Round), x.GroupCode, x.UnitId, x.Subject(campaign.Groups), x.Until, x.Reopens, x.Reason, x.GrantedBy, x.GrantedAt)),
            ]));
    }

    private static StepItem ToStep(Campaign campaign, (CampaignPhase Phase, int Round) phase)
    {
        var step = campaign.Calendar.FirstOrDefault(x => x.Is(phase.Phase, phase.Round));
        return new StepItem(
            phase.Phase, phase.Round, PhaseNames.Of(phase.Phase, phase.Round), step?.OpensAt, step?.ClosesAt, step?.OpenedAt, step?.ClosedAt,
            step switch { { ClosedAt: not null } => "closed", { OpenedAt: not null } => "open", _ => "planned" });
    }

    private static GroupItem ToItem(CampaignUnitGroup group)
    {
        var set = group.CriteriaSet.ToSnapshot();
        return new GroupItem(
            group.Code, group.Name, set.Id, set.Name, group.ClassBands, group.TieBreakers, group.SurveyHeld, group.BonusCap, group.PenaltyCap, group.LatePenaltyLeaf, group.Awards,
            group.CollectorUnitId, group.Responsibilities,
            [.. group.Members.OrderBy(member => member.Code, StringComparer.Ordinal).Select(member => new UnitItem(member.UnitId, member.Code, member.Name, member.SubmittedRound, member.Predecessors))],
            [.. set.Nodes.Where(node => node.ParentCode is null).Select(node => new FieldItem(node.Code, node.Name))],
            [.. set.Leaves().Select(leaf => new LeafItem(
                leaf.Code, leaf.Name, leaf.Leaf!.Source, leaf.Leaf.FieldCode, leaf.Leaf is { Kind: LeafKind.Penalty, Source: PointSource.Appraised, Rule: CountRule }))]);
    }
}
