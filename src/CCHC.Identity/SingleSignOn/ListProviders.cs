using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.SingleSignOn;

public static class ListProviders
{
    public sealed record Response(IReadOnlyList<Item> Items);

    public sealed record Item(string Name, string Title);

    public static Ok<Response> Handle(Providers providers) =>
        TypedResults.Ok(new Response([.. providers.All.Select(provider => new Item(provider.Name, provider.Settings.Title)).OrderBy(item => item.Title, StringComparer.Ordinal)]));
}
