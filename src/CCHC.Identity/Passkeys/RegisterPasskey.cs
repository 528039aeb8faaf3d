using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using CCHC.Identity.SignIns;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Passkeys;

/// <summary>A key that a phone, a computer or a stick makes for this account and keeps; only its public half comes here.</summary>
public static class RegisterPasskey
{
    public const int Most = 10;

    public sealed record BeginRequest([Required(ErrorMessage = "Thiếu mật khẩu hiện tại.")] string CurrentPassword);

    /// <param name="Challenge">To be sent back.</param>
    /// <param name="Options">What the browser's <c>navigator.credentials</c> takes.</param>
    public sealed record BeginResponse(string Challenge, JsonElement Options);

    public sealed record Request(
        [Required(ErrorMessage = "Thiếu mã của bước trước.")] string Challenge,
        [Required(ErrorMessage = "Thiếu câu trả lời của trình duyệt.")] JsonElement? Credential,
        [Required(ErrorMessage = "Thiếu tên gọi của khóa.")]
        [StringLength(60, ErrorMessage = "Tên gọi dài quá 60 ký tự.")]
        string Name);

    public static async Task<Ok<BeginResponse>> Begin(
        BeginRequest request, CurrentUser user, PasswordCheck passwords, PasskeyAddress address, IdentityDbContext db, Challenges challenges,
        IPasskeyHandler<Account> handler, HttpContext context, CancellationToken cancellationToken)
    {
        address.MustExist();
        var account = await passwords.ConfirmAsync(user.UserName, request.CurrentPassword, "currentPassword", cancellationToken);
        if (await db.Passkeys.CountAsync(passkey => passkey.UserId == account.Id, cancellationToken) >= Most)
        {
            throw new RuleViolationException("passkey.too-many", $"Mỗi tài khoản có tối đa {Most} khóa truy cập; hãy xóa khóa không dùng nữa.");
        }

        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = account.DisplayName }, context);
        var challenge = await challenges.SetAsync(ChallengeKind.PasskeyRegistration, account.Id, options.AttestationState, cancellationToken);
        return TypedResults.Ok(new BeginResponse(challenge, JsonElement.Parse(options.CreationOptionsJson)));
    }

    public static async Task<NoContent> Finish(
        Request request, CurrentUser user, Challenges challenges, IPasskeyHandler<Account> handler, UserManager<Account> accounts, HttpContext context,
        CancellationToken cancellationToken)
    {
        var challenge = await challenges.TakeAsync(request.Challenge, ChallengeKind.PasskeyRegistration, cancellationToken);
        if (challenge?.AccountId != user.Id)
        {
            throw new RuleViolationException("passkey.expired", "Đã quá năm phút; vui lòng tạo lại khóa truy cập.");
        }

        var result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { CredentialJson = request.Credential!.Value.GetRawText(), AttestationState = challenge.State, HttpContext = context });
        if (!result.Succeeded || await accounts.FindByIdAsync(user.Id.ToString()) is not { } account)
        {
            throw new RuleViolationException("passkey.refused", "Không nhận được khóa truy cập này; vui lòng thử lại hoặc dùng thiết bị khác.");
        }

        result.Passkey.Name = request.Name.Trim();
        await accounts.AddOrUpdatePasskeyAsync(account, result.Passkey);
        return TypedResults.NoContent();
    }
}
