using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.Identity.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Clients;

/// <summary>A new secret, shown here alone; the one before is good for a while, so that the other side can change over without a gap.</summary>
public static class RotateClientSecret
{
    /// <param name="OverlapHours">0 where the old one has become known to others.</param>
    public sealed record Request([Range(0, 2160, ErrorMessage = "Khoá cũ còn hiệu lực từ 0 đến 2.160 giờ (90 ngày).")] int OverlapHours = 24);

    public sealed record Response(Guid ClientId, string ClientSecret, DateTimeOffset FormerSecretUntil);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Request? request, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var found = await db.Clients.FromSql($"SELECT * FROM api_client WHERE id = {id} FOR UPDATE").ToListAsync(cancellationToken);
        if (found is not [var client])
        {
            return TypedResults.NotFound();
        }

        var (secret, until) = (Secrets.Generate(), clock.GetUtcNow().AddHours((request ?? new Request()).OverlapHours));
        client.Rotate(Secrets.Hash(secret), until);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(id, secret, until));
    }
}
