using CCHC.Portal.Campaigns;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Councils;

/// <summary>Who joins the council and leaves it, and what each member judges. The whole council is sent, as the page read it.</summary>
internal static class MemberPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPost("thanh-vien", AddAsync);
        pages.MapGet("thanh-vien/{user:guid}", async (Guid id, Guid user, GatewayClient gateway) => await ShowAsync(id, user, gateway));
        pages.MapPost("thanh-vien/{user:guid}", SaveAsync).WithFormOptions(valueCountLimit: 20_000);
        pages.MapPost("thanh-vien/{user:guid}/go", RemoveAsync);
    }

    internal static string Address(Guid campaign, Guid user) => $"{CouncilPages.Address(campaign)}/thanh-vien/{user}";

    private static async Task<IResult> ShowAsync(Guid id, Guid user, GatewayClient gateway, Refusal? refused = null)
    {
        var (campaign, council) = (gateway.GetAsync<Campaign>($"{CampaignPages.Api}/{id}"), await gateway.GetAsync<AppraisalCouncil>(CouncilPages.Api(id)));
        if (council.Members.FirstOrDefault(member => member.UserId == user) is not { } member)
        {
            // A colleague has removed this member: what was typed has nowhere to go.
            await campaign;
            return refused is null ? TypedResults.LocalRedirect(CouncilPages.Address(id)) : await CouncilPages.ShowAsync(id, gateway, refused: refused);
        }

        return Pages.Show<MemberPage>(
            new
            {
                Campaign = await campaign, Council = council, Member = member, Groups = CouncilPages.GroupsOf(await campaign), Refused = refused,
                Work = refused.Of("viec") is { } typed ? FieldWork.Of(council, typed.Form) : FieldWork.Of(council, member),
            },
            refused?.Problem.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> AddAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var council = await gateway.GetAsync<AppraisalCouncil>(CouncilPages.Api(id));
        var search = form["tim"].ToString();
        var problem = CouncilPages.Stale(council, form);
        if (problem is null && Guid.TryParse(form["user"], out var user))
        {
            var added = new CouncilMember(user, form["displayName"].ToString(), [], OfficeOf(form)) { OwnUnits = [.. Ids(form, "ownUnit")] };
            problem = await SendAsync(id, gateway, [.. council.Members.Where(member => member.UserId != user), added]);
        }

        return problem is null
            ? TypedResults.LocalRedirect($"{CouncilPages.Address(id)}{QueryString.Create("tim", search)}#them")
            : await CouncilPages.ShowAsync(id, gateway, search, new Refusal("them", problem, form));
    }

    private static async Task<IResult> SaveAsync(Guid id, Guid user, IFormCollection form, GatewayClient gateway)
    {
        var council = await gateway.GetAsync<AppraisalCouncil>(CouncilPages.Api(id));
        var work = FieldWork.Of(council, form);
        var empty = work.Where(field => field is { Given: true, All: false, Units.Count: 0 }).Select(field => (field.Id, Formats.Text(CouncilsTexts.UnitsMissing, field.Field.FieldCode))).ToArray();
        var problem = CouncilPages.Stale(council, form);
        if (problem is null && empty.Length > 0)
        {
            problem = CriteriaSets.FieldErrors.Refuse(CouncilsTexts.WorkRefused, empty);
        }

        if (problem is null && council.Members.FirstOrDefault(member => member.UserId == user) is { } member)
        {
            // Fields without leaves stand on no page and stay with whom they were given to.
            var unseen = member.Fields.Where(given => work.All(field => field.Field.GroupCode != given.GroupCode || field.Field.FieldCode != given.FieldCode));
            var changed = member with
            {
                Office = OfficeOf(form),
                Fields = [.. work.Where(field => field.Given).Select(field => new GivenField(field.Field.GroupCode, field.Field.FieldCode, field.Field.FieldName, field.All ? null : [.. field.Units])), .. unseen],
            };
            problem = await SendAsync(id, gateway, [.. council.Members.Where(other => other.UserId != user), changed]);
        }

        return problem is null
            ? TypedResults.LocalRedirect($"{CouncilPages.Address(id)}#tv-{user}")
            : await ShowAsync(id, user, gateway, new Refusal("viec", problem, form));
    }

    private static async Task<IResult> RemoveAsync(Guid id, Guid user, IFormCollection form, GatewayClient gateway)
    {
        var council = await gateway.GetAsync<AppraisalCouncil>(CouncilPages.Api(id));
        var problem = CouncilPages.Stale(council, form) ?? await SendAsync(id, gateway, [.. council.Members.Where(member => member.UserId != user)]);
        return problem is null
            ? TypedResults.LocalRedirect($"{CouncilPages.Address(id)}#thanh-vien")
            : await ShowAsync(id, user, gateway, new Refusal("go", problem, form));
    }

    /// <summary>Whom the form is about stands last, so that a refusal can be told from one of the others.</summary>
    private static async Task<Problem?> SendAsync(Guid id, GatewayClient gateway, IReadOnlyList<CouncilMember> members)
    {
        var body = new
        {
            members = members.Select(member => new
            {
                member.UserId, member.DisplayName, member.Office, member.OwnUnits,
                fields = member.Fields.Select(field => new { field.GroupCode, field.FieldCode, field.UnitIds }),
            }),
        };
        return (await gateway.SendAsync<Done>(HttpMethod.Put, CouncilPages.Api(id), body)).Problem;
    }

    private static CouncilOffice OfficeOf(IFormCollection form) => form["office"].ToString() switch
    {
        "chair" => CouncilOffice.Chair,
        "secretary" => CouncilOffice.Secretary,
        _ => CouncilOffice.Member,
    };

    private static IEnumerable<Guid> Ids(IFormCollection form, string field) => form[field].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty);
}

/// <summary>A field as the form of a member's work shows it.</summary>
/// <param name="Id">Of its controls on the page.</param>
public sealed record FieldWork(string Id, CouncilField Field, bool Given, bool All, IReadOnlySet<Guid> Units)
{
    internal static IReadOnlyList<FieldWork> Of(AppraisalCouncil council, CouncilMember member) =>
    [
        .. council.Fields.Select((field, i) => member.Fields.FirstOrDefault(given => given.GroupCode == field.GroupCode && given.FieldCode == field.FieldCode) is { } given
            ? new FieldWork($"field-{i}", field, Given: true, All: given.UnitIds is null, (given.UnitIds ?? []).ToHashSet())
            : new FieldWork($"field-{i}", field, Given: false, All: true, new HashSet<Guid>())),
    ];

    internal static IReadOnlyList<FieldWork> Of(AppraisalCouncil council, IFormCollection form) =>
    [
        .. council.Fields.Select((field, i) => new FieldWork(
            $"field-{i}", field, form["field"].Contains(field.Key, StringComparer.Ordinal), All: form[$"scope:{field.Key}"] != "some",
            council.Units.Where(unit => unit.GroupCode == field.GroupCode && form[$"unit:{field.Key}"].Contains($"{unit.UnitId}", StringComparer.Ordinal)).Select(unit => unit.UnitId).ToHashSet())),
    ];
}
