using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.FieldWork;

/// <summary>Says who asks whom; the whole list is replaced.</summary>
public static class AssignEnumerators
{
    public sealed record Item(
        Guid AccountId, [property: Required, StringLength(100)] string UserName, [property: Required, StringLength(200)] string Name,
        [property: MaxLength(1000)] IReadOnlyList<string>? Strata = null, [property: MaxLength(1000)] IReadOnlyList<string>? Clusters = null);

    public sealed record Request([property: Required, MaxLength(1000)] IReadOnlyList<Item> Items);

    public sealed record Response(IReadOnlyList<Item> Items, IReadOnlyList<string> Strata, IReadOnlyList<string> Clusters);

    public static async Task<Results<Ok<Response>, NotFound>> Get(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken) =>
        await db.FindSurveyAsync(id, user, Permissions.ReadSamples, cancellationToken) is null ? TypedResults.NotFound() : TypedResults.Ok(await ReadAsync(id, db, cancellationToken));

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Request request, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR NO KEY UPDATE", cancellationToken);
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        if (request.Items.GroupBy(item => item.AccountId).FirstOrDefault(account => account.Count() > 1) is { } twice)
        {
            throw new InvalidInputException("items", $"Điều tra viên {twice.First().Name} được phân công hai lần.");
        }

        await db.Enumerators.Where(enumerator => enumerator.SurveyId == id).ExecuteDeleteAsync(cancellationToken);
        db.Enumerators.AddRange(request.Items.Select(item => new EnumeratorAssignment
        {
            SurveyId = id, AccountId = item.AccountId, UserName = item.UserName, Name = item.Name.Normalize(), Strata = item.Strata ?? [], Clusters = item.Clusters ?? [],
        }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await ReadAsync(id, db, cancellationToken));
    }

    private static async Task<Response> ReadAsync(Guid id, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var items = await db.Enumerators.AsNoTracking().Where(enumerator => enumerator.SurveyId == id).OrderBy(enumerator => enumerator.Name).ToListAsync(cancellationToken);
        var places = await db.Invitations.Where(invitation => invitation.SurveyId == id).Select(invitation => new { invitation.Stratum, invitation.Cluster }).Distinct().ToListAsync(cancellationToken);
        return new Response(
            [.. items.Select(item => new Item(item.AccountId, item.UserName, item.Name, item.Strata, item.Clusters))],
            [.. places.Select(place => place.Stratum).Distinct().Order(StringComparer.Ordinal)], [.. places.Select(place => place.Cluster).OfType<string>().Distinct().Order(StringComparer.Ordinal)]);
    }
}
