using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Frames;

/// <summary>
/// Forgets one person of a frame at its request, for good: the others are sealed anew and the key before is destroyed, so that copies of the person in logs
/// and backups stay closed. Number, stratum and draws stay, and answers, which nobody can tell whose they are. A second time changes nothing.
/// </summary>
public static class ErasePerson
{
    private const int AtOnce = 5_000;

    /// <param name="Reason">Such as the number and date of the person's request, never who it is.</param>
    public sealed record Request([property: Required(ErrorMessage = "Ghi căn cứ xóa, ví dụ số và ngày của đơn yêu cầu."), StringLength(500, ErrorMessage = "Căn cứ dài tối đa 500 ký tự.")] string Reason);

    public static async Task<Results<Ok<FrameErasure>, NotFound>> Handle(
        Guid id, int number, Request request, CurrentUser user, SurveyDbContext db, PersonKeys keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockFrameAsync(id, user, cancellationToken) is not { } frame
            || await db.FrameEntries.SingleOrDefaultAsync(entry => entry.FrameId == id && entry.Number == number, cancellationToken) is not { } person)
        {
            return TypedResults.NotFound();
        }

        if (await db.FrameErasures.SingleOrDefaultAsync(erasure => erasure.FrameId == id && erasure.Number == number, cancellationToken) is { } before)
        {
            return TypedResults.Ok(before);
        }

        if (frame.ErasedAt is not null || keys.Find(id, frame.KeyGeneration) is not { } old)
        {
            throw new RuleViolationException("frame.erased", "Danh tính của cả khung mẫu này đã xóa.");
        }

        var erasure = new FrameErasure(id, number, request.Reason.Trim().Normalize(), user.DisplayName, clock.GetUtcNow(), old.Fingerprint);
        db.FrameErasures.Add(erasure);
        person.Forget();
        var next = frame.KeyGeneration + 1;
        var key = keys.Of(id, next);
        frame.SealedWith(key, next);
        await db.SaveChangesAsync(cancellationToken);
        await SealAnewAsync(id, key, db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        keys.DestroyOthers(id, next, DateTimeOffset.MaxValue); // not before; what fails here, the key keeping does
        return TypedResults.Ok(erasure);
    }

    private static async Task SealAnewAsync(Guid frame, PersonKey key, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var last = 0;
        while (true)
        {
            db.ChangeTracker.Clear();
            var people = await db.FrameEntries.Where(entry => entry.FrameId == frame && entry.Number > last).OrderBy(entry => entry.Number).Take(AtOnce).ToListAsync(cancellationToken);
            foreach (var person in people)
            {
                var (name, contact) = person.Person(key);
                person.Seal(key, name, contact);
                last = person.Number;
            }

            await db.SaveChangesAsync(cancellationToken);
            if (people.Count < AtOnce)
            {
                return;
            }
        }
    }
}
