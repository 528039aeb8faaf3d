using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Units;

/// <summary>What the pages about units ask of Identity.</summary>
internal static class UnitRegister
{
    public const string Api = "/api/identity/units";
    public const string TypeApi = "/api/identity/unit-types";

    public static Task<IReadOnlyList<UnitType>> TypesAsync(this GatewayClient gateway) => gateway.GetAsync<IReadOnlyList<UnitType>>(TypeApi);

    public static Task<IReadOnlyList<UnitGroup>> GroupsAsync(this GatewayClient gateway) => gateway.GetAsync<IReadOnlyList<UnitGroup>>($"{Api}/groups");

    public static Task<Unit> UnitAsync(this GatewayClient gateway, Guid id) => gateway.GetAsync<Unit>($"{Api}/{id}");

    /// <summary>Empty when the filter names a parent that is not there.</summary>
    public static async Task<PageOf<UnitItem>> ListAsync(this GatewayClient gateway, UnitFilter filter, int page, int pageSize)
    {
        var query = QueryString.Create("page", Formats.Text("{0}", page)).Add("pageSize", Formats.Text("{0}", pageSize));
        if (!string.IsNullOrEmpty(filter.CapTren))
        {
            if (await gateway.FindAsync(filter.CapTren) is not { } parent)
            {
                return new PageOf<UnitItem>([], Total: 0, page, pageSize);
            }

            query = query.Add("parent", parent.Id.ToString());
        }

        foreach (var (name, value) in ((string, string?)[])
            [("search", filter.Tim), ("type", filter.Loai), ("group", filter.Khoi), ("on", filter.Ngay), ("all", filter.TatCa == true ? "true" : null), ("sort", filter.Sap)])
        {
            query = string.IsNullOrEmpty(value) ? query : query.Add(name, value);
        }

        return await gateway.GetAsync<PageOf<UnitItem>>(Api + query.ToUriComponent());
    }

    public static async Task<UnitItem?> FindAsync(this GatewayClient gateway, string code)
    {
        var query = QueryString.Create("search", code).Add("all", "true").Add("sort", "code").Add("pageSize", "1000");
        return (await gateway.GetAsync<PageOf<UnitItem>>(Api + query.ToUriComponent())).Items.FirstOrDefault(unit => string.Equals(unit.Code, code, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Turns the codes typed into a field, separated by semicolons, into units; an unknown one is an error of the field.</summary>
    public static async Task<IReadOnlyList<Guid>> ResolveAsync(this GatewayClient gateway, UnitForm form, string field)
    {
        var ids = new List<Guid>();
        foreach (var code in form[field].Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (await gateway.FindAsync(code) is { } unit)
            {
                ids.Add(unit.Id);
            }
            else
            {
                form.AddError(field, Formats.Text(UnitsTexts.UnknownCode, code));
            }
        }

        return ids;
    }

    public static async Task<IReadOnlyList<Link>> TypeChoicesAsync(this GatewayClient gateway) =>
        [.. (await gateway.TypesAsync()).Select(type => new Link(type.Code, type.Name))];
}
