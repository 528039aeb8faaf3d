using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Passkeys;

public static class ListPasskeys
{
    /// <param name="Items">One's own, the oldest first.</param>
    /// <param name="Domain">That passkeys belong to; null where the installation has none.</param>
    public sealed record Response(IReadOnlyList<Item> Items, string? Domain);

    /// <param name="Id">The credential's, in Base64url.</param>
    /// <param name="Name">As its owner calls it.</param>
    /// <param name="CreatedAt">When it was registered.</param>
    /// <param name="Synced">Kept in a cloud of its maker, so that a lost device is not a lost key.</param>
    public sealed record Item(string Id, string Name, DateTimeOffset CreatedAt, bool Synced);

    public static async Task<Ok<Response>> Handle(CurrentUser user, IdentityDbContext db, PasskeyAddress address, CancellationToken cancellationToken)
    {
        var passkeys = await db.Passkeys.AsNoTracking().Where(passkey => passkey.UserId == user.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            [.. passkeys.OrderBy(passkey => passkey.Data.CreatedAt)
                .Select(passkey => new Item(Base64UrlEncoder.Encode(passkey.CredentialId), passkey.Data.Name ?? "", passkey.Data.CreatedAt, passkey.Data.IsBackedUp))],
            address.Domain));
    }
}
