using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.Identity.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.Tokens;

/// <summary>The answer that begins or goes on with a person's session, with the roles of now.</summary>
public sealed class PersonTokens(IdentityDbContext db, AccessTokens tokens, Areas areas, IHttpContextAccessor accessor)
{
    public HttpContext Context => accessor.HttpContext!;

    public async Task<Results<Ok<TokenAnswer.Granted>, JsonHttpResult<TokenAnswer.Refused>>> IssueAsync(
        Account account, Session session, string refreshToken, CancellationToken cancellationToken)
    {
        await db.Entry(account).Collection(entry => entry.Grants).LoadAsync(cancellationToken);
        List<(string Role, Guid? UnitId)> grants = [.. account.Grants.Select(grant => (grant.Role, grant.UnitId))];
        var accessToken = await tokens.IssueAsync(
            account.Id, account.UserName!, account.DisplayName, grants, await areas.OfAsync(grants, cancellationToken), cancellationToken, sessionId: session.Id);
        return TokenAnswer.Grant(accessToken, refreshToken);
    }
}
