using System.Text.Json;
using CCHC.Identity.Accounts;
using CCHC.Identity.SignIns;
using CCHC.SingleSignOn;

namespace CCHC.Identity.SingleSignOn;

/// <summary>What came back from a provider, turned into an account here.</summary>
public sealed class SingleSignOnGrant(Providers providers, Challenges challenges, ClaimedAccounts accounts, ILogger<SingleSignOnGrant> logger)
{
    /// <summary>The account, and whether the provider saw a second factor; or why there is none.</summary>
    public async Task<(Account? Account, bool SecondFactor, string Problem)> RedeemAsync(string state, string code, string issuer, CancellationToken cancellationToken)
    {
        if (await challenges.TakeAsync(state, ChallengeKind.SingleSignOn, cancellationToken) is not { State: { } kept }
            || JsonSerializer.Deserialize<Errand>(kept) is not { } errand || providers.Find(errand.Provider) is not { } provider)
        {
            return (null, false, "Lần đăng nhập này đã quá mười lăm phút hoặc đã dùng. Vui lòng bắt đầu lại.");
        }

        try
        {
            var person = await provider.RedeemAsync(errand, code, issuer is { Length: > 0 } ? issuer : null, providers.ReturnAddress, cancellationToken);
            var (account, problem) = await accounts.FindAsync(provider, person, cancellationToken);
            return account is null
                ? (null, false, problem!)
                : (account, person.Texts("amr").Intersect(provider.Settings.SecondFactorMethods, StringComparer.Ordinal).Any(), "");
        }
        catch (ProviderException exception)
        {
            logger.LogError(exception, "Single sign-on by {Provider} failed", provider.Name);
            return (null, false, exception.Told ?? $"{provider.Settings.Title} không xác nhận được lần đăng nhập này. Hãy thử lại, hoặc đăng nhập bằng mật khẩu.");
        }
    }
}
