using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Findings;
using CCHC.Assessment.Submissions;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.SelfAssessments;

/// <content>Its rounds: each submission is kept as it was, and the council's answer says what the next round opens.</content>
public sealed partial class SelfAssessment
{
    /// <summary>
    /// The head submits what was handed over, or the draft itself in a unit without officers. Needs entries, documents and contributions.
    /// </summary>
    /// <param name="campaign">With its groups.</param>
    /// <param name="findings">Of the whole sheet; errors stop the submission.</param>
    /// <param name="accepted">Keys of the warnings that the head has seen.</param>
    /// <param name="window">How late it is.</param>
    /// <param name="by">The head.</param>
    public Submission Submit(Campaign campaign, IReadOnlyList<Finding> findings, IReadOnlySet<string> accepted, SubmissionWindow window, string by)
    {
        if (Status == SelfAssessmentStatus.Submitted)
        {
            throw new RuleViolationException("self-assessment.already-submitted", "Phiếu đã gửi trước đó.");
        }

        RequireNoErrors(findings, "self-assessment.incomplete", "Phiếu");
        var warnings = findings.Where(finding => finding.Severity == FindingSeverity.Warning).ToList();
        if (warnings.Where(warning => !accepted.Contains(warning.Key)).Select(warning => warning.Text).ToList() is { Count: > 0 } unseen)
        {
            throw new RuleViolationException(
                "self-assessment.warnings-not-accepted", $"Còn {unseen.Count} cảnh báo chưa được thủ trưởng xác nhận. Xem từng cảnh báo và đánh dấu trước khi gửi.", unseen);
        }

        var set = campaign.SetOf(GroupCode);
        DaysLate += window.DaysLate;
        CountDaysLate(campaign.Group(GroupCode).LatePenaltyLeaf, set, window);
        (Status, SubmittedAt, SubmittedBy) = (SelfAssessmentStatus.Submitted, window.Arrival, by);
        Revision++;

        var totals = SelfAssessmentTotals.Of(set, _entries);
        var submission = new Submission(Revision, Round, window.Arrival, by, window.DaysLate, totals.Points, totals.MaxPoints, ToSubmittedSheet(set, warnings));
        _submissions.Add(submission);
        return submission;
    }

    /// <summary>Records the council's points of a round, and with them what the next round opens; a second copy changes nothing.</summary>
    /// <remarks>Needs entries, the council's points and the submissions.</remarks>
    public void RecordAppraisal(AppraisalCompleted appraisal)
    {
        var ofRound = _councilPoints.Where(points => points.Round == appraisal.Round).ToDictionary(points => points.LeafCode, StringComparer.Ordinal);
        var claims = _submissions.LastOrDefault(submission => submission.Round == appraisal.Round)?.Content.Leaves.ToDictionary(leaf => leaf.LeafCode, StringComparer.Ordinal);
        foreach (var leaf in appraisal.Leaves)
        {
            if (!ofRound.TryGetValue(leaf.LeafCode, out var points))
            {
                points = new CouncilPoints(appraisal.Round, leaf.LeafCode);
                _councilPoints.Add(points);
            }

            if (points.Revision > appraisal.Revision)
            {
                continue;
            }

            points.Set(leaf, appraisal.Revision);
            if (claims?.GetValueOrDefault(leaf.LeafCode) is { } claim)
            {
                var asClaimed = leaf.Points == claim.Points && leaf.Applicable == (claim.Status != EvaluationStatus.NotApplicable) && leaf.Reason is null && leaf.Request is null;
                EntryOf(leaf.LeafCode).CloseInRound(appraisal.Round + 1, closed: asClaimed);
            }
        }
    }

    public SelfAssessmentSubmitted ToSubmittedEvent(Submission submission) => new()
    {
        SelfAssessmentId = Id,
        CampaignId = CampaignId,
        UnitId = UnitId,
        GroupCode = GroupCode,
        Round = submission.Round,
        Revision = submission.Number,
        SubmittedAt = submission.SubmittedAt,
        SubmittedBy = submission.SubmittedBy,
        DaysLate = submission.DaysLate,
        Leaves = [.. _entries.OrderBy(entry => entry.LeafCode, StringComparer.Ordinal).Select(entry => new SubmittedLeaf
        {
            LeafCode = entry.LeafCode,
            Data = entry.Data,
            Points = entry.Points,
            Applicable = entry.Status != EvaluationStatus.NotApplicable,
            Explanation = entry.Explanation,
            Supplement = entry.Supplement,
            Evidence = entry.Evidence ?? ReferencesOf(entry.LeafCode),
            Documents = DocumentsOf(entry.LeafCode).Count(),
            DocumentHashes = [.. DocumentsOf(entry.LeafCode).Select(document => document.Sha256).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        })],
    };

    private void CountDaysLate(string? penaltyLeaf, CriteriaSetSnapshot set, SubmissionWindow window)
    {
        if (penaltyLeaf is null || window.DaysLate == 0)
        {
            return;
        }

        var criterion = set.Leaves().Single(leaf => leaf.Code == penaltyLeaf);
        var data = new LeafData { Count = DaysLate };
        var why = $"Gửi phiếu sau hạn{window.ClosedText}: {DaysLate} ngày (tính cả ngày chưa tròn).";
        EntryOf(penaltyLeaf).Enter(Scorer.Evaluate(criterion.Leaf!.Rule, criterion.MaxPoints, data), new LeafInput(data, why, Evidence: null), by: null, byName: null, window.Arrival);
    }

    /// <summary>The sheet as a submission keeps it.</summary>
    internal SubmittedSheet ToSubmittedSheet(CriteriaSetSnapshot set, IReadOnlyList<Finding> accepted)
    {
        var units = _contributions.ToDictionary(contribution => contribution.UnitId, contribution => contribution.UnitName);
        return new SubmittedSheet(
            [
                .. AnsweredLeaves(set).Select(leaf => EntryOf(leaf.Code)).Select(entry => new SubmittedLeafEntry(
                    entry.LeafCode, entry.Data, entry.Status, entry.Points, entry.Explanation, entry.Supplement, entry.Evidence,
                    [.. DocumentsOf(entry.LeafCode).OrderBy(x => x.Id).Select(x => new SubmittedDocument(x.Id, x.Name, x.Reference(), x.Version, x.Sha256, x.Url, x.Round))])
                {
                    AnsweredBy = entry.ResponsibleUnitId is { } unit ? units[unit] : null,
                }),
            ],
            [.. accepted.Select(warning => new AcceptedWarning(warning.Rule, warning.LeafCode, warning.Text))],
            [
                new SubmittedNarrative(null, Narrative.Difficulties, Narrative.Proposals),
                .. _contributions.Where(x => x.Narrative != Narrative.Empty).OrderBy(x => x.UnitCode, StringComparer.Ordinal)
                    .Select(x => new SubmittedNarrative(x.UnitName, x.Narrative.Difficulties, x.Narrative.Proposals)),
            ]);
    }
}
