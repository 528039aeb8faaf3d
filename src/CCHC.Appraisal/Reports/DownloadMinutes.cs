using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.Meetings;
using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Appraisal.Reports;

/// <summary>The minutes of a meeting in Word; who has a conflict with a unit on its agenda does not get the whole document.</summary>
public static class DownloadMinutes
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid id, CurrentUser user, AppraisalDbContext db, IOptions<Letterhead> letterhead, CancellationToken cancellationToken)
    {
        var meeting = await GetMeeting.ReadAsync(id, user, db, cancellationToken);
        if (meeting is null || meeting.Items.Count != await db.AgendaItems.CountAsync(item => item.MeetingId == id, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var decided = await db.Judgements.AsNoTracking()
            .Where(x => x.Origin == JudgementOrigin.Council && db.AgendaItems.Any(item => item.MeetingId == id && item.CaseId == x.CaseId && item.LeafCode == x.LeafCode && item.DecidedAt == x.AppraisedAt))
            .ToDictionaryAsync(x => (x.CaseId, x.LeafCode), cancellationToken);
        var before = await db.Judgements.AsNoTracking()
            .Where(x => db.Judgements.Any(later => later.Origin == JudgementOrigin.Council && later.CaseId == x.CaseId && later.ReplacedRevision == x.Revision
                && db.AgendaItems.Any(item => item.MeetingId == id && item.CaseId == later.CaseId && item.LeafCode == later.LeafCode && item.DecidedAt == later.AppraisedAt)))
            .ToDictionaryAsync(x => (x.CaseId, x.Revision), cancellationToken);
        var facts = new MinutesFacts(
            meeting.CampaignName, meeting.Year, meeting.Practice, meeting.Number, meeting.HeldAt, meeting.ClosedAt, meeting.Place,
            meeting.Members.FirstOrDefault(member => member.Office == CouncilOffice.Chair)?.DisplayName, meeting.Members.FirstOrDefault(member => member.Office == CouncilOffice.Secretary)?.DisplayName,
            [.. meeting.Members.Where(member => member.Present).Select(member => member.DisplayName)], [.. meeting.Members.Where(member => !member.Present).Select(member => member.DisplayName)],
            meeting.Members.Count, AgendaItem.Needed(meeting.Members.Count, meeting.Quorum),
            [
                .. from item in meeting.Items
                   let judgement = decided.GetValueOrDefault((item.CaseId, item.LeafCode))
                   let replaced = judgement?.ReplacedRevision is { } revision ? before.GetValueOrDefault((item.CaseId, revision)) : null
                   let pointsBefore = judgement is null ? item.Result?.Points : replaced?.Points ?? item.Self?.Points
                   select new MinutedItem(
                       item.UnitName ?? "", item.LeafCode, item.LeafName, item.MaxPoints, [.. item.Why.Select(Words), .. item.Note is null ? Array.Empty<string>() : [item.Note]], item.Self?.Points,
                       item.Self?.Applicable != false, pointsBefore, judgement is null ? item.Result?.Applicable != false : (replaced?.Applicable ?? item.Self?.Applicable) != false,
                       [.. item.Positions.Select(position => new MinutedPosition(position.By, position.Points, position.Applicable, position.Reason))],
                       item.Proposal is { } proposal ? $"{ProposalText(proposal)} {proposal.Reason}" : null, item.Yes, item.No, item.Abstain, item.NotVoting, Outcome(item.Outcome),
                       item.Result?.Points, item.Result?.Applicable != false, judgement?.Reason),
            ],
            meeting.Conclusion);
        return ReportEndpoints.File("docx", $"bien-ban-hop-so-{meeting.Number}-{meeting.Year}", new MinutesDocument(facts, letterhead.Value).ToDocument().Write);
    }

    private static string ProposalText(Proposition proposal) =>
        proposal.Applicable == false ? "Không phát sinh." : proposal.Points is { } points ? $"{DocumentText.Exact(points)} điểm." : "Tính lại theo số liệu do hội đồng xác định.";

    private static string Words(AgendaReason reason) => reason switch
    {
        AgendaReason.Disputed => "Các thành viên chấm lệch nhau",
        AgendaReason.Changed => "Kết quả khác nhiều so với tự chấm",
        AgendaReason.Arbitrated => "Chủ tịch hội đồng đã phân xử",
        _ => "Thành viên đề nghị hội đồng quyết định",
    };

    private static MinutedOutcome Outcome(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Adopted => MinutedOutcome.Adopted,
        ItemOutcome.Rejected => MinutedOutcome.Rejected,
        ItemOutcome.Kept => MinutedOutcome.Kept,
        _ => MinutedOutcome.Pending,
    };
}
