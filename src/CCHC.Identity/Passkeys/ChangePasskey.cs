using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Accounts;
using CCHC.Identity.SecondFactors;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Passkeys;

public static class ChangePasskey
{
    public sealed record Request(
        [Required(ErrorMessage = "Thiếu tên gọi của khóa.")]
        [StringLength(60, ErrorMessage = "Tên gọi dài quá 60 ký tự.")]
        string Name);

    public static async Task<Results<NoContent, NotFound>> Rename(string id, Request request, CurrentUser user, UserManager<Account> accounts)
    {
        if (await FindAsync(id, user, accounts) is not var (account, passkey))
        {
            return TypedResults.NotFound();
        }

        passkey.Name = request.Name.Trim();
        await accounts.AddOrUpdatePasskeyAsync(account, passkey);
        return TypedResults.NoContent();
    }

    public static async Task<Results<NoContent, NotFound>> Remove(
        string id, CurrentUser user, UserManager<Account> accounts, SecondFactorCheck check, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, user, accounts) is not var (account, passkey))
        {
            return TypedResults.NotFound();
        }

        if (await check.StateAsync(user.Id, cancellationToken) is { Required: true, Authenticator: false, Passkeys: 1 })
        {
            throw new RuleViolationException("second-factor.required", "Vai trò của tài khoản này bắt buộc xác thực hai bước; hãy cài ứng dụng tạo mã hoặc thêm khóa khác trước.");
        }

        await accounts.RemovePasskeyAsync(account, passkey.CredentialId);
        return TypedResults.NoContent();
    }

    private static async Task<(Account Account, UserPasskeyInfo Passkey)?> FindAsync(string id, CurrentUser user, UserManager<Account> accounts)
    {
        try
        {
            return await accounts.FindByIdAsync(user.Id.ToString()) is { } account && await accounts.GetPasskeyAsync(account, Base64UrlEncoder.DecodeBytes(id)) is { } passkey
                ? (account, passkey)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
