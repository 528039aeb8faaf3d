using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Phrases;

/// <summary>Reasons to be used again: everybody's own, and those that home affairs and the secretaries share.</summary>
public static class KeepPhrases
{
    private const int Most = 100;

    private static readonly string[] Sharers = [Roles.HomeAffairs, Roles.CouncilChair, Roles.CouncilSecretary];

    public sealed record Request([property: Required(ErrorMessage = "Ghi nội dung lý do mẫu."), StringLength(1_000, ErrorMessage = "Lý do mẫu dài tối đa 1.000 ký tự.")] string Text, bool Shared = false);

    public sealed record Item(Guid Id, string Text, bool Shared, bool MayRemove);

    public sealed record Response(IReadOnlyList<Item> Items, bool MayShare);

    public static async Task<Ok<Response>> List(CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var shares = Sharers.Any(user.IsInRole);
        var phrases = await db.Phrases.AsNoTracking().Where(phrase => phrase.OwnerId == null || phrase.OwnerId == user.Id)
            .OrderBy(phrase => phrase.OwnerId == null).ThenBy(phrase => EF.Functions.Collate(phrase.Text, AppraisalDbContext.VietnameseCollation)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response([.. phrases.Select(phrase => new Item(phrase.Id, phrase.Text, phrase.OwnerId is null, phrase.OwnerId is not null || shares))], shares));
    }

    public static async Task<Results<Ok<Item>, ForbidHttpResult>> Add(Request request, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        if (request.Shared && !Sharers.Any(user.IsInRole))
        {
            return TypedResults.Forbid();
        }

        Guid? owner = request.Shared ? null : user.Id;
        var text = request.Text.Trim().Normalize();
        var known = await db.Phrases.Where(phrase => phrase.OwnerId == owner).ToListAsync(cancellationToken);
        if (known.Find(phrase => phrase.Text == text) is { } same)
        {
            return TypedResults.Ok(new Item(same.Id, same.Text, request.Shared, MayRemove: true));
        }

        if (known.Count >= Most)
        {
            throw new RuleViolationException("phrase.too-many", $"Đã có {Most} lý do mẫu; xóa bớt trước khi thêm.");
        }

        var phrase = new Phrase { Id = Guid.CreateVersion7(), OwnerId = owner, Text = text, WrittenBy = user.DisplayName };
        db.Phrases.Add(phrase);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new Item(phrase.Id, phrase.Text, request.Shared, MayRemove: true));
    }

    public static async Task<Results<NoContent, NotFound>> Remove(Guid id, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var shares = Sharers.Any(user.IsInRole);
        return await db.Phrases.Where(phrase => phrase.Id == id && (phrase.OwnerId == user.Id || (phrase.OwnerId == null && shares))).ExecuteDeleteAsync(cancellationToken) > 0
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }
}
