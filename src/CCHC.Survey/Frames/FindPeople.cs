using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Frames;

/// <summary>Finds somebody in a frame who asks to be forgotten, by a part of the name or of the contact; accents, case and the spaces of a telephone number do not matter.</summary>
public static class FindPeople
{
    private const int MostShown = 20;

    /// <param name="Text">In the body, so that no address names a person.</param>
    public sealed record Request([property: Required(ErrorMessage = "Gõ họ tên hoặc liên hệ của người đó."), StringLength(200, MinimumLength = 2, ErrorMessage = "Gõ từ 2 đến 200 ký tự.")] string Text);

    public sealed record Item(int Number, string? Name, string? Contact, string Stratum, string? Cluster);

    /// <param name="Found">Of whom at most 20 are in <paramref name="Items"/>.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Found);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Request request, CurrentUser user, SurveyDbContext db, PersonKeys keys, CancellationToken cancellationToken)
    {
        if (await db.FindFrameAsync(id, user, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        var (key, text, items, found) = (keys.Find(id), request.Text.Trim().Normalize(), new List<Item>(), 0);
        await foreach (var entry in db.FrameEntries.AsNoTracking().Where(entry => entry.FrameId == id && entry.Name != null).OrderBy(entry => entry.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var (name, contact) = entry.Person(key);
            if ((Holds(name, text) || Holds(contact, text)) && found++ < MostShown)
            {
                items.Add(new Item(entry.Number, name, contact, entry.Stratum, entry.Cluster));
            }
        }

        return TypedResults.Ok(new Response(items, found));
    }

    private static bool Holds(string? whole, string part) =>
        whole is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(whole.Replace('đ', 'd').Replace('Đ', 'D'), part.Replace('đ', 'd').Replace('Đ', 'D'), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace | CompareOptions.IgnoreSymbols) >= 0;
}
