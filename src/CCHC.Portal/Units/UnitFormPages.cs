using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.Units;

/// <summary>New unit, correction, merger, split and new name: each a form that comes back with everything typed until it is right.</summary>
internal static class UnitFormPages
{
    private static UnitField Code { get; } = new("code", UnitsTexts.Code, Required: true, Hint: UnitsTexts.CodeHint);
    private static UnitField Name { get; } = new("name", UnitsTexts.Name, Required: true);
    private static UnitField On { get; } = new("on", UnitsTexts.On, FieldKind.Date, UnitsTexts.OnHint, Required: true);

    public static void MapUnitForms(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("moi", async (GatewayClient gateway) => Show(await RecordFormAsync(gateway, isNew: true), UnitsTexts.NewTitle, "moi", UnitsTexts.Register));
        pages.MapPost("moi", RegisterAsync);
        pages.MapGet("{id:guid}/sua", async (Guid id, GatewayClient gateway) => await EditAsync(id, gateway));
        pages.MapPost("{id:guid}/sua", ChangeAsync);
        pages.MapGet("{id:guid}/gop", async (Guid id, GatewayClient gateway) => await MergerAsync(id, gateway));
        pages.MapPost("{id:guid}/gop", MergeAsync);
        pages.MapGet("{id:guid}/doi-ten", async (Guid id, GatewayClient gateway) => Show(new UnitForm(Code, Name, On), UnitsTexts.RenameTitle, "doi-ten", UnitsTexts.Rename, await gateway.UnitAsync(id), UnitsTexts.RenameLead));
        pages.MapPost("{id:guid}/doi-ten", RenameAsync);
        pages.MapGet("{id:guid}/tach", async (Guid id, GatewayClient gateway) => Show(SplitForm(), UnitsTexts.SplitTitle, "tach", UnitsTexts.Split, await gateway.UnitAsync(id), UnitsTexts.SplitLead));
        pages.MapPost("{id:guid}/tach", SplitAsync);
    }

    private static RazorComponentResult Show(UnitForm form, string title, string deed, string label, Unit? unit = null, string? lead = null) =>
        Pages.Show<UnitFormPage>(new { Form = form, Title = title, Deed = deed, Label = label, Unit = unit, Lead = lead }, form.IsWrong ? form.IsStale ? 412 : 400 : 200);

    private static UnitForm SplitForm() => new(On, new UnitField("units", UnitsTexts.Parts, FieldKind.Lines, UnitsTexts.PartsHint, Required: true));

    private static async Task<UnitForm> RecordFormAsync(GatewayClient gateway, bool isNew)
    {
        UnitField[] fields =
        [
            Name,
            new("typeCode", UnitsTexts.Type, FieldKind.Choice, Required: true, Choices: await gateway.TypeChoicesAsync()),
            new("groupCode", UnitsTexts.GroupCode, Required: true, Hint: UnitsTexts.GroupHint),
            new("groupName", UnitsTexts.GroupName, Hint: UnitsTexts.GroupNameHint),
            new("parentCode", UnitsTexts.ParentCode, Hint: UnitsTexts.ParentHint),
            new("validFrom", UnitsTexts.ValidFrom, FieldKind.Date, UnitsTexts.ValidFromHint),
            new("validTo", UnitsTexts.ValidTo, FieldKind.Date, UnitsTexts.ValidToHint),
            new("predecessorCodes", UnitsTexts.PredecessorCodes, Hint: UnitsTexts.PredecessorHint),
        ];
        return new UnitForm(isNew ? [Code, .. fields] : fields);
    }

    /// <summary>The body of a registration or correction; errors of the fields show in the form.</summary>
    private static async Task<object> BodyAsync(UnitForm form, GatewayClient gateway)
    {
        var parents = await gateway.ResolveAsync(form, "parentCode");
        return new
        {
            code = form.TextOrNull("code"),
            name = form["name"],
            typeCode = form["typeCode"],
            groupCode = form["groupCode"],
            groupName = form.TextOrNull("groupName"),
            parentId = parents.Count == 0 ? (Guid?)null : parents[0],
            validFrom = form.Date("validFrom"),
            validTo = form.Date("validTo"),
            predecessorIds = await gateway.ResolveAsync(form, "predecessorCodes"),
        };
    }

    private static async Task<IResult> RegisterAsync(IFormCollection sent, GatewayClient gateway)
    {
        var form = (await RecordFormAsync(gateway, isNew: true)).Read(sent);
        var stored = await SendAsync<Stored>(form, gateway, HttpMethod.Post, UnitRegister.Api, await BodyAsync(form, gateway));
        return stored is null ? Show(form, UnitsTexts.NewTitle, "moi", UnitsTexts.Register) : TypedResults.LocalRedirect(UnitPages.Address(stored.Id));
    }

