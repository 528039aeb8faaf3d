using CCHC.Portal.AuditLog;
using T = CCHC.Portal.FailedMessages.FailedMessagesTexts;

namespace CCHC.Portal.FailedMessages;

internal static class Words
{
    /// <summary>Which part of the system; null where there is no such part.</summary>
    public static string? Service(string service) => Array.Find(AuditLogPages.Services, known => known.Address == service)?.Text;

    /// <summary>What the consumer is told of, by the name of its queue, <c>SERVICE-EVENT</c>; the name itself where the event has no words.</summary>
    public static string Event(string service, string consumer) => (consumer.StartsWith(service + "-", StringComparison.Ordinal) ? consumer[(service.Length + 1)..] : consumer) switch
    {
        "unit-changed" => T.UnitChanged,
        "campaign-changed" => T.CampaignChanged,
        "campaign-wiped" => T.CampaignWiped,
        "self-assessment-submitted" => T.SelfAssessmentSubmitted,
        "self-assessment-reset" => T.SelfAssessmentReset,
        "criterion-appraised" => T.CriterionAppraised,
        "criteria-appraised" => T.CriteriaAppraised,
        "appraisal-completed" => T.AppraisalCompleted,
        "appraisal-round-completed" => T.AppraisalRoundCompleted,
        "conflicts-changed" => T.ConflictsChanged,
        "result-ratified" => T.ResultRatified,
        "survey-closed" => T.SurveyClosed,
        "external-index-recorded" => T.ExternalIndexRecorded,
        "ranking-published" => T.RankingPublished,
        _ => consumer,
    };

    public static string State(FailedMessageState state) => state switch
    {
        FailedMessageState.SentAgain => T.StateSentAgain,
        FailedMessageState.Discarded => T.StateDiscarded,
        _ => T.StateWaiting,
    };
}
