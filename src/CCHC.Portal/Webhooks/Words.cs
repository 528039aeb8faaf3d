using T = CCHC.Portal.Webhooks.WebhooksTexts;

namespace CCHC.Portal.Webhooks;

internal static class Words
{
    public static string Event(string name) => name switch
    {
        WebhookPages.Published => T.EventPublished,
        WebhookPages.Corrected => T.EventCorrected,
        _ => T.EventPing,
    };
}
