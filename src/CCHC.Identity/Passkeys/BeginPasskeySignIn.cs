using System.Text.Json;
using CCHC.Identity.Accounts;
using CCHC.Identity.SignIns;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace CCHC.Identity.Passkeys;

/// <summary>Names nobody: the device offers the keys that it has for this domain, and the answer says whose it is.</summary>
public static class BeginPasskeySignIn
{
    public static async Task<Ok<RegisterPasskey.BeginResponse>> Handle(
        PasskeyAddress address, Challenges challenges, IPasskeyHandler<Account> handler, HttpContext context, CancellationToken cancellationToken)
    {
        address.MustExist();
        var options = await handler.MakeRequestOptionsAsync(user: null, context);
        var challenge = await challenges.SetAsync(ChallengeKind.PasskeySignIn, accountId: null, options.AssertionState, cancellationToken);
        return TypedResults.Ok(new RegisterPasskey.BeginResponse(challenge, JsonElement.Parse(options.RequestOptionsJson)));
    }
}
