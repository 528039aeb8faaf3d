using System.Text.Json;
using CCHC.Identity.SignIns;
using CCHC.SingleSignOn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.SingleSignOn;

/// <summary>Whoever asked keeps the state with the browser: only this browser may bring the code back.</summary>
public static class BeginSingleSignOn
{
    public sealed record Response(string State, Uri Address);

    public static async Task<Results<Ok<Response>, NotFound, ProblemHttpResult>> Handle(
        string provider, Providers providers, Challenges challenges, ILogger<Response> logger, CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } found)
        {
            return TypedResults.NotFound();
        }

        try
        {
            var errand = Errand.To(found.Name);
            var state = await challenges.SetAsync(ChallengeKind.SingleSignOn, accountId: null, JsonSerializer.Serialize(errand), cancellationToken);
            return TypedResults.Ok(new Response(state, await found.AddressAsync(errand, state, providers.ReturnAddress, cancellationToken)));
        }
        catch (ProviderException exception)
        {
            logger.LogError(exception, "Nobody can sign in by provider {Provider} now", found.Name);
            return TypedResults.Problem(exception.Told ?? $"{found.Settings.Title} hiện không trả lời. Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
