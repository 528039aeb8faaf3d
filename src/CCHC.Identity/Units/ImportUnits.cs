using CCHC.Identity.Data;
using CCHC.Identity.UnitTypes;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>Registers and changes units from a CSV or Excel file, all or nothing; units the file does not name stay as they are.</summary>
public static class ImportUnits
{
    public sealed record Response(int Created, int Updated, int Unchanged);

    public sealed record Preview(
        IReadOnlyList<CreatedUnit> Created, IReadOnlyList<UpdatedUnit> Updated, int Unchanged, IReadOnlyList<string> NewTypes,
        IReadOnlyDictionary<string, string[]> Errors, IReadOnlyDictionary<string, string[]> Warnings);

    public sealed record CreatedUnit(int Line, string Code, string Name);

    public sealed record UpdatedUnit(int Line, string Code, string Name, IReadOnlyList<string> Changes);

    public static async Task<Results<Ok<Response>, Ok<Preview>>> Handle(
        HttpRequest request, IdentityDbContext db, IEventPublisher events, ILogger<Response> logger, CancellationToken cancellationToken,
        bool preview = false, bool createTypes = false)
    {
        var file = request.ContentType?.StartsWith(CsvFile.ExcelType, StringComparison.OrdinalIgnoreCase) == true
            ? await CsvFile.ReadExcelAsync(request.Body, UnitFile.Columns, cancellationToken)
            : await CsvFile.ReadAsync(request.Body, UnitFile.Columns, [], cancellationToken);
        if (!preview)
        {
            file.ThrowIfWrong();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("units", cancellationToken); // two files at once could each be sound and together form a circle
        var stored = await db.Units.ToDictionaryAsync(unit => unit.Code, StringComparer.Ordinal, cancellationToken);
        var types = new UnitTypeNames(await db.UnitTypes.ToListAsync(cancellationToken), createTypes);
        var units = UnitFile.Read(file, stored, types);
        if (preview)
        {
            return TypedResults.Ok(Describe(file, units, stored, types));
        }

        file.ThrowIfWrong();
        db.UnitTypes.AddRange(types.Created);
        var (created, updated, unchanged) = (0, 0, 0);
        foreach (var (line, id, facts) in units.Rows)
        {
            if (!stored.TryGetValue(line["code"], out var unit))
            {
                unit = Unit.Register(id, line["code"], facts);
                db.Units.Add(unit);
                created++;
            }
            else if (unit.Change(facts))
            {
                updated++;
            }
            else
            {
                unchanged++;
                continue;
            }

            events.Publish(unit.ToChangedEvent(types[facts.TypeCode]));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.LogInformation("Imported units: {Created} created, {Updated} updated, {Unchanged} unchanged", created, updated, unchanged);
        return TypedResults.Ok(new Response(created, updated, unchanged));
    }

    private static Preview Describe(CsvFile file, UnitFile.Content content, Dictionary<string, Unit> stored, UnitTypeNames types)
    {
        var (created, updated, unchanged) = (new List<CreatedUnit>(), new List<UpdatedUnit>(), 0);
        foreach (var (line, _, facts) in content.Rows)
        {
            if (!stored.TryGetValue(line["code"], out var unit))
            {
                created.Add(new(line.Number, line["code"], facts.Name));
            }
            else if (UnitFile.Changes(unit.ToFacts(), facts, content.Codes, types) is { Count: > 0 } changes)
            {
                updated.Add(new(line.Number, line["code"], facts.Name, changes));
            }
            else
            {
                unchanged++;
            }
        }

        return new Preview(created, updated, unchanged, [.. types.Created.Select(type => type.Name)], file.Errors, content.Warnings);
    }
}
