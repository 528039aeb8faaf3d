using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Units;

/// <summary>Kinds of units; one form for a new one, one for each that is there.</summary>
internal static class UnitTypePages
{
    private const string Place = "/quan-tri/loai-don-vi";

    public static void MapUnitTypes(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Place);
        pages.MapGet("", async (string? sua, GatewayClient gateway) => await ShowAsync(gateway, sua));
        pages.MapGet("{code}/xoa", (string code) => TypedResults.LocalRedirect(Place)); // a refused form, reloaded
        pages.MapPost("", SaveAsync);
        pages.MapPost("{code}/xoa", DeleteAsync);
    }

    private static UnitForm NewForm(bool isNew)
    {
        UnitField[] fields =
        [
            new("name", UnitsTexts.TypeName, Required: true),
            new("governs", UnitsTexts.Governs, FieldKind.Tick, UnitsTexts.GovernsHint),
            new("position", UnitsTexts.Position, Hint: UnitsTexts.PositionHint, Required: true),
        ];
        return new UnitForm(isNew ? [new("code", UnitsTexts.TypeCode, Hint: UnitsTexts.TypeCodeHint, Required: true), .. fields] : fields);
    }

    private static async Task<IResult> ShowAsync(GatewayClient gateway, string? edited, UnitForm? form = null, Problem? problem = null)
    {
        var types = await gateway.TypesAsync();
        var type = types.FirstOrDefault(x => x.Code == edited);
        if (form is null)
        {
            form = NewForm(isNew: type is null);
            (form["name"], form["governs"]) = (type?.Name ?? "", type?.Governs == true ? "true" : "");
            form["position"] = Formats.Text("{0}", type?.Position ?? types.Select(x => x.Position).DefaultIfEmpty().Max() + 10);
        }

        return Pages.Show<UnitTypePage>(new { Types = types, Form = form, Edited = type, Problem = problem }, problem?.Status ?? (form.IsWrong ? 400 : 200));
    }

    private static async Task<IResult> SaveAsync(IFormCollection sent, string? sua, GatewayClient gateway)
    {
        var form = NewForm(string.IsNullOrEmpty(sua)).Read(sent);
        if (!int.TryParse(form["position"], Formats.Vietnamese, out var position) && form["position"].Length > 0)
        {
            form.AddError("position", UnitsTexts.BadPosition);
        }

        if (!form.IsWrong)
        {
            var body = new { code = form["code"], name = form["name"], governs = form["governs"] == "true", position };
            var outcome = string.IsNullOrEmpty(sua)
                ? await gateway.SendAsync<Done>(HttpMethod.Post, UnitRegister.TypeApi, body)
                : await gateway.SendAsync<Done>(HttpMethod.Put, $"{UnitRegister.TypeApi}/{Uri.EscapeDataString(sua)}", body);
            if (outcome.Problem is null)
            {
                return TypedResults.LocalRedirect(Place);
            }

            form.Take(outcome.Problem);
        }

        return await ShowAsync(gateway, sua, form);
    }

    private static async Task<IResult> DeleteAsync(string code, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{UnitRegister.TypeApi}/{Uri.EscapeDataString(code)}");
        return outcome.Problem is { } problem ? await ShowAsync(gateway, edited: null, problem: problem) : TypedResults.LocalRedirect(Place);
    }
}
