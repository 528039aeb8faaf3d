using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tokens;

/// <summary>Signing out (RFC 7009): ends the session of a refresh token; answers 200 whatever the token is.</summary>
public static class RevokeToken
{
    public static async Task<Ok> Handle(HttpRequest request, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var token = (await TokenForm.ReadAsync(request))?["token"].ToString() ?? "";
        if (Secrets.IdOf(token) is { } id
            && await db.Sessions.SingleOrDefaultAsync(session => session.Id == id, cancellationToken) is { } session
            && session.IsNewest(token))
        {
            session.Revoke(clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
        }

        return TypedResults.Ok();
    }
}