    private static async Task<IResult> EditAsync(Guid id, GatewayClient gateway)
    {
        var (form, unit) = (await RecordFormAsync(gateway, isNew: false), await gateway.UnitAsync(id));
        (form["name"], form["typeCode"], form["groupCode"], form["groupName"]) = (unit.Name, unit.TypeCode, unit.GroupCode, unit.GroupName);
        (form["parentCode"], form["predecessorCodes"]) = (unit.Parent?.Code ?? "", string.Join("; ", unit.Predecessors.Select(old => old.Code)));
        (form["validFrom"], form["validTo"]) = (Iso(unit.ValidFrom), Iso(unit.ValidTo));
        form.Revision = Formats.Text("{0}", unit.Revision);
        return Show(form, UnitsTexts.EditTitle, "sua", UnitsTexts.Save, unit, UnitsTexts.EditLead);

        static string Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    private static async Task<IResult> ChangeAsync(Guid id, IFormCollection sent, GatewayClient gateway)
    {
        var form = (await RecordFormAsync(gateway, isNew: false)).Read(sent);
        var revision = sent.ContainsKey("overwrite") ? null : $"\"{form.Revision}\"";
        var stored = await SendAsync<Stored>(form, gateway, HttpMethod.Put, $"{UnitRegister.Api}/{id}", await BodyAsync(form, gateway), ("If-Match", revision));
        return stored is null ? Show(form, UnitsTexts.EditTitle, "sua", UnitsTexts.Save, await gateway.UnitAsync(id), UnitsTexts.EditLead) : TypedResults.LocalRedirect(UnitPages.Address(id));
    }

    private static async Task<UnitForm> MergerFormAsync(GatewayClient gateway) => new(
        new UnitField("predecessorCodes", UnitsTexts.MergedCodes, Required: true, Hint: UnitsTexts.MergedHint),
        Code,
        Name,
        new UnitField("typeCode", UnitsTexts.Type, FieldKind.Choice, Required: true, Choices: await gateway.TypeChoicesAsync()),
        new UnitField("groupCode", UnitsTexts.GroupCode, Required: true, Hint: UnitsTexts.GroupHint),
        new UnitField("groupName", UnitsTexts.GroupName, Hint: UnitsTexts.GroupNameHint),
        new UnitField("parentCode", UnitsTexts.ParentCode, Hint: UnitsTexts.ParentHint),
        On);

    private static async Task<IResult> MergerAsync(Guid id, GatewayClient gateway)
    {
        var (form, unit) = (await MergerFormAsync(gateway), await gateway.UnitAsync(id));
        (form["predecessorCodes"], form["typeCode"], form["groupCode"], form["parentCode"]) = ($"{unit.Code}; ", unit.TypeCode, unit.GroupCode, unit.Parent?.Code ?? "");
        return Show(form, UnitsTexts.MergeTitle, "gop", UnitsTexts.Merge, unit, UnitsTexts.MergeLead);
    }

    private static async Task<IResult> MergeAsync(Guid id, IFormCollection sent, GatewayClient gateway)
    {
        var form = (await MergerFormAsync(gateway)).Read(sent);
        var parents = await gateway.ResolveAsync(form, "parentCode");
        var stored = await SendAsync<Stored>(form, gateway, HttpMethod.Post, $"{UnitRegister.Api}/mergers", new
        {
            predecessorIds = await gateway.ResolveAsync(form, "predecessorCodes"),
            code = form["code"],
            name = form["name"],
            typeCode = form["typeCode"],
            groupCode = form["groupCode"],
            groupName = form.TextOrNull("groupName"),
            parentId = parents.Count == 0 ? (Guid?)null : parents[0],
            on = form.Date("on"),
        });
        return stored is null
            ? Show(form, UnitsTexts.MergeTitle, "gop", UnitsTexts.Merge, await gateway.UnitAsync(id), UnitsTexts.MergeLead)
            : TypedResults.LocalRedirect(UnitPages.Address(stored.Id));
    }

    private static async Task<IResult> RenameAsync(Guid id, IFormCollection sent, GatewayClient gateway)
    {
        var form = new UnitForm(Code, Name, On).Read(sent);
        var body = new { code = form["code"], name = form["name"], on = form.Date("on") };
        var stored = await SendAsync<Stored>(form, gateway, HttpMethod.Post, $"{UnitRegister.Api}/{id}/renaming", body);
        return stored is null
            ? Show(form, UnitsTexts.RenameTitle, "doi-ten", UnitsTexts.Rename, await gateway.UnitAsync(id), UnitsTexts.RenameLead)
            : TypedResults.LocalRedirect(UnitPages.Address(stored.Id));
    }

    private static async Task<IResult> SplitAsync(Guid id, IFormCollection sent, GatewayClient gateway)
    {
        var form = SplitForm().Read(sent);
        var parts = new List<object>();
        foreach (var line in form["units"].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(';', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } code, { Length: > 0 } name])
            {
                parts.Add(new { code, name });
            }
            else
            {
                form.AddError("units", Formats.Text(UnitsTexts.BadPart, line));
            }
        }

        var done = await SendAsync<SplitDone>(form, gateway, HttpMethod.Post, $"{UnitRegister.Api}/{id}/splits", new { on = form.Date("on"), units = parts });
        var unit = await gateway.UnitAsync(id);
        return done is null
            ? Show(form, UnitsTexts.SplitTitle, "tach", UnitsTexts.Split, unit, UnitsTexts.SplitLead)
            : Pages.Show<UnitPage>(new { Unit = unit, Warnings = done.Warnings });
    }

    private static async Task<T?> SendAsync<T>(UnitForm form, GatewayClient gateway, HttpMethod method, string path, object body, params (string Name, string? Value)[] headers)
        where T : class
    {
        if (form.IsWrong)
        {
            return null;
        }

        var outcome = await gateway.SendAsync<T>(method, path, body, headers);
        if (outcome.Problem is { } problem)
        {
            form.Take(problem);
        }

        return outcome.Value;
    }
}
