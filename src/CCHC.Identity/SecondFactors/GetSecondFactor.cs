using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.SecondFactors;

public static class GetSecondFactor
{
    public static async Task<Ok<SecondFactorCheck.State>> Handle(CurrentUser user, SecondFactorCheck check, CancellationToken cancellationToken) =>
        TypedResults.Ok(await check.StateAsync(user.Id, cancellationToken));
}
