using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.IndependentScoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Appraisal.Cases;

/// <content>Scoring by several members who do not see each other.</content>
public sealed partial class AppraisalCase
{
    /// <summary>A member's own score of a leaf. Needs that leaf of this round and its field's completion.</summary>
    /// <param name="campaign">The campaign's local copy.</param>
    /// <param name="definition">The leaf.</param>
    /// <param name="verdict">What the member says.</param>
    /// <param name="appraiser">The member.</param>
    /// <param name="number">Of this member on this leaf, from 1.</param>
    /// <param name="finished">Whether the member has finished the field.</param>
    /// <param name="now">When.</param>
    public Opinion Opine(Campaign campaign, CampaignLeaf definition, Verdict verdict, Appraiser appraiser, int number, bool finished, DateTimeOffset now)
    {
        RequireOpenPhase(campaign, now);
        RequireOpenField(definition.FieldCode);
        if (finished)
        {
            throw new RuleViolationException("appraisal.own-part-completed", "Đồng chí đã hoàn thành phần chấm độc lập của lĩnh vực này nên không sửa được nữa.");
        }

        var (outcome, reason, request) = verdict.Checked(definition, LeafOf(Round, definition.Code).Self);
        Revision++;
        return ToOpinion(definition.Code, outcome, reason, request, appraiser, number, implied: false, now);
    }

    /// <summary>A member finishes its part of a field: what it did not touch stays, in its view, as it stands. Needs all leaves and completions of the round.</summary>
    /// <returns>The scores that this implies.</returns>
    public IReadOnlyList<Opinion> FinishPart(
        Campaign campaign, IReadOnlyList<CampaignLeaf> field, IReadOnlyCollection<Opinion> own, Appraiser appraiser, DateTimeOffset now)
    {
        RequireOpenPhase(campaign, now);
        var untouched = field.Where(definition => own.All(opinion => opinion.LeafCode != definition.Code)).ToList();
        RequireResults(untouched);
        Revision++;
        return
        [
            .. from definition in untouched
               let leaf = Find(Round, definition.Code)
               let result = ResultOf(definition)!.Value
               let outcome = new Verdict.Outcome(leaf?.Judgement is { } before ? before.Data : leaf?.Self?.Data, result.Points, result.Applicable, ["Giữ nguyên kết quả đang có"])
               select ToOpinion(definition.Code, outcome, leaf?.Judgement?.Reason, request: null, appraiser, number: 1, implied: true, now),
        ];
    }

    /// <summary>Compares what all members of a field have finished. Needs all leaves of the round.</summary>
    /// <returns>The decisions that follow, and what is to be arbitrated.</returns>
    public (IReadOnlyList<Judgement> Judgements, IReadOnlyList<Dispute> Disputes) Compare(
        IReadOnlyList<CampaignLeaf> field, ILookup<string, Opinion> opinions, Council council, Appraiser last, DateTimeOffset now)
    {
        var (judgements, disputes) = (new List<Judgement>(), new List<Dispute>());
        foreach (var definition in field)
        {
            var given = opinions[definition.Code].OrderBy(opinion => opinion.AppraisedBy, StringComparer.Ordinal).ThenBy(opinion => opinion.AppraiserId).ToList();
            if (given.All(opinion => opinion.Implied))
            {
                continue;
            }

            if (Comparison.Of(given, definition.MaxPoints, council) is not { } outcome)
            {
                disputes.Add(new Dispute { CaseId = Id, Round = Round, LeafCode = definition.Code, FieldCode = definition.FieldCode, OpenedAt = now });
                continue;
            }

            var decision = new Decision(
                outcome, Comparison.Together(given.Select(opinion => (opinion.AppraisedBy, opinion.Reason))),
                Comparison.Together(given.Select(opinion => (opinion.AppraisedBy, opinion.Request))), JudgementOrigin.Independent);
            var authors = string.Join(", ", given.Select(opinion => opinion.AppraisedBy).Distinct(StringComparer.Ordinal));
            judgements.Add(Decide(LeafOf(Round, definition.Code), decision, last with { Name = authors }, now));
        }

        return (judgements, disputes);
    }

    /// <summary>Completes a compared field on which nothing is disputed any more; true when this completed the case. Needs all completions.</summary>
    public bool CloseCompared(IReadOnlyList<CampaignLeaf> definitions, string fieldCode, Appraiser by, DateTimeOffset now) =>
        !IsCompleted(fieldCode) && Close(definitions, [fieldCode], by, now);

    /// <summary>The chair decides between scores that differ too much. Needs that leaf of this round.</summary>
    public Judgement Arbitrate(Campaign campaign, CampaignLeaf definition, Verdict verdict, Dispute dispute, Appraiser chair, DateTimeOffset now)
    {
        RequireCouncilStep(campaign, now);
        if (dispute.SettledBy is not null)
        {
            throw new RuleViolationException("arbitration.settled", $"Tiêu chí {definition.Code} đã được phân xử.");
        }

        var leaf = LeafOf(Round, definition.Code);
        var (outcome, reason, request) = verdict.Checked(definition, leaf.Self);
        if (reason is null)
        {
            throw new RuleViolationException("arbitration.reason-required", $"Tiêu chí {definition.Code}: phân xử phải nêu lý do.");
        }

        var judgement = Decide(leaf, new Decision(outcome, reason, request, JudgementOrigin.Arbitration), chair, now);
        dispute.Settle(judgement.Revision);
        return judgement;
    }

    /// <summary>What the council adopted by vote; also of a leaf whose field is completed. Needs that leaf of this round.</summary>
    public Judgement DecideByVote(Campaign campaign, CampaignLeaf definition, Verdict verdict, Dispute? dispute, Appraiser council, DateTimeOffset now)
    {
        RequireCouncilStep(campaign, now);
        var leaf = LeafOf(Round, definition.Code);
        var (outcome, reason, request) = verdict.Checked(definition, leaf.Self);
        var judgement = Decide(leaf, new Decision(outcome, reason, request, JudgementOrigin.Council), council, now);
        dispute?.Settle(judgement.Revision);
        return judgement;
    }

    private void RequireCouncilStep(Campaign campaign, DateTimeOffset now)
    {
        campaign.RequireNotRatified();
        if (!campaign.CouncilMayDecide(Round, GroupCode, UnitId, now))
        {
            throw new RuleViolationException("council.phase-closed", "Hội đồng chỉ quyết định trong bước thẩm định hoặc bước họp hội đồng.");
        }
    }

    private Opinion ToOpinion(string code, Verdict.Outcome outcome, string? reason, string? request, Appraiser appraiser, int number, bool implied, DateTimeOffset now) => new()
    {
        CaseId = Id, Round = Round, LeafCode = code, AppraiserId = appraiser.UserId, Number = number, AppraisedBy = appraiser.Name,
        Data = outcome.Data, Points = outcome.Points, Applicable = outcome.Applicable, Reason = reason, Request = request, Steps = outcome.Steps, Implied = implied, AppraisedAt = now,
    };
}
