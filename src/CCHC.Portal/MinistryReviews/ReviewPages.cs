using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using Microsoft.AspNetCore.Http.HttpResults;
using T = CCHC.Portal.MinistryReviews.MinistryReviewsTexts;

namespace CCHC.Portal.MinistryReviews;

/// <summary>What the Ministry says of a sheet that a province sent it: its points, what it asks for, and what the departments answer.</summary>
internal static class ReviewPages
{
    internal const string Api = "/api/assessment/self-assessments";

    public static void MapMinistryReviews(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/phieu/{id:guid}/bo-tham-dinh");
        pages.MapGet("", async (Guid id, string? loc, GatewayClient gateway) => Show(await LoadAsync(gateway, id), loc));
        pages.MapPost("diem", RecordAsync);
        pages.MapGet("diem", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
        app.MapRequests();
    }

    internal static string Address(Guid sheet, Guid? request = null) =>
        request is null ? $"/phieu/{sheet}/bo-tham-dinh" : $"/phieu/{sheet}/bo-tham-dinh/yeu-cau/{request}";

    internal static Task<MinistryReview> LoadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<MinistryReview>($"{Api}/{id}/ministry-review");

    internal static string PointsField(string leafCode) => LeafForm.FieldId($"diem-{leafCode}");

    internal static string ReasonField(string leafCode) => LeafForm.FieldId($"ly-do-{leafCode}");

    internal static IReadOnlyDictionary<string, string> Typed(IFormCollection form) =>
        form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);

    private static RazorComponentResult Show(MinistryReview review, string? filter, FormState? state = null) => Pages.Show<ReviewPage>(
        new { Review = review, Filter = Enum.TryParse<RequestState>(filter, ignoreCase: true, out var chosen) ? chosen : (RequestState?)null, State = state },
        state?.Problem.Status ?? StatusCodes.Status200OK);

    /// <summary>Sends what differs from what is recorded; one wrong number stores none.</summary>
    private static async Task<IResult> RecordAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var review = await LoadAsync(gateway, id);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var items = new List<(string LeafCode, decimal? Points, string? Reason)>();
        foreach (var leaf in review.Leaves.Where(leaf => form.ContainsKey(PointsField(leaf.Code))))
        {
            var (typed, reason) = (form[PointsField(leaf.Code)].ToString().Trim(), form[ReasonField(leaf.Code)].ToString().Trim());
            decimal? points = null;
            if (typed.Length > 0 && Formats.TryParse(typed, out var number))
            {
                points = number;
            }
            else if (typed.Length > 0)
            {
                errors[PointsField(leaf.Code)] = LeafForm.NumberError(typed);
            }

            if (points < 0 || points > leaf.MaxPoints)
            {
                errors[PointsField(leaf.Code)] = Formats.Text(T.PointsOutside, leaf.Code, Formats.Points(leaf.MaxPoints));
            }

            if (points != leaf.Points || (points is not null && reason != (leaf.Reason ?? "")))
            {
                items.Add((leaf.Code, points, reason.Length == 0 ? null : reason));
            }
        }

        if (errors.Count > 0)
        {
            return Show(review, filter: null, new FormState(new Problem { Status = StatusCodes.Status400BadRequest, Detail = T.PointsNotSaved }, Typed(form)) { Errors = errors });
        }

        var problem = items.Count == 0
            ? null
            : (await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}/ministry-points", new { items = items.Select(item => new { item.LeafCode, item.Points, item.Reason }) })).Problem;
        return problem is null ? TypedResults.LocalRedirect(Address(id) + "#diem") : Show(review, filter: null, new FormState(problem, Typed(form)));
    }
}
