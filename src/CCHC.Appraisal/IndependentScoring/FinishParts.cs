using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.IndependentScoring;

/// <summary>The part of <see cref="CompleteFields"/> in a campaign whose members score independently.</summary>
internal static class FinishParts
{
    /// <summary>Finishes the caller's part of the fields; whoever is last has them compared. True when that completed the case.</summary>
    /// <remarks>Needs the case's lock, all leaves and completions of its round.</remarks>
    public static async Task<bool> HandleAsync(
        AppraisalDbContext db, AppraisalCase appraisalCase, Campaign campaign, Council council, IReadOnlyList<CampaignLeaf> definitions, IReadOnlyList<string> fields,
        Appraiser appraiser, IEventPublisher events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = await db.MemberCompletions.Where(part => part.CaseId == appraisalCase.Id && part.Round == appraisalCase.Round).ToListAsync(cancellationToken);
        var opinions = await db.OpinionsAsync(appraisalCase, cancellationToken);
        var (completed, decided) = (false, new List<string>());
        foreach (var code in fields.Where(code => !appraisalCase.IsCompleted(code) && !parts.Exists(part => part.FieldCode == code && part.AppraiserId == appraiser.Id)))
        {
            var field = definitions.Where(leaf => leaf.FieldCode == code).ToList();
            var implied = appraisalCase.FinishPart(campaign, field, [.. opinions.Where(opinion => opinion.AppraiserId == appraiser.Id)], appraiser, now);
            db.Opinions.AddRange(implied);
            opinions.AddRange(implied);
            var part = new MemberCompletion { CaseId = appraisalCase.Id, Round = appraisalCase.Round, FieldCode = code, AppraiserId = appraiser.Id, CompletedAt = now };
            db.MemberCompletions.Add(part);
            parts.Add(part);

            var members = await db.MembersOfAsync(appraisalCase, code, cancellationToken);
            if (members.Exists(member => !parts.Exists(x => x.FieldCode == code && x.AppraiserId == member)))
            {
                continue;
            }

            var settled = await db.Disputes.Where(x => x.CaseId == appraisalCase.Id && x.Round == appraisalCase.Round && x.SettledBy != null).Select(x => x.LeafCode).ToListAsync(cancellationToken);
            var (judgements, disputes) = appraisalCase.Compare(
                [.. field.Where(leaf => !settled.Contains(leaf.Code))], opinions.Where(opinion => parts.Exists(x => x.FieldCode == code && x.AppraiserId == opinion.AppraiserId)).ToLookup(opinion => opinion.LeafCode, StringComparer.Ordinal),
                council, appraiser, now);
            db.Disputes.AddRange(disputes);
            decided.AddRange(judgements.Select(judgement => judgement.LeafCode));
            completed |= disputes.Count == 0 && appraisalCase.CloseCompared(definitions, code, appraiser, now);
        }

        if (decided.Count > 0)
        {
            events.Publish(appraisalCase.ToDecidedEvent(decided, now));
        }

        return completed;
    }
}
