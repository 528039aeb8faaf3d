using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <param name="Messages">How many were decided about.</param>
internal sealed record DecidedMessages(int Messages);

/// <summary>Sets a message aside for good reason; it is kept for a month, in which it can still be sent again.</summary>
internal static class Discard
{
    private const int LongestReason = 1000;

    public sealed record Request(string? Reason);

    public static async Task<Results<Ok<DecidedMessages>, NotFound>> Handle(
        string consumer, Guid id, Request request, CurrentUser user, DbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var message = db.Set<FailedMessage>().Where(message => message.Consumer == consumer && message.MessageId == id);
        var discarded = await DiscardAsync(message, request.Reason, user, clock, cancellationToken);
        return discarded == 1 ? TypedResults.Ok(new DecidedMessages(discarded))
            : await message.AnyAsync(cancellationToken)
                ? throw new RuleViolationException("failed-message.decided", "Thông điệp này đã được gửi lại hoặc loại bỏ; đề nghị tải lại trang.")
                : TypedResults.NotFound();
    }

    public static Task<int> DiscardAsync(IQueryable<FailedMessage> messages, string? reason, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (why, who, now) = (Checked(reason), user.DisplayName, clock.GetUtcNow());
        return messages.Where(message => message.State == FailedMessageState.Waiting).ExecuteUpdateAsync(
            change => change.SetProperty(x => x.State, FailedMessageState.Discarded).SetProperty(x => x.DecidedAt, now).SetProperty(x => x.DecidedBy, who).SetProperty(x => x.Reason, why),
            cancellationToken);
    }

    private static string Checked(string? reason) => reason?.Trim() switch
    {
        null or "" => throw Invalid("Cần ghi lý do loại bỏ."),
        { Length: > LongestReason } => throw Invalid($"Lý do dài quá {LongestReason} ký tự."),
        var why => why,
    };

    private static InvalidInputException Invalid(string text) => new(text, new Dictionary<string, string[]>(StringComparer.Ordinal) { ["reason"] = [text] });
}
